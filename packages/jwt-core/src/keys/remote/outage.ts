/** A row of failed fetches: why, since when, and when to try again. */

import type { Chance } from '../../refresh/freshness.js';
import type { Moment } from '../../refresh/moment.js';
import { BadStatus } from './remote.js';

/** Milliseconds. */
export const BACK_OFF: Readonly<Record<'first' | 'longest' | 'longestOnDemand', number>> = {
  first: 5_000,
  longest: 300_000,
  /** A request that cannot be answered without a fetch asks this often, so that nobody waits long for a recovery. */
  longestOnDemand: 30_000,
};

/** The times are of the ring's steady clock, in milliseconds. */
export interface Outage {
  readonly reason: string;
  readonly failures: number;
  readonly since: number;
  /** From when on it is tried again in the background. */
  readonly retryAt: number;
  /** From when on a request that cannot be answered otherwise may try. */
  readonly retryOnDemandAt: number;
}

/**
 * One failure more. The wait doubles each time, and is up to a fifth less, so that a fleet does not come back in step;
 * the provider's `Retry-After` is kept where it is longer, up to the bound.
 */
export function outageAfter(
  before: Outage | undefined,
  error: unknown,
  { elapsed, wall }: Moment,
  chance: Chance,
): Outage {
  const failures = (before?.failures ?? 0) + 1;
  const doubled = Math.min(BACK_OFF.first * 2 ** Math.min(failures - 1, 16), BACK_OFF.longest);
  const asked = error instanceof BadStatus ? retryAfterOf(error.headers, wall) : 0;
  const wait = Math.min(Math.max(doubled * (1 - chance() / 5), asked), BACK_OFF.longest);
  const onDemand = Math.min(wait, Math.max(BACK_OFF.longestOnDemand, asked));
  return {
    reason: reasonOf(error),
    failures,
    since: before?.since ?? elapsed,
    retryAt: elapsed + wait,
    retryOnDemandAt: elapsed + onDemand,
  };
}

/** `Retry-After` (RFC 9110 §10.2.3) in milliseconds: seconds, or a date beside the wall clock. 0 where there is none. */
function retryAfterOf(headers: Readonly<Record<string, string>> | undefined, wall: number): number {
  const text = headers?.['retry-after'] ?? '';
  const wait = /^\d{1,9}$/u.test(text) ? Number(text) * 1000 : Date.parse(text) - wall;
  return wait > 0 ? wait : 0;
}

const LONGEST_REASON = 120;

/** A fetch's error in one short line: never the content that was fetched. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the fetch failed';
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : error.message.slice(0, LONGEST_REASON);
}
