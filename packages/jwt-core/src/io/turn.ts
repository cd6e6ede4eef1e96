/**
 * A service answers requests while it reads its policy: the work is done in pieces, with a turn of the event loop
 * between them.
 */

// By its own name: tests that set the clock replace the global one.
import { setImmediate } from 'node:timers/promises';

/** Lets pending requests be answered. */
export function turn(): Promise<void> {
  return setImmediate();
}
