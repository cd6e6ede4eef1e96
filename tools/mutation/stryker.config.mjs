/** What Stryker is started with, in `packages/jwt-core` of a copy of the repository; what is mutated is an argument. */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: '../../tools/mutation/vitest.config.mjs', related: false },
  coverageAnalysis: 'perTest',
  // A constant of a module is made before any test runs: each such mutant would need a process of its own.
  ignoreStatic: true,
  // The copy is thrown away.
  inPlace: true,
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: 'mutation.json' },
  timeoutMS: 20_000,
  concurrency: 2,
  disableTypeChecks: false,
  allowConsoleColors: false,
};
