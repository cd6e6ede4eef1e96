import { isAbsolute } from 'node:path';
import { defineConfig } from 'rolldown';

// A service waits for every module that Node has to find and link, so core is one file, and beside it what is
// loaded later or never. Nothing is minified: it is read in stack traces, and by whoever wonders what runs here.
export default defineConfig({
  cwd: import.meta.dirname,
  input: './src/index.ts',
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
