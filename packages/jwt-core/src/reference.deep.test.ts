/**
 * A second opinion: a model of the whole decision, written from the description of the policy and the RFCs, is asked
 * the same 20,000 questions. `node tools/second-opinion/run.mjs` asks a million.
 */

import { describe, expect, it } from 'vitest';
import { compare, tell } from '../test/reference/compare.js';

const COUNT = 20_000;

/** Codes that this model has no worlds for: stores, proofs of possession, stronger logins, no policy at all. */
const ELSEWHERE = /^(?:policy|revocation|replay)\.|^binding\.(?:malformed|mismatch)$|^operation\.step_up$/u;

describe('a second opinion', () => {
  it('agrees on every outcome, code, rule, tenant and shadow, and every code is among them', async () => {
    const result = await compare(COUNT);
    expect(result.difference === undefined ? '' : tell(result)).toBe('');
    expect(result.comparisons).toBeGreaterThanOrEqual(COUNT);

    const { REASON_CODES } = await import('./decision/reasons.js');
    const rare = REASON_CODES.filter((code) => !ELSEWHERE.test(code) && (result.coverage[code] ?? 0) < 1);
    expect(rare, `seed ${result.seed}: ${JSON.stringify(result.coverage)}`).toEqual([]);
    const allowed =
      ((result.coverage['allow'] ?? 0) + (result.coverage['allow (shadow)'] ?? 0)) / result.comparisons;
    expect(allowed).toBeGreaterThan(0.15);
    expect(allowed).toBeLessThan(0.6);
  }, 120_000);
});
