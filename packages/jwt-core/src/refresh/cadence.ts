/** When to read again. */

/** After the first failure, in milliseconds. Then twice as long each time. */
const FIRST_RETRY_MS = 1_000;

/** Which part of a wait is left to chance, so that a fleet that was started at once does not ask at once. */
const JITTER = 0.2;

/** The time to the next read, in milliseconds. Never longer than the interval: a change is in force within it. */
export function nextReadIn(everyMs: number, failures: number): number {
  const wait = failures === 0 ? everyMs : Math.min(everyMs, FIRST_RETRY_MS * 2 ** (failures - 1));
  return wait * (1 - JITTER * Math.random());
}
