// Two clocks: the one on the wall, and what the main thread itself was busy for.
import { openSync, readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { median } from './stats.mjs';

/** What is asked for the time that the main thread had a processor. */
export const mainClock = schedulerClock() ?? eventLoopClock();
const ownCost = median(Array.from({ length: 31 }, () => -mainClock.micros() + mainClock.micros()));

/** Microseconds for each of `items`: on the wall, and of the main thread. */
export async function timed(items, inFlight, use) {
  const busyBefore = mainClock.micros();
  const started = performance.now();
  if (inFlight === 1) for (const item of items) await use(item);
  else {
    const queue = items.values();
    await Promise.all(
      Array.from({ length: inFlight }, async () => {
        for (const item of queue) await use(item);
      }),
    );
  }
  const wall = (performance.now() - started) * 1000;
  const main = Math.max(0, mainClock.micros() - busyBefore - ownCost);
  return { wall: wall / items.length, main: main / items.length };
}

/** Linux counts a thread's nanoseconds, and brings the count up to date when the thread gives its processor away. */
function schedulerClock() {
  const text = Buffer.alloc(64);
  const nap = new Int32Array(new SharedArrayBuffer(4));
  try {
    const file = openSync(`/proc/self/task/${process.pid}/schedstat`);
    const micros = () => {
      Atomics.wait(nap, 0, 0, 0.05);
      return Number(text.latin1Slice(0, readSync(file, text, 0, 64, 0)).split(' ')[0]) / 1000;
    };
    return { name: "Linux's scheduler", micros };
  } catch {
    return undefined;
  }
}

/** Elsewhere: how long the event loop was not waiting. Also counts the time that it had no processor. */
function eventLoopClock() {
  return { name: 'the event loop', micros: () => performance.eventLoopUtilization().active * 1000 };
}
