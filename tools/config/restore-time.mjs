// Test files of the quick tier share their processes: a clock that one of them stopped goes on for the next.
import { afterAll, vi } from 'vitest';

afterAll(() => vi.useRealTimers());
