/** What an HTTP answer says about when to ask again: RFC 9111 §4.2, RFC 9110 §10.2.3. */

import { FetchFailure } from '../io/fetch-failure.js';

type Headers = Readonly<Record<string, string>>;

const MINUTE_MS = 60_000;

/** For how long an answer is fresh, in milliseconds. */
export const FRESH_MS: Readonly<Record<'min' | 'max' | 'default', number>> = {
  /** A provider that says `no-store`, or a few seconds, is not asked more often than this. */
  min: MINUTE_MS,
  /**
   * A provider may say a day (Entra does) or a year. What it withdraws because it was stolen would be believed that
   * long; an hour costs 24 small fetches a day.
   */
  max: 60 * MINUTE_MS,
  /** Where the provider says nothing. */
  default: 10 * MINUTE_MS,
};

/** How long an answer is fresh, in milliseconds. `now` is the wall clock's time. */
export function freshFor(headers: Headers | undefined, now: number): number {
  const stated = headers === undefined ? undefined : statedBy(headers, now);
  return Math.min(Math.max(stated ?? FRESH_MS.default, FRESH_MS.min), FRESH_MS.max);
}

/** `undefined` where the headers say nothing, or nothing that can be read. */
function statedBy(headers: Headers, now: number): number | undefined {
  const directives = (headers['cache-control'] ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.trim());
  if (directives.some((each) => /^no-(?:store|cache)(?:=|$)/u.test(each))) return 0;
  const age = seconds(headers['age']) ?? 0;
  const maxAges = directives.flatMap((each) => {
    const value = /^max-age=(.*)$/u.exec(each)?.[1];
    return value === undefined ? [] : [seconds(value) ?? 0]; // what cannot be read is stale (RFC 9111 §4.2.1)
  });
  if (maxAges.length > 0) return (Math.min(...maxAges) - age) * 1000;
  const { expires } = headers;
  if (expires === undefined) return undefined;
  // Compared with the provider's own date: its clock may differ from ours.
  const from = Date.parse(headers['date'] ?? '');
  const until = Date.parse(expires);
  return Number.isNaN(until) ? 0 : until - (Number.isNaN(from) ? now : from);
}

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^"?\d{1,10}"?$/u.test(text) ? Number(text.replaceAll('"', '')) : undefined;
}

/** An answer whose status is not a success. Its headers may say when to ask again. */
export class BadStatus extends FetchFailure {
  override readonly name = 'BadStatus';
  readonly headers: Headers | undefined;

  constructor({ headers }: { readonly headers?: Headers | undefined }, reason: string) {
    super(reason);
    this.headers = headers;
  }
}

/** `Retry-After` in milliseconds: seconds, or a date compared with the wall clock. 0 where there is none. */
export function retryAfterOf(error: unknown, now: number): number {
  const text = (error instanceof BadStatus ? error.headers?.['retry-after'] : undefined) ?? '';
  const wait = /^\d{1,9}$/u.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return wait > 0 ? wait : 0;
}
