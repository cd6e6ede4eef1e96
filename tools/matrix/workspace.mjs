// The workspace's packages: where they are, what they depend on, and their tarballs.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { npm, root, scratch } from './process.mjs';

/** Every package that the plugin in tools/nx-plugin gives targets to. */
export const projects = ['packages', 'tools']
  .flatMap((parent) => readdirSync(join(root, parent)).map((dir) => join(root, parent, dir)))
  .filter((dir) => existsSync(join(dir, 'package.json')))
  .map((dir) => ({ dir, manifest: readJson(join(dir, 'package.json')) }))
  .filter(({ manifest }) => manifest.nx?.tags);

/** Those that are published. */
export const packages = projects.filter(({ manifest }) => !manifest.private);

const { packages: locked } = readJson(join(root, 'package-lock.json'));

/** The version of a dependency that the workspace's own tests run with. */
export function lockedVersion(dependency, dir = root) {
  const inPackage = `packages/${basename(dir)}/node_modules/${dependency}`;
  return (locked[inPackage] ?? locked[`node_modules/${dependency}`]).version;
}

let tarballs;

/** Packs every published package as npm would publish it, once; answers the tarballs by the packages' names. */
export function pack() {
  tarballs ??= packAll();
  return tarballs;
}

async function packAll() {
  const folder = join(scratch, 'tarballs');
  mkdirSync(folder);
  const names = packages.map(({ manifest }) => `--workspace=${manifest.name}`);
  await npm(['pack', '--ignore-scripts', `--pack-destination=${folder}`, ...names]);
  return new Map(
    packages.map(({ manifest: { name, version } }) => [
      name,
      join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`),
    ]),
  );
}

export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
