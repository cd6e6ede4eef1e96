// The quick tests on each supported Node, straight from Vitest: no cache, no coverage.
//
// A version of Node can break what every program uses: modules, timers, sockets, keys. The quick tests use all of that
// within a minute. The deep tests ask the same code more questions, with other random numbers: with `--deep`,
// which the nightly run gives, they run here too, for ten minutes on each version.
import { tmpdir } from 'node:os';
import { delimiter, dirname, relative } from 'node:path';
import { npm } from '../lib/child.mjs';
import { projects, root } from '../lib/workspace.mjs';
import { countVitest, sum } from './counts.mjs';

// Node 20 is what .nvmrc names: `npm test` runs on it.
export const nodes = [22, 24, 26].map((major) => ({
  name: `node${major}`,
  about: `the quick tests on Node ${major}, with --deep all tests`,
  run: (progress, options) => runTests(major, progress, options),
}));

async function runTests(major, progress, { isDeep }) {
  progress('looking for its binary');
  const { node, version } = await findNode(major);
  const counts = [];
  for (const { dir, manifest } of projects) {
    progress(`${manifest.name} on ${version}`);
    // Tests that start `node` find this one.
    const env = { PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
    const tiers = isDeep ? [] : ['--project=!deep'];
    counts.push(await countVitest(relative(root, dir), tiers, { node, cwd: dir, env }));
  }
  return [sum(`Node ${version}: ${projects.length} projects`, counts)];
}

/** The npm package `node` holds the binary. Called from outside, so that no setting of the workspace counts. */
export async function findNode(major) {
  const print = 'process.stdout.write(JSON.stringify({ node: process.execPath, version: process.version }))';
  const args = ['exec', '--yes', '--prefer-offline', `--package=node@${major}`, '--', 'node', '-e', print];
  const { stdout } = await npm(args, { cwd: tmpdir() });
  const found = JSON.parse(stdout);
  if (!found.version.startsWith(`v${major}.`))
    throw new Error(`expected Node ${major}, found ${found.version}`);
  return found;
}
