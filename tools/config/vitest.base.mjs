import { fileURLToPath } from 'node:url';
import { defaultServerConditions } from 'vite';

// Tests run on the sources of every package of the workspace, never on an old build.
const conditions = ['@org/source', ...defaultServerConditions];

/** What the vitest.config.mjs of every package starts from. */
export const base = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    passWithNoTests: true,
    setupFiles: [fileURLToPath(new URL('watchdog.mjs', import.meta.url))],
    // Property tests take seconds on a busy machine. Nothing here sleeps, so the limit costs nothing.
    testTimeout: 30_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.reports/vitest.json' },
    unstubEnvs: true,
    unstubGlobals: true,
    restoreMocks: true,
  },
};
