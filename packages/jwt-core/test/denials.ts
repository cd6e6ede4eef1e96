import type { Denial } from '../src/decision/denial.js';

/** Everything that a refusal says, for tests that compare its words. */
export function inOneLine(denial: Denial | undefined): string {
  if (denial === undefined) return 'allowed';
  const { code, expected = '-', actual = '-' } = denial;
  return `${code}: expected ${expected}; actual ${actual}`;
}
