/** A service that reads its policy anew goes on answering: the work is done in pieces, and between them others have a turn. */

// By its own name: tests that set the clock replace the global one.
import { setImmediate } from 'node:timers/promises';

/** Lets everybody else do what has to be done meanwhile. */
export function turn(): Promise<void> {
  return setImmediate();
}
