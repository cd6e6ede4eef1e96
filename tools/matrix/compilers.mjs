// A service that imports every package, compiled by the compilers and in the settings that users have, and run.
//
// Types are compared with `skipLibCheck` off. The project has the `content-disposition` of Koa next to its types: those of
// Express's newer one do not fit `@types/koa`.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin } from '../lib/workspace.mjs';
import { countCommand, countTypes } from './counts.mjs';
import { project } from './project.mjs';

const TYPESCRIPT = {
  // The oldest that understands our declarations, and the newest of the last major version without a native compiler.
  5.3: (cwd) => join(cwd, 'node_modules/typescript-5.3/bin/tsc'),
  5.9: (cwd) => join(cwd, 'node_modules/typescript/bin/tsc'),
  7: () => bin('typescript7/bin/tsc'),
};

const ES_MODULE = { 'consumer.mts': 'consumer.mjs' };
// The file `mixed.mts` is compiled with both.
const BOTH = { ...ES_MODULE, 'consumer.cts': 'consumer.cjs' };

export const compilers = [
  row('ts-commonjs', {
    typescript: [5.3, 5.9],
    module: 'commonjs',
    resolution: 'node10',
    files: { 'consumer.ts': 'consumer.js' },
  }),
  row('ts-node16', { typescript: [5.3, 5.9], module: 'node16', files: BOTH }),
  row('ts-nodenext', { typescript: [5.9, 7], module: 'nodenext', files: BOTH }),
  row('ts-bundler', { typescript: [5.9, 7], module: 'esnext', resolution: 'bundler', files: ES_MODULE }),
];

function row(name, { typescript, module, resolution = module, files }) {
  const about = `TypeScript ${typescript.join(', ')}: module ${module}, moduleResolution ${resolution}`;
  const run = (progress) => compileAndRun({ name, typescript, module, resolution, files, progress });
  return { name, about, run };
}

async function compileAndRun({ name, typescript, module, resolution, files, progress }) {
  const cwd = await project('packed', progress);
  for (const file of Object.keys(files)) copyFileSync(join(cwd, 'service.ts'), join(cwd, file));
  const sources = Object.keys(files);
  if (files === BOTH) sources.push('mixed.mts');
  const counts = [];
  for (const version of typescript) {
    progress(`TypeScript ${version}`);
    const options = {
      module,
      moduleResolution: resolution,
      target: 'es2022',
      types: 'node',
      strict: true,
      esModuleInterop: true,
      outDir: `out-${name}`,
    };
    const args = Object.entries(options).flatMap(([option, value]) => [`--${option}`, String(value)]);
    const compiler = TYPESCRIPT[version](cwd);
    counts.push(await countTypes(`TypeScript ${version}: types`, [...args, ...sources], { cwd, compiler }));
  }
  // What the compiler wrote runs also where the types do not fit: those are two things.
  for (const file of Object.values(files)) {
    progress(`node ${file}`);
    counts.push(await countCommand(`node ${file}`, [join(`out-${name}`, file)], { cwd }));
  }
  return counts;
}
