// Jest has a module system of its own: tests of a service in each of the ways that it loads modules.
import { copyFileSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../lib/child.mjs';
import { packages, readJson } from '../lib/workspace.mjs';
import { countCommand } from './counts.mjs';
import { findNode } from './nodes.mjs';
import { pack, scratch } from './pack.mjs';
import { project } from './project.mjs';

/** The names of the configurations in `jest/`. */
const MODES = {
  'ts-jest': { about: 'CommonJS, ts-jest' },
  'babel-jest': { about: 'CommonJS, babel-jest' },
  esm: { about: 'ES modules, ts-jest', flags: ['--experimental-vm-modules'] },
  'require-esm': {
    about: 'CommonJS that requires ES modules',
    flags: ['--experimental-vm-modules'],
    node: 24,
  },
};

export const jests = [
  row('jest29', ['ts-jest', 'babel-jest', 'esm']),
  row('jest30', ['ts-jest', 'babel-jest', 'esm', 'require-esm']),
  { ...row('jest30-pnpm', ['ts-jest']), isSlow: true },
];

function row(name, modes) {
  const about = `tests of a service under ${name}: ${modes.join(', ')}`;
  return { name, about, run: (progress) => runJest(name, modes, progress) };
}

async function runJest(name, modes, progress) {
  const cwd = await (name.endsWith('-pnpm') ? pnpmProject(name, progress) : project(name, progress));
  cpSync(join(import.meta.dirname, 'jest'), cwd, { recursive: true });
  const { dir } = packages.find(({ manifest }) => manifest.name === '@org/jwt-express');
  copyFileSync(join(dir, 'test/conformance-server.ts'), join(cwd, 'conformance-server.ts'));
  const counts = [];
  for (const mode of modes) {
    const { about, flags = [], node } = MODES[mode];
    progress(about);
    const found = node && (await findNode(node));
    counts.push(
      await countJest(`${about}${found ? `, Node ${found.version}` : ''}`, {
        cwd,
        node: found?.node,
        flags,
        args: ['--config', `${mode}.config.cjs`],
      }),
    );
  }
  return counts;
}

// As in the workspace: a machine under load is not a failure.
const TEST_TIMEOUT_MS = 60_000;
const JEST_BIN = 'node_modules/jest/bin/jest.js';

/** The same, in the folders of pnpm: a package is in `node_modules/.pnpm/NAME/node_modules/NAME`. */
async function pnpmProject(name, progress) {
  progress('pnpm install');
  const cwd = join(scratch, name);
  mkdirSync(cwd);
  const { dependencies } = readJson(join(import.meta.dirname, name.replace('-pnpm', ''), 'package.json'));
  const tarballs = Object.fromEntries([...(await pack())].map(([each, path]) => [each, `file:${path}`]));
  const manifest = { private: true, dependencies: { ...dependencies, ...tarballs } };
  // Our packages name one another by a version that is in no registry yet.
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ ...manifest, pnpm: { overrides: tarballs } }));
  const command = ['pnpm', 'install', '--ignore-scripts'];
  await npm(['exec', '--yes', '--prefer-offline', '--package=pnpm@10.34.9', '--', ...command], { cwd });
  return cwd;
}

/** Runs Jest and counts what its report says. */
export async function countJest(what, { cwd, node, flags = [], jest = join(cwd, JEST_BIN), args }) {
  const report = join(cwd, `${what.replace(/\W+/gu, '-')}.json`);
  const reporting = ['--json', `--outputFile=${report}`];
  const command = [...flags, jest, ...args, `--testTimeout=${TEST_TIMEOUT_MS}`, ...reporting];
  // After a failure, what the test left open may keep Jest waiting.
  const count = await countCommand(what, command, { cwd, node, limitMinutes: 5 });
  if (count.failed > 0 && !existsSync(report)) return count;
  const { numPassedTests: passed, numFailedTests, numPendingTests: skipped } = readJson(report);
  return { ...count, passed, skipped, failed: Math.max(count.failed, numFailedTests) };
}
