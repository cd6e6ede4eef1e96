/**
 * Remembers the evidence of tokens that were authenticated, and nothing else: what judges by what the token says is asked
 * again on every use. Whether the issuer and the key are still trusted is asked again as well (`reaffirm`).
 */

import { hash } from 'node:crypto';
import type { Evidence } from './evidence.js';
import { ceilingOf } from '../policy/document/limits.js';
import { ScanResistantCache } from './scan-resistant-cache.js';

/** The default number of remembered tokens. */
export const DEFAULT_MAX_TOKENS = 10_000;

/** No clock skew is wider, so that nothing is accepted later than `exp` and this. Seconds. */
const MAX_CLOCK_SKEW = ceilingOf('clockSkew');

/** The tokens of one verifier, across its policies. */
export class TokenCache {
  readonly #evidence: ScanResistantCache<Evidence>;
  readonly #inFlight = new Map<string, Promise<unknown>>();

  constructor(maxEntries: number = DEFAULT_MAX_TOKENS) {
    this.#evidence = new ScanResistantCache(maxEntries);
  }

  get size(): number {
    return this.#evidence.size;
  }

  /** A name for exactly these bytes. The token itself is not kept. */
  nameOf(token: string): string {
    return hash('sha256', token, 'binary');
  }

  /** `now` in seconds. */
  get(name: string, now: number): Evidence | undefined {
    return this.#evidence.get(name, now);
  }

  /** Keeps evidence until its token cannot be accepted any more. A token without `exp` is never accepted, and not kept. */
  set(name: string, evidence: Evidence, now: number): void {
    const { exp } = evidence.token.claims;
    if (typeof exp === 'number') this.#evidence.set(name, evidence, exp + MAX_CLOCK_SKEW, now);
  }

  /**
   * Does the work for one token once at a time: a request that brings the same token meanwhile waits for the first, and
   * then does its own work, which finds what the first has remembered.
   */
  async once<Result>(name: string, work: (isFirst: boolean) => Promise<Result>): Promise<Result> {
    const first = this.#inFlight.get(name);
    if (first !== undefined) {
      await first.catch(() => undefined); // its failure is for the request that began it
      return work(false);
    }
    const own = work(true);
    this.#inFlight.set(name, own);
    try {
      return await own;
    } finally {
      this.#inFlight.delete(name);
    }
  }
}
