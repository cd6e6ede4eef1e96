/** Fetches that failed, since the last one that succeeded. */

import { retryDelay, type BackOff, type Chance } from './cadence.js';
import { retryAfterOf } from './http-answer.js';
import type { Instant } from './instant.js';

/** The times are of the steady clock, in milliseconds. */
export interface Outage {
  /** Of the last fetch. */
  readonly error: unknown;
  /** In a row, of those that the back-off applies to. */
  readonly failures: number;
  /** The first failure. */
  readonly since: number;
  /** The earliest fetch in the background. */
  readonly retryAt: number;
  /** The earliest fetch for a request that cannot be answered otherwise. */
  readonly retryOnDemandAt: number;
}

/** After one more failure. The source's `Retry-After` is kept where it is longer than the back-off, up to its maximum. */
export function outageAfter(
  before: Outage | undefined,
  error: unknown,
  now: Instant,
  backOff: BackOff,
  chance: Chance,
): Outage {
  const { maxMs, maxOnDemandMs, appliesTo = () => true } = backOff;
  const failures = appliesTo(error) ? (before?.failures ?? 0) + 1 : 0;
  const askedMs = retryAfterOf(error, now.wall);
  const waitMs = Math.min(Math.max(retryDelay(failures, backOff, chance), askedMs), maxMs);
  return {
    error,
    failures,
    since: before?.since ?? now.steady,
    retryAt: now.steady + waitMs,
    retryOnDemandAt: now.steady + Math.min(waitMs, Math.max(maxOnDemandMs, askedMs)),
  };
}
