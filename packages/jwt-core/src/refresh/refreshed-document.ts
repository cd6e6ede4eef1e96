/**
 * One remote document that is kept fresh: a key set, a policy, a status list. This is the state of its fetches: what
 * the last good one returned, why the last one failed, and the one in flight. Its owner decides when a fetch begins: at
 * a time (see `scheduler.ts`), because of a request, or because the source reported a change.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './cadence.js';
import { freshnessOf, type Dated, type Freshness } from './freshness.js';
import type { Instant } from './instant.js';
import { outageAfter, type BackOff, type Outage } from './outage.js';

/** What a fetch returned. */
export interface Fetched<Value> extends Dated {
  readonly value: Value;
  /** When it is to be fetched again, on the steady clock. */
  readonly refreshAt: number;
}

/** What was known before a fetch succeeded. */
export interface Before<Value> {
  readonly fetched: Fetched<Value> | undefined;
  readonly outage: Outage | undefined;
  readonly wasReportedStale: boolean;
}

/** How a document is fetched, and who is called about it. */
export interface RefreshPlan<Value> {
  readonly now: () => Instant;
  readonly chance: Chance;
  readonly backOff: BackOff;
  /** Fetches once. Must settle. Where it rejects, what was fetched before stays. */
  readonly fetch: (before: Value | undefined) => Promise<Fetched<Value>>;
  readonly onFetched: (fetched: Fetched<Value>, before: Before<Value>, now: Instant) => void;
  readonly onFailed: (outage: Outage, now: Instant) => void;
  readonly onStale: (fetched: Fetched<Value>, now: Instant) => void;
  /** After each fetch, when none is in flight any more. */
  readonly onEnded: () => void;
}

/** A fetch that has begun and has not ended. */
export interface InFlightFetch {
  /** On the steady clock. */
  readonly startedAt: number;
  /** Settles when the fetch has ended, with or without success. Never rejects. */
  readonly done: Promise<void>;
}

/** A fetch from a source that may be unreachable is waited for until it is this old: requests do not pile up. */
const PATIENCE_MS = 1_000;

/** The last good version of a document. One fetch is in flight at a time. */
export class RefreshedDocument<Value> {
  readonly #plan: RefreshPlan<Value>;
  #latest: Fetched<Value> | undefined;
  #outage: Outage | undefined;
  #inFlight: InFlightFetch | undefined;
  #begun = 0;
  #answered = 0;
  #isReportedStale = false;

  constructor(plan: RefreshPlan<Value>) {
    this.#plan = plan;
  }

  /** What the last good fetch returned, however old. */
  get latest(): Fetched<Value> | undefined {
    return this.#latest;
  }

  get outage(): Outage | undefined {
    return this.#outage;
  }

  get inFlight(): InFlightFetch | undefined {
    return this.#inFlight;
  }

  /** How many fetches have begun: a later one cannot miss what is published now. */
  get begun(): number {
    return this.#begun;
  }

  /** Which of them was the last to succeed, from 1. */
  get answered(): number {
    return this.#answered;
  }

  /** On the steady clock: when {@link RefreshedDocument.reportStale} will have something to report. */
  get staleAt(): number {
    if (this.#latest === undefined || this.#isReportedStale) return Number.POSITIVE_INFINITY;
    return this.#latest.at.steady + this.#latest.freshMs;
  }

  /** `undefined` before the first good fetch. */
  freshness(now: Instant = this.#plan.now()): Freshness | undefined {
    return this.#latest && freshnessOf(this.#latest, now);
  }

  /** Whether there is a document that may be used. */
  isUsable(now?: Instant): boolean {
    const freshness = this.freshness(now);
    return freshness === 'fresh' || freshness === 'stale';
  }

  /** The fetch in flight, else a new one. */
  fetch(): InFlightFetch {
    if (this.#inFlight !== undefined) return this.#inFlight;
    this.#begun += 1;
    const startedAt = this.#plan.now().steady;
    const done = this.#fetch(this.#begun).finally(() => {
      this.#inFlight = undefined;
      this.#plan.onEnded();
    });
    this.#inFlight = { startedAt, done };
    return this.#inFlight;
  }

  /** Whether a fetch has ended. Waits for its end, or only briefly where the source may be unreachable. */
  async waitFor({ startedAt, done }: InFlightFetch): Promise<boolean> {
    const now = this.#plan.now();
    const ended = done.then(() => true);
    if (this.#outage === undefined && this.freshness(now) !== 'stale') return ended;
    const patience = startedAt + PATIENCE_MS - now.steady;
    return patience > 0 && Promise.race([ended, sleep(patience, false, { ref: false })]);
  }

  /** Calls {@link RefreshPlan.onStale}, once for each time that the document becomes stale or expires. */
  reportStale(now: Instant): void {
    if (this.#latest === undefined || this.#isReportedStale || this.freshness(now) === 'fresh') return;
    this.#isReportedStale = true;
    this.#plan.onStale(this.#latest, now);
  }

  async #fetch(number: number): Promise<void> {
    try {
      const fetched = await this.#plan.fetch(this.#latest?.value);
      const wasReportedStale = this.#isReportedStale;
      const before = { fetched: this.#latest, outage: this.#outage, wasReportedStale };
      this.#latest = fetched;
      this.#outage = undefined;
      this.#isReportedStale = false;
      this.#plan.onFetched(fetched, before, this.#plan.now());
      this.#answered = number;
    } catch (error) {
      const now = this.#plan.now();
      this.#outage = outageAfter(this.#outage, error, now, this.#plan.backOff, this.#plan.chance);
      this.#plan.onFailed(this.#outage, now);
    }
  }
}
