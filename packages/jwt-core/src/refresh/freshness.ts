/** How long fetched keys are fresh, and when they are fetched again. RFC 9111 §4.2. */

const MINUTE_MS = 60_000;

/** What the rings keep to. Milliseconds. */
export const FRESHNESS: Readonly<Record<'shortest' | 'longest' | 'unsaid', number>> = {
  /** A provider that says `no-store`, or a few seconds, is not asked more often than this. */
  shortest: MINUTE_MS,
  /**
   * A provider may say a day (Entra does) or a year. A key that it withdraws because it was stolen would be believed that
   * long; an hour costs 24 small fetches a day.
   */
  longest: 60 * MINUTE_MS,
  /** Where the provider says nothing. */
  unsaid: 10 * MINUTE_MS,
};

/** How long an answer is fresh, in milliseconds. `now` is the wall clock's time. */
export function freshFor(headers: Readonly<Record<string, string>> | undefined, now: number): number {
  const said = headers === undefined ? undefined : saidBy(headers, now);
  return Math.min(Math.max(said ?? FRESHNESS.unsaid, FRESHNESS.shortest), FRESHNESS.longest);
}

/** `undefined` where the headers say nothing, or nothing that can be read. */
function saidBy(headers: Readonly<Record<string, string>>, now: number): number | undefined {
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
  // The provider's own clock beside its own date: ours may differ.
  const from = Date.parse(headers['date'] ?? '');
  const until = Date.parse(expires);
  return Number.isNaN(until) ? 0 : until - (Number.isNaN(from) ? now : from);
}

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^"?\d{1,10}"?$/u.test(text) ? Number(text.replaceAll('"', '')) : undefined;
}

/** Chance between 0 and 1, as `Math.random`. */
export type Chance = () => number;

/**
 * When to fetch again, in milliseconds after the last fetch: somewhere between 70 % and 90 % of the time, so that a fetch
 * has ended before anybody has to wait for it, and so that a fleet that started together does not ask together.
 */
export function refreshAfter(freshMs: number, chance: Chance): number {
  return freshMs * (0.7 + 0.2 * chance());
}
