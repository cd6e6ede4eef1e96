import { isAbsolute } from 'node:path';
import { defineConfig } from 'rolldown';

// A service waits for every module that Node has to find and link: so there is one file for each entry, one that they
// share, and what is loaded later or never. Nothing is minified: the code is read in stack traces and in reviews.
export default defineConfig({
  cwd: import.meta.dirname,
  input: { index: './src/index.ts', policy: './src/policy.ts', adapter: './src/adapter.ts' },
  platform: 'node',
  transform: { target: 'es2023' },
  // What is no path is a dependency, and stays one.
  external: (id) => !id.startsWith('.') && !isAbsolute(id),
  output: {
    dir: 'dist',
    cleanDir: true, // first of the build: the declarations come after it
    sourcemap: true,
    chunkFileNames: '[name].js',
    minifyInternalExports: false,
    codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
  },
});
