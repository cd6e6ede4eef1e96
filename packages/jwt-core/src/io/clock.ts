/** Tells the time, in milliseconds since 1970-01-01T00:00:00Z, as `Date.now` does. Tests pass a frozen one. */
export type Clock = () => number;

/** The machine's clock. */
export const systemClock: Clock = () => Date.now();
