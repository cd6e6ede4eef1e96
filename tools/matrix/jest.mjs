// Jest has a module system of its own: tests of a service in each of the ways that it loads modules.
import { copyFileSync, cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { packages, readJson } from '../lib/workspace.mjs';
import { countCommand } from './counts.mjs';
import { findNode } from './nodes.mjs';
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
];

function row(name, modes) {
  const about = `tests of a service under Jest ${name.slice(-2)}: ${modes.join(', ')}`;
  return { name, about, run: (progress) => runJest(name, modes, progress) };
}

async function runJest(name, modes, progress) {
  const cwd = await project(name, progress);
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

const JEST_BIN = 'node_modules/jest/bin/jest.js';

/** Runs Jest and counts what its report says. */
export async function countJest(what, { cwd, node, flags = [], jest = join(cwd, JEST_BIN), args }) {
  const report = join(cwd, `${what.replace(/\W+/gu, '-')}.json`);
  const command = [...flags, jest, ...args, '--json', `--outputFile=${report}`];
  const count = await countCommand(what, command, { cwd, node });
  if (count.failed > 0 && !existsSync(report)) return count;
  const { numPassedTests: passed, numFailedTests, numPendingTests: skipped } = readJson(report);
  return { ...count, passed, skipped, failed: Math.max(count.failed, numFailedTests) };
}
