/** Says how far it is, where it takes long. */

import type { Terminal } from './terminal.js';

/** Milliseconds until the first note. Each time, it takes half as long again until the next. */
const FIRST = 1500;
const GROWTH = 1.5;

/** A function to call after each step, with the number of all steps where it is known. What is done quickly says nothing. */
export function progressOf({ note }: Pick<Terminal, 'note'>, what: string): (all?: number) => void {
  let next = performance.now() + FIRST;
  let pause = FIRST;
  let done = 0;
  return (all) => {
    done += 1;
    const now = performance.now();
    if (now < next) return;
    pause *= GROWTH;
    next = now + pause;
    note(`${String(done)}${all === undefined ? '' : ` of ${String(all)}`} ${what} …\n`);
  };
}
