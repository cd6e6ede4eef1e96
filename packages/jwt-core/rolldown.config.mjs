import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'rolldown';

const yaml = dirname(fileURLToPath(import.meta.resolve('yaml/package.json')));

/** What its licence asks for. */
const notice = readFileSync(join(yaml, 'LICENSE'), 'utf8')
  .trim()
  .replaceAll(/^/gmu, ' * ')
  .replaceAll(/ +$/gmu, '');

// A service waits for every module that Node has to find and link: so there is one file for each entry, one that they
// share, and what is loaded later or never. Nothing is minified: the code is read in stack traces and in reviews.
export default defineConfig({
  cwd: import.meta.dirname,
  input: { index: './src/index.ts', policy: './src/policy.ts', adapter: './src/adapter.ts' },
  platform: 'node',
  transform: { target: 'es2023' },
  // What is no path is a dependency, and stays one. The exception is `yaml`: for Node it is CommonJS that requires
  // built-ins, which fails in an ES module that a bundler made. Its ES modules are the same without what prints tokens.
  resolve: { alias: { yaml: join(yaml, 'browser/index.js') } },
  external: (id) => id !== 'yaml' && !id.startsWith('.') && !isAbsolute(id),
  output: {
    dir: 'dist',
    cleanDir: true, // first of the build: the declarations come after it
    sourcemap: true,
    chunkFileNames: '[name].js',
    minifyInternalExports: false,
    codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
    banner: ({ name }) => (name === 'text' ? `/*!\n * This file contains \`yaml\`:\n *\n${notice}\n */` : ''),
  },
});
