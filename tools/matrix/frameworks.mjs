// The adapters' conformance tests, the matrix over raw sockets and the ways to register a module, on framework versions
// other than those of the workspace.
//
// Each version has a folder next to this file, with a lockfile of its own. The packed packages are unpacked into its
// node_modules, and the adapter's tests are copied next to them, so that every import is answered by that folder.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../lib/child.mjs';
import { install, QUIETLY } from '../lib/install.mjs';
import { lockedVersion, packages, readJson } from '../lib/workspace.mjs';
import { countTypes, countVitest } from './counts.mjs';
import { pack } from './pack.mjs';

const config = join(import.meta.dirname, 'vitest.config.mjs');

// Those that vitest.config.mjs includes.
const tests = 'conformance, raw HTTP';

export const frameworks = [
  row('express4', { adapter: '@org/jwt-express', framework: 'express', tests }),
  row('koa2', { adapter: '@org/jwt-koa', framework: 'koa', tests }),
  row('nest12', {
    adapter: '@org/jwt-nestjs',
    framework: '@nestjs/core',
    tests: `${tests}, registration, order of guards, tracing`,
  }),
];

function row(name, { adapter, framework, tests }) {
  const folder = join(import.meta.dirname, name);
  const about = `${tests} of ${adapter} on ${framework} ${readJson(join(folder, 'package.json')).dependencies[framework]}`;
  return { name, about, run: (progress) => runFramework({ folder, adapter, framework, tests, progress }) };
}

async function runFramework({ folder, adapter, framework, tests, progress }) {
  await install(folder, { flags: QUIETLY, announce: () => progress('npm ci') });
  progress('unpacking the packages');
  await unpack(folder, adapter);
  const run = copyTests(folder, adapter);
  const { version } = readJson(join(folder, 'node_modules', framework, 'package.json'));
  progress(`${tests} on ${framework} ${version}`);
  const conformance = await countVitest(
    `${framework} ${version}: ${tests}`,
    ['--root', run, '--config', config],
    {
      cwd: run,
      env: { MATRIX_FOLDER: folder },
    },
  );
  progress('types');
  const types = await countTypes(`${framework} ${version}: types`, ['-p', '.run'], { cwd: folder });
  return [conformance, types];
}

/** Puts the packed adapter, and what it is tested with, where npm would: its own dependencies are there already. */
async function unpack(folder, adapter) {
  const tarballs = await pack();
  const { dependencies } = readJson(join(folder, 'package.json'));
  rmSync(join(folder, 'node_modules/@org'), { recursive: true, force: true });
  for (const { dir, manifest } of packages) {
    if (!['@org/jwt-core', '@org/jwt-testing', adapter].includes(manifest.name)) continue;
    for (const dependency of Object.keys(manifest.dependencies ?? {}).filter(
      (name) => !name.startsWith('@org/'),
    )) {
      const expected = lockedVersion(dependency, dir);
      if (dependencies[dependency] === expected) continue;
      throw new Error(
        `${folder}/package.json: expected "${dependency}": "${expected}", which ${manifest.name} is tested with, ` +
          `found ${dependencies[dependency]}. Change it and run npm install there.`,
      );
    }
    const target = join(folder, 'node_modules', manifest.name);
    mkdirSync(target, { recursive: true });
    await must('tar', ['-xzf', tarballs.get(manifest.name), '-C', target, '--strip-components=1']);
  }
}

function copyTests(folder, adapter) {
  const run = join(folder, '.run');
  const { dir } = packages.find(({ manifest }) => manifest.name === adapter);
  rmSync(run, { recursive: true, force: true });
  cpSync(join(dir, 'test'), join(run, 'test'), { recursive: true });
  const tsconfig = {
    extends: join(dir, 'tsconfig.test.json'),
    // Without the condition that leads to the sources: the declarations in the tarball are what users see.
    compilerOptions: { customConditions: [] },
    include: ['test/conformance*.ts', 'test/raw-http*.ts', 'test/registration*.ts'],
  };
  writeFileSync(join(run, 'tsconfig.json'), JSON.stringify(tsconfig));
  return run;
}
