/** One timer for many documents: a service with ten thousand tenants has ten thousand key sets and one timer. */

import type { Clock } from '../io/clock.js';

/** Work that is due at a time. Times are of one steady clock, in milliseconds. */
export interface Scheduled {
  /** When there is something to do; `Infinity` where there is nothing. */
  dueAt(now: number): number;
  /** Does it. Must not throw, and must be due later as soon as it has begun. */
  run(now: number): Promise<void>;
}

/** What is due already is run in steps of this many milliseconds, so that many documents wake the timer seldom. */
const MIN_SLEEP_MS = 250;
/** `setTimeout` cannot sleep longer than 2^31 ms, and a machine that was suspended should look again soon. */
const MAX_SLEEP_MS = 60_000;
/** Run at the same time: after a night in suspension everything is due together. */
const MAX_AT_ONCE = 16;

/** Runs what is due. Its timer does not keep the process alive. */
export class Scheduler {
  readonly #all = new Set<Scheduled>();
  readonly #steady: Clock;
  readonly #minSleepMs: number;
  #timer: NodeJS.Timeout | undefined;
  #wakesAt = Number.POSITIVE_INFINITY;
  #running = 0;
  #isClosed = false;

  constructor(steady: Clock, minSleepMs: number = MIN_SLEEP_MS) {
    this.#steady = steady;
    this.#minSleepMs = minSleepMs;
  }

  add(scheduled: Scheduled): void {
    if (this.#isClosed) return;
    this.#all.add(scheduled);
    this.reschedule(scheduled);
  }

  remove(scheduled: Scheduled): void {
    this.#all.delete(scheduled);
  }

  /** To be called when work is due at another time than before. */
  reschedule(scheduled: Scheduled): void {
    const now = this.#steady();
    this.#sleepUntil(scheduled.dueAt(now), now);
  }

  /** Ends the timer. Work that runs goes on; none is begun any more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#all.clear();
  }

  #sleepUntil(at: number, now: number): void {
    if (this.#isClosed || at >= this.#wakesAt || this.#all.size === 0) return;
    clearTimeout(this.#timer);
    this.#wakesAt = at;
    const sleep = Math.min(Math.max(at - now, this.#minSleepMs), MAX_SLEEP_MS);
    this.#timer = setTimeout(() => this.#wake(), sleep);
    this.#timer.unref();
  }

  #wake(): void {
    this.#wakesAt = Number.POSITIVE_INFINITY;
    const now = this.#steady();
    let next = Number.POSITIVE_INFINITY;
    for (const scheduled of this.#all) {
      if (scheduled.dueAt(now) <= now && this.#running < MAX_AT_ONCE) this.#run(scheduled, now);
      next = Math.min(next, scheduled.dueAt(now));
    }
    this.#sleepUntil(next, now);
  }

  #run(scheduled: Scheduled, now: number): void {
    this.#running += 1;
    void scheduled.run(now).finally(() => {
      this.#running -= 1;
      if (this.#all.has(scheduled)) this.reschedule(scheduled);
    });
  }
}
