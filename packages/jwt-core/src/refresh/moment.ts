/** Two clocks: one says what time it is, the other how much of it has passed. */

import { systemClock, type Clock } from '../io/clock.js';

/** What the rings go by. */
export interface Clocks {
  /** The wall clock: it can be set, forwards and backwards. */
  readonly clock: Clock;
  /** A clock that never goes back: for intervals. */
  readonly elapsed: Elapsed;
}

/** A clock that never goes back, in milliseconds from any beginning. Whoever has just read the wall clock says so. */
export type Elapsed = (wall?: number) => number;

/** Now, on both. */
export interface Moment {
  readonly elapsed: number;
  readonly wall: number;
}

/** Reads both. */
export function momentOf({ clock, elapsed }: Clocks): Moment {
  const wall = clock();
  return { elapsed: elapsed(wall), wall };
}

/** So far apart, the two clocks of the machine are only where the machine slept or the wall clock was set. */
const JUMP_MS = 1_000;

/**
 * A clock that never goes back and misses nothing. The steady clock of the machine stands still while the machine
 * sleeps; then the wall clock jumps, and that counts as well. Smaller differences do not: the wall clock has steps of a
 * millisecond, and a thousand looks in one second would add up to a second more.
 * Where the application brings a clock of its own, nothing but that one passes: a test's clock that stands still, stands.
 */
export function createElapsed(clock: Clock, steady: Clock = steadyBeside(clock)): Elapsed {
  const least = clock === systemClock ? JUMP_MS : 0;
  let jumps = 0;
  let before: Moment = { elapsed: steady(), wall: clock() };
  return (wall = clock()) => {
    const now: Moment = { elapsed: steady(), wall };
    const jumped = now.wall - before.wall - (now.elapsed - before.elapsed);
    if (jumped > least && Number.isFinite(jumped)) jumps += jumped;
    before = now;
    return now.elapsed + jumps;
  };
}

function steadyBeside(clock: Clock): Clock {
  return clock === systemClock ? () => performance.now() : () => 0;
}
