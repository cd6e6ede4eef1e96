// The packed packages as their users get them: installed by npm in a project of their own, outside of the workspace.
//
// A project is a folder next to this file: a manifest, a lockfile for what is not ours, and sources. What our packages
// depend on is in no lockfile, so that npm takes the newest version that they allow, as it does for users.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../lib/child.mjs';
import { QUIETLY } from '../lib/install.mjs';
import { pack, scratch } from './pack.mjs';

const projects = new Map();

/** The path of a copy of the project, with everything installed. Rows of one project share it. */
export function project(name, progress) {
  if (!projects.has(name)) projects.set(name, install(name, progress));
  return projects.get(name);
}

async function install(name, progress) {
  progress('npm pack');
  const tarballs = await pack();
  const cwd = join(scratch, name);
  cpSync(join(import.meta.dirname, name), cwd, { recursive: true });
  progress('npm install');
  await npm(['install', ...QUIETLY, ...tarballs.values()], { cwd });
  return cwd;
}
