import { defineConfig } from 'vitest/config';
import { base } from '../config/vitest.base.mjs';

/** The tests that speak of the mutated rooms: all the others would only make each mutant slower. */
const include = [
  'src/{integrity,suitability,decision,cache}/**/*.test.ts',
  'src/policy/{matchers,claim-path}.test.ts',
  'src/{attachment,judge,shadow,request,verifier,service-verifier}.test.ts',
];

export default defineConfig({ ...base, test: { ...base.test, include, reporters: ['dot'] } });
