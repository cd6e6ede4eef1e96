// The workspace's packages: where they are, and what they depend on. Node built-ins only.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The path of a file in the workspace's `node_modules`. */
export const bin = (path) => join(root, 'node_modules', path);

/** Every package that the plugin in tools/nx-plugin gives targets to: `{ dir, manifest }`. */
export const projects = ['packages', 'tools']
  .flatMap((parent) => readdirSync(join(root, parent)).map((dir) => join(root, parent, dir)))
  .filter((dir) => existsSync(join(dir, 'package.json')))
  .map((dir) => ({ dir, manifest: readJson(join(dir, 'package.json')) }))
  .filter(({ manifest }) => manifest.nx?.tags);

/** Those that are published. */
export const packages = projects.filter(({ manifest }) => !manifest.private);

/** The version of a dependency that the workspace's own tests run with. */
export function lockedVersion(dependency, dir = root) {
  const { packages: locked } = readJson(join(root, 'package-lock.json'));
  const inPackage = `packages/${basename(dir)}/node_modules/${dependency}`;
  return (locked[inPackage] ?? locked[`node_modules/${dependency}`]).version;
}

export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
