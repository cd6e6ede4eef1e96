/** Two clocks: one says what time it is, the other how much of it has passed. */

import { systemClock, type Clock } from '../clock.js';

/** What the rings go by. */
export interface Clocks {
  /** The wall clock: it can be set, forwards and backwards. */
  readonly clock: Clock;
  /** A clock that never goes back, in milliseconds from any beginning: for intervals. */
  readonly elapsed: Clock;
}

/** Now, on both. */
export interface Moment {
  readonly elapsed: number;
  readonly wall: number;
}

/** Reads both. */
export function momentOf({ clock, elapsed }: Clocks): Moment {
  return { elapsed: elapsed(), wall: clock() };
}

/**
 * A clock that never goes back and misses nothing. The steady clock of the machine stands still while the machine
 * sleeps; the wall clock jumps when it is set. Between two looks, as much has passed as the one says that says more.
 * Where the application brings a clock of its own, nothing but that one passes: a test's clock that stands still, stands.
 */
export function createElapsed(clock: Clock, steady: Clock = steadyBeside(clock)): Clock {
  let elapsed = steady();
  let before: Moment = { elapsed, wall: clock() };
  return () => {
    const now: Moment = { elapsed: steady(), wall: clock() };
    const jumped = now.wall - before.wall;
    elapsed += Math.max(now.elapsed - before.elapsed, Number.isFinite(jumped) ? jumped : 0);
    before = now;
    return elapsed;
  };
}

function steadyBeside(clock: Clock): Clock {
  return clock === systemClock ? () => performance.now() : () => 0;
}
