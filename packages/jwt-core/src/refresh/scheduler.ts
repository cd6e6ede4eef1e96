/** One timer for all rings: a service with ten thousand tenants has ten thousand rings and one timer. */

import type { Clock } from '../io/clock.js';

/** What is done at its time. Times are of one steady clock, in milliseconds. */
export interface Scheduled {
  /** When there is something to do; `Infinity` where there is nothing. */
  dueAt(now: number): number;
  /** Does it. Must not throw, and must be due later afterwards. */
  run(now: number): Promise<void>;
}

/** What stands at once is done in steps of this many milliseconds: less waking, and no waking in a circle. */
const SHORTEST_SLEEP_MS = 250;
/** `setTimeout` cannot sleep longer than 2^31 ms, and a suspended machine should look again soon. */
const LONGEST_SLEEP_MS = 60_000;
/** So many are run at once: after a night in suspension everything is due together. */
const MOST_AT_ONCE = 16;

/** Runs what is due. Its timer keeps no process alive. */
export class Scheduler {
  readonly #all = new Set<Scheduled>();
  readonly #elapsed: Clock;
  #timer: NodeJS.Timeout | undefined;
  #wakesAt = Number.POSITIVE_INFINITY;
  #running = 0;
  #isClosed = false;

  constructor(elapsed: Clock) {
    this.#elapsed = elapsed;
  }

  add(scheduled: Scheduled): void {
    if (this.#isClosed) return;
    this.#all.add(scheduled);
    this.notice(scheduled);
  }

  remove(scheduled: Scheduled): void {
    this.#all.delete(scheduled);
  }

  /** To be called when one of them is due at another time than before. */
  notice(scheduled: Scheduled): void {
    const now = this.#elapsed();
    this.#sleepUntil(scheduled.dueAt(now), now);
  }

  /** Ends the timer. What runs goes on; nothing new is begun. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#all.clear();
  }

  #sleepUntil(at: number, now: number): void {
    if (this.#isClosed || at >= this.#wakesAt || this.#all.size === 0) return;
    clearTimeout(this.#timer);
    this.#wakesAt = at;
    const sleep = Math.min(Math.max(at - now, SHORTEST_SLEEP_MS), LONGEST_SLEEP_MS);
    this.#timer = setTimeout(() => this.#wake(), sleep);
    this.#timer.unref();
  }

  #wake(): void {
    this.#wakesAt = Number.POSITIVE_INFINITY;
    const now = this.#elapsed();
    let next = Number.POSITIVE_INFINITY;
    for (const scheduled of this.#all) {
      const at = scheduled.dueAt(now);
      if (at <= now && this.#running < MOST_AT_ONCE) this.#run(scheduled, now);
      else next = Math.min(next, at);
    }
    this.#sleepUntil(next, now);
  }

  #run(scheduled: Scheduled, now: number): void {
    this.#running += 1;
    void scheduled.run(now).finally(() => {
      this.#running -= 1;
      if (this.#all.has(scheduled)) this.notice(scheduled);
    });
  }
}
