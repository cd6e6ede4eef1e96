import { defineConfig } from 'vitest/config';
import { settings } from '../config/vitest.base.mjs';

/** The tests that speak of the mutated rooms: all the others would only make each mutant slower. */
const include = [
  'src/{integrity,suitability,standing,decision,report,verify,request,adapter}/**/*.test.ts',
  'src/json/{strict-json,exact-number}.test.ts',
  'src/policy/{compile/matchers,model/claim-path}.test.ts',
];

export default defineConfig({ ...settings, test: { ...settings.test, include, reporters: ['dot'] } });
