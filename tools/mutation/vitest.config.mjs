import { defineConfig } from 'vitest/config';
import { settings } from '../config/vitest.base.mjs';

/** `MUTATION_TESTS`: the patterns of the tests that may notice a fault, as JSON. */
const include = JSON.parse(process.env.MUTATION_TESTS);

export default defineConfig({ ...settings, test: { ...settings.test, include, reporters: ['dot'] } });
