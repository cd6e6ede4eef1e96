// Services as one file, made by a bundler, and run from a folder where there is no node_modules.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../lib/child.mjs';
import { countCommand } from './counts.mjs';
import { scratch } from './pack.mjs';
import { project } from './project.mjs';

export const bundles = [
  {
    name: 'esbuild',
    about: 'bundles of esbuild in ESM and CommonJS, run from another folder',
    run: async (progress) => [
      await runBundle(progress, { service: 'core', format: 'esm' }),
      await runBundle(progress, { service: 'core', format: 'cjs' }),
      await runBundle(progress, { service: 'frameworks', format: 'esm', flags: [BANNER] }),
      await runBundle(progress, { service: 'frameworks', format: 'cjs' }),
    ],
  },
  {
    name: 'webpack',
    about: 'bundles of webpack in ESM and CommonJS, run from another folder',
    run: async (progress) => [
      await runBundle(progress, { bundler: webpack, service: 'core', format: 'esm' }),
      await runBundle(progress, { bundler: webpack, service: 'frameworks', format: 'cjs' }),
    ],
  },
  {
    name: 'lambda',
    about: 'a function as AWS Lambda runs it: its cold start, in ESM and CommonJS',
    run: async (progress) => [
      await runFunction(progress, { format: 'esm' }),
      await runFunction(progress, { format: 'cjs' }),
    ],
  },
];

// Express and what it depends on call require(), which an ES module does not have.
const BANNER =
  "--banner:js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

async function runBundle(progress, { bundler = esbuild, service, format, flags }) {
  const cwd = await project('packed', progress);
  const file = outputOf(`${bundler.name}-${service}`, format);
  progress(`${bundler.name}: ${service}, ${format}`);
  await bundler({ cwd, entry: `bundled/${service}.ts`, format, file, flags });
  return countCommand(`${service}, ${format}`, [file], { cwd: scratch });
}

async function runFunction(progress, { format }) {
  const cwd = await project('packed', progress);
  const file = outputOf('lambda', format);
  progress(format);
  await esbuild({ cwd, entry: 'lambda/handler.ts', format, file, flags: ['--minify'] });
  const count = await countCommand(`cold start, ${format}`, ['lambda/check.mjs', file], { cwd });
  return count.failed > 0 ? count : { ...count, what: `${count.what}: ${count.output.trim()}` };
}

function outputOf(name, format) {
  const folder = join(scratch, `bundle-${name}-${format}`);
  mkdirSync(folder);
  return join(folder, format === 'esm' ? 'main.mjs' : 'main.cjs');
}

function esbuild({ cwd, entry, format, file, flags = [] }) {
  const args = [entry, '--bundle', '--platform=node', '--target=node20', `--format=${format}`];
  const command = ['node_modules/esbuild/bin/esbuild', ...args, `--outfile=${file}`, ...flags];
  return must(process.execPath, command, { cwd });
}

function webpack({ cwd, entry, format, file }) {
  return must(process.execPath, ['bundled/webpack.mjs', entry, format, file], { cwd });
}
