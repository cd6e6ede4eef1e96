/** Fetches that failed in a row, and when the next one may begin. */

import { pollDelay, type Chance } from './cadence.js';
import { retryAfterOf } from './http-answer.js';
import type { Instant } from './instant.js';

/** How long to wait after failures, in milliseconds. */
export interface BackOff {
  /** After the first failure. Each further one doubles it. */
  readonly firstMs: number;
  readonly maxMs: number;
  /** For a request that cannot be answered without a fetch, so that it notices a recovery early. */
  readonly maxOnDemandMs: number;
  /** Of other errors the source is not unreachable: the next fetch comes after `maxMs`, and the count starts again. */
  readonly appliesTo?: (error: unknown) => boolean;
}

/** The failures since the last good fetch. The times are of the steady clock, in milliseconds. */
export interface Outage {
  /** Of the last fetch. */
  readonly error: unknown;
  readonly failures: number;
  /** The first failure. */
  readonly since: number;
  /** The earliest fetch in the background. */
  readonly retryAt: number;
  /** The earliest fetch for a request that cannot be answered otherwise. */
  readonly retryOnDemandAt: number;
}

/** After one more failure. A longer `Retry-After` of the source is kept, up to the maximum. */
export function outageAfter(
  before: Outage | undefined,
  error: unknown,
  { steady, wall }: Instant,
  { firstMs, maxMs, maxOnDemandMs, appliesTo = () => true }: BackOff,
  chance: Chance,
): Outage {
  const failures = appliesTo(error) ? (before?.failures ?? 0) + 1 : 0;
  const doubled = failures === 0 ? maxMs : firstMs * 2 ** Math.min(failures - 1, 16);
  const asked = retryAfterOf(error, wall);
  const wait = Math.min(Math.max(pollDelay(Math.min(doubled, maxMs), chance), asked), maxMs);
  const onDemand = Math.min(wait, Math.max(maxOnDemandMs, asked));
  const since = before?.since ?? steady;
  return { error, failures, since, retryAt: steady + wait, retryOnDemandAt: steady + onDemand };
}
