import { defineConfig } from 'vitest/config';
import { base } from '../../tools/config/vitest.base.mjs';

export default defineConfig(base);
