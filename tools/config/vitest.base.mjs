// What the vitest.config.mjs of every package starts from. CONTRIBUTING.md, "Tests", describes the tiers.
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultServerConditions } from 'vite';

// Tests run on the sources of every package of the workspace, never on an old build.
const conditions = ['@org/source', ...defaultServerConditions];

/** What holds for the tests of every tier. */
export const settings = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    passWithNoTests: true,
    setupFiles: ['watchdog.mjs', 'restore-time.mjs'].map((file) =>
      fileURLToPath(new URL(file, import.meta.url)),
    ),
    // A machine under load is slow. Nothing here sleeps, so the limit costs nothing.
    testTimeout: 30_000,
    // With one worker Vitest would give it all files of a tier at once, and a test that hangs would take them along.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    unstubEnvs: true,
    unstubGlobals: true,
    restoreMocks: true,
  },
};

const TESTS = ['src/**/*.test.ts', 'test/**/*.test.ts'];
const DEEP_TESTS = ['src/**/*.deep.test.ts', 'test/**/*.deep.test.ts'];

/** A file that replaces a module, or observes what its whole process does, needs a process of its own. */
const NEEDS_OWN_PROCESS =
  /\b(?:vi\.mock|vi\.doMock|getTimerCount|getActiveResourcesInfo)\(|\bspyOn\((?:process|globalThis)\b/u;
const ownProcess = testFiles().filter((file) => NEEDS_OWN_PROCESS.test(readFileSync(file, 'utf8')));

/** `npm test` runs all but the last, `npm run test:deep` the last. A file that is named by hand is found in any. */
const projects = [
  // Loading core's modules again for each file would take longer than the tests: here files share their processes.
  tier('quick', { include: TESTS, exclude: [...DEEP_TESTS, ...ownProcess], isolate: false }),
  tier('own process', { include: ownProcess, exclude: DEEP_TESTS }),
  tier('deep', { include: DEEP_TESTS }),
];

export const base = { ...settings, test: { ...settings.test, projects } };

function tier(name, test) {
  return { extends: true, test: { name, ...test } };
}

/** The test files of the package that Vitest was started in. */
function testFiles() {
  return ['src', 'test'].flatMap((folder) => {
    try {
      return readdirSync(folder, { recursive: true })
        .filter((file) => file.endsWith('.test.ts'))
        .map((file) => join(folder, file).replaceAll('\\', '/'));
    } catch (error) {
      if (error.code === 'ENOENT') return [];
      throw error;
    }
  });
}
