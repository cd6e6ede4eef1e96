/** When a document is fetched again. All times are in milliseconds. */

/** A number from 0 to 1, as `Math.random` returns it. */
export type Chance = () => number;

/** The one jitter: services that were started together must not fetch together. */
function between(first: number, last: number, chance: Chance): number {
  return first + (last - first) * chance();
}

/**
 * After 70 % to 90 % of the time for which the document is fresh: the fetch ends before a request has to wait for it.
 */
export function refreshDelay(freshMs: number, chance: Chance): number {
  return between(freshMs * 0.7, freshMs * 0.9, chance);
}

/** The interval, or up to a fifth less. */
export function pollDelay(everyMs: number, chance: Chance): number {
  return between(everyMs, everyMs * 0.8, chance);
}
