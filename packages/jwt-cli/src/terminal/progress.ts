/** Says how far it is, where it takes long. */

import type { Terminal } from './terminal.js';

/** Milliseconds until the first note, and between two. */
const EVERY = 1500;

/** A function to call after each step. What is done quickly says nothing. */
export function progressOf({ note }: Pick<Terminal, 'note'>, what: string): () => void {
  let last = performance.now();
  let done = 0;
  return () => {
    done += 1;
    const now = performance.now();
    if (now - last < EVERY) return;
    last = now;
    note(`${String(done)} ${what} …\n`);
  };
}
