import { defineConfig } from 'vitest/config';
import { base } from '../config/vitest.base.mjs';

export default defineConfig(base);
