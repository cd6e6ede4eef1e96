// The packed packages as their users get them: installed by npm in an empty project outside of the workspace.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../lib/child.mjs';
import { lockedVersion, packages } from '../lib/workspace.mjs';
import { countCommand, countTypes } from './counts.mjs';
import { pack, scratch } from './pack.mjs';

export const consumers = [
  row('packed-esm', { about: 'packed (ESM)', source: 'consumer.mts', compiled: 'consumer.mjs' }),
  row('packed-cjs', { about: 'packed (CommonJS)', source: 'consumer.cts', compiled: 'consumer.cjs' }),
];

function row(name, { about, source, compiled }) {
  return { name, about, run: (progress) => runConsumer({ about, source, compiled, progress }) };
}

async function runConsumer({ about, source, compiled, progress }) {
  const cwd = await project(progress);
  copyFileSync(join(import.meta.dirname, 'consumer/consumer.ts'), join(cwd, source));
  progress('types');
  const options = [
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--types',
    'node',
    '--strict',
    '--outDir',
    'out',
  ];
  const types = await countTypes(`${about}: types`, [...options, source], { cwd });
  progress('run');
  // What the compiler wrote runs also where the types do not fit: those are two things.
  const run = await countCommand(`${about}: run`, [join('out', compiled)], { cwd });
  return [types, run];
}

let installed;

/** The project of both rows. */
function project(progress) {
  installed ??= install(progress);
  return installed;
}

async function install(progress) {
  progress('npm pack');
  const tarballs = await pack();
  const cwd = join(scratch, 'consumer');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  progress('npm install');
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await npm(['install', ...flags, ...tarballs.values(), ...installedBesides()], { cwd });
  return cwd;
}

/** What users install besides the packages, in the versions that the workspace is tested with. */
function installedBesides() {
  const wanted = new Map([
    ['jose', lockedVersion('jose')],
    ['@types/node', lockedVersion('@types/node')],
  ]);
  for (const { dir, manifest } of packages) {
    const peers = Object.keys(manifest.peerDependencies ?? {});
    const types = Object.keys(manifest.devDependencies ?? {}).filter((name) => name.startsWith('@types/'));
    for (const name of [...peers, ...types]) wanted.set(name, lockedVersion(name, dir));
  }
  return [...wanted].map(([name, version]) => `${name}@${version}`);
}
