import { defineConfig, mergeConfig } from 'vitest/config';
import { base } from '../../tools/config/vitest.base.mjs';

export default defineConfig(
  mergeConfig(base, {
    test: {
      // Measured in the `test` target (`--coverage`), not when a single file is run by hand.
      coverage: {
        provider: 'v8',
        include: ['src/**/*.ts'],
        exclude: ['src/**/*.test.ts', 'src/**/*.test-d.ts'],
        reporter: ['text', 'json-summary'],
        reportsDirectory: '.reports/coverage',
        skipFull: true,
        // Where a forgotten branch lets a token through, none may be forgotten.
        thresholds: {
          'src/{integrity,suitability,standing,decision,report,json}/**': { branches: 100 },
          'src/!(integrity|suitability|standing|decision|report|json)/**': { branches: 95 },
        },
      },
    },
  }),
);
