// The tarballs of the published packages, and the folder of this run.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../lib/child.mjs';
import { scratchFolder } from '../lib/scratch.mjs';
import { packages } from '../lib/workspace.mjs';

export const scratch = scratchFolder('matrix');

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
