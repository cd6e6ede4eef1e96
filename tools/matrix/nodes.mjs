// The whole suite on each supported Node, straight from Vitest: no cache, no coverage.
import { tmpdir } from 'node:os';
import { delimiter, dirname, relative } from 'node:path';
import { countVitest, sum } from './counts.mjs';
import { npm, root } from './process.mjs';
import { projects } from './workspace.mjs';

// Node 20 is what .nvmrc names: `npm test` runs on it.
export const nodes = [22, 24, 26].map((major) => ({
  name: `node${major}`,
  about: `the whole suite on Node ${major}`,
  run: (progress) => runSuite(major, progress),
}));

async function runSuite(major, progress) {
  progress('looking for its binary');
  const { node, version } = await findNode(major);
  const counts = [];
  for (const { dir, manifest } of projects) {
    progress(`${manifest.name} on ${version}`);
    // Tests that start `node` find this one.
    const env = { PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
    counts.push(await countVitest(relative(root, dir), [], { node, cwd: dir, env }));
  }
  return [sum(`Node ${version}: ${projects.length} projects`, counts)];
}

/** The npm package `node` holds the binary. Called from outside, so that no setting of the workspace counts. */
async function findNode(major) {
  const print = 'process.stdout.write(JSON.stringify({ node: process.execPath, version: process.version }))';
  const args = ['exec', '--yes', '--prefer-offline', `--package=node@${major}`, '--', 'node', '-e', print];
  const { stdout } = await npm(args, { cwd: tmpdir() });
  const found = JSON.parse(stdout);
  if (!found.version.startsWith(`v${major}.`))
    throw new Error(`expected Node ${major}, found ${found.version}`);
  return found;
}
