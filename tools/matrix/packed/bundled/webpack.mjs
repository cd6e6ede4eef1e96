// Bundles one service with webpack, for production.
import { transformSync } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import webpack from 'webpack';

const [source, format, file] = process.argv.slice(2);
const entry = resolve(source.replace(/\.ts$/u, '.mjs'));
writeFileSync(entry, transformSync(readFileSync(source, 'utf8'), { loader: 'ts' }).code);

const isModule = format === 'esm';
const compiler = webpack({
  mode: 'production',
  target: 'node20',
  entry,
  experiments: { outputModule: isModule },
  output: {
    path: dirname(file),
    filename: basename(file),
    library: { type: isModule ? 'module' : 'commonjs2' },
  },
});
compiler.run((error, stats) => {
  if (error !== null) throw error;
  if (stats.hasErrors()) throw new Error(stats.toString('errors-only'));
});
