/** Keys that were fetched, and how old they are. */

import type { KeySet } from '../set/key-set.js';
import { FRESHNESS, freshFor, refreshAfter, type Chance } from '../../refresh/freshness.js';
import type { Moment } from '../../refresh/moment.js';

/** What one fetch brought. */
export class FetchedKeys {
  readonly set: KeySet;
  /** The moment when the fetch began: what is withdrawn while it runs may still be in it. */
  readonly at: Moment;
  readonly freshMs: number;
  /** On the steady clock. */
  readonly refreshAt: number;

  constructor(
    set: KeySet,
    at: Moment,
    headers: Readonly<Record<string, string>> | undefined,
    { maxStaleMs, chance }: { readonly maxStaleMs: number; readonly chance: Chance },
  ) {
    this.set = set;
    this.at = at;
    this.freshMs = Math.max(Math.min(freshFor(headers, at.wall), maxStaleMs), FRESHNESS.shortest);
    this.refreshAt = at.elapsed + refreshAfter(this.freshMs, chance);
  }

  /**
   * Milliseconds, by whichever clock says more. A wall clock that was set back makes nothing younger, and a machine
   * that slept for a night, where the steady clock stood still, does not take yesterday's keys for fresh.
   */
  age(now: Moment): number {
    return Math.max(now.elapsed - this.at.elapsed, now.wall - this.at.wall);
  }

  isFresh(now: Moment): boolean {
    return this.age(now) < this.freshMs;
  }

  /** For so many milliseconds more they may be used. */
  remaining(now: Moment, maxStaleMs: number): number {
    return Math.max(maxStaleMs, this.freshMs) - this.age(now);
  }
}
