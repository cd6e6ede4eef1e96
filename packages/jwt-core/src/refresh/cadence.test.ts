import { describe, expect, it } from 'vitest';
import { refreshDelay } from './cadence.js';

const MINUTE = 60_000;

describe('the next fetch', () => {
  it.each([
    [0, 42_000],
    [0.5, 48_000],
    [1, 54_000],
  ])('begins before the document is stale, and not in all services together (%d)', (chance, at) => {
    expect(refreshDelay(MINUTE, () => chance)).toBeCloseTo(at);
  });

  it('has five seconds even where a document is fresh for one minute', () => {
    expect(MINUTE - refreshDelay(MINUTE, () => 1)).toBeGreaterThanOrEqual(5_000);
  });
});
