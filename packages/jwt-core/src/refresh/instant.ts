/** Two clocks: the wall clock says what time it is, the steady clock how much of it has passed. */

import { systemClock, type Clock } from '../io/clock.js';

/** The clocks that ages and intervals are read from. */
export interface Clocks {
  /** The wall clock: it can be set, forwards and backwards. */
  readonly clock: Clock;
  readonly steady: SteadyClock;
}

/**
 * A clock that never goes back, in milliseconds from any beginning. `wall` is the wall clock's time where it was just
 * read.
 */
export type SteadyClock = (wall?: number) => number;

/** Now, on both clocks. */
export interface Instant {
  readonly steady: number;
  readonly wall: number;
}

/** Reads both clocks. */
export function instantOf({ clock, steady }: Clocks): Instant {
  const wall = clock();
  return { steady: steady(wall), wall };
}

/** A larger difference between the two clocks of the machine means that the machine slept or the wall clock was set. */
const MIN_JUMP_MS = 1_000;

/**
 * A clock that never goes back and misses nothing. The monotonic clock of the machine stops while the machine sleeps;
 * the wall clock then jumps, and the jump is added. Smaller differences are not: the wall clock has steps of a
 * millisecond, and a thousand readings in one second would add up to a second more. Where the application passes a
 * clock of its own, only that clock counts: time does not pass while a test's clock is frozen.
 */
export function createSteadyClock(clock: Clock, monotonic: Clock = monotonicFor(clock)): SteadyClock {
  const minJumpMs = clock === systemClock ? MIN_JUMP_MS : 0;
  let jumps = 0;
  let before: Instant = { steady: monotonic(), wall: clock() };
  return (wall = clock()) => {
    const now: Instant = { steady: monotonic(), wall };
    const jumped = now.wall - before.wall - (now.steady - before.steady);
    if (jumped > minJumpMs && Number.isFinite(jumped)) jumps += jumped;
    before = now;
    return now.steady + jumps;
  };
}

function monotonicFor(clock: Clock): Clock {
  return clock === systemClock ? () => performance.now() : () => 0;
}
