/** Tells the time, in milliseconds since 1970-01-01T00:00:00Z, as `Date.now` does. Tests pass a frozen one. */
export type Clock = () => number;

/** The machine's clock. */
export const systemClock: Clock = () => Date.now();

/** ISO 8601 in UTC; `undefined` for what is not a time, as a clock of the application may return it. */
export function isoTime(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
