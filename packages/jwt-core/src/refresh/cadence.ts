/** When a document is fetched again: after a fetch that succeeded, and after one that failed. All times are in milliseconds. */

/** A number from 0 to 1, as `Math.random` returns it. */
export type Chance = () => number;

/** The one jitter: services that were started together must not fetch together. */
function between(first: number, last: number, chance: Chance): number {
  return first + (last - first) * chance();
}

/** After 70 % to 90 % of the time for which the document is fresh: the fetch ends before a request has to wait for it. */
export function refreshDelay(freshMs: number, chance: Chance): number {
  return between(freshMs * 0.7, freshMs * 0.9, chance);
}

/** The interval, or up to a fifth less: a change is seen within the interval. */
export function pollDelay(everyMs: number, chance: Chance): number {
  return between(everyMs, everyMs * 0.8, chance);
}

/** How long to wait after failures. */
export interface BackOff {
  /** After the first failure. Each further failure doubles it. */
  readonly firstMs: number;
  readonly maxMs: number;
  /** For a request that cannot be answered without a fetch, so that it notices a recovery early. */
  readonly maxOnDemandMs: number;
  /** Of other errors the source is not unreachable: the next fetch comes after `maxMs`, and the count starts again. */
  readonly appliesTo?: (error: unknown) => boolean;
}

/** The wait after this many failures in a row, or up to a fifth less. */
export function retryDelay(failures: number, { firstMs, maxMs }: BackOff, chance: Chance): number {
  const doubled = failures === 0 ? maxMs : firstMs * 2 ** Math.min(failures - 1, 16);
  return pollDelay(Math.min(doubled, maxMs), chance);
}
