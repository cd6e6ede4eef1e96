/** How old a fetched document is, in the three words that this folder uses. */

import type { Instant } from './instant.js';

/**
 * - `fresh`: as new as wanted.
 * - `stale`: older, and still used, because a newer one is not there yet.
 * - `expired`: too old to be used.
 */
export type Freshness = 'fresh' | 'stale' | 'expired';

/** A document that ages. */
export interface Dated {
  /** Its age counts from here. */
  readonly at: Instant;
  /** It is fresh while it is younger than this, in milliseconds. */
  readonly freshMs: number;
  /** It is used up to this age, in milliseconds. A fresh document is used in any case. */
  readonly usableMs: number;
}

/**
 * In milliseconds, by the clock that says more. Setting the wall clock back makes no document younger, and after a
 * night of sleep, during which a monotonic clock stops, yesterday's document is not fresh.
 */
export function ageOf({ at }: Dated, now: Instant): number {
  return Math.max(now.steady - at.steady, now.wall - at.wall);
}

/** A clock that returns NaN makes every document expired. */
export function freshnessOf(document: Dated, now: Instant): Freshness {
  const age = ageOf(document, now);
  if (age < document.freshMs) return 'fresh';
  return age <= document.usableMs ? 'stale' : 'expired';
}
