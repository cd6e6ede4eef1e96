/**
 * One remote document that is kept fresh: a key set, a policy, a status list. This is the state of its fetches: what the
 * last good one returned, why the last one failed, and the one in flight. Its owner decides when a fetch begins: at a
 * time (see `scheduler.ts`), because of a request, or because the source reported a change.
 */

import type { BackOff, Chance } from './cadence.js';
import { freshnessOf, type Dated, type Freshness } from './freshness.js';
import type { Instant } from './instant.js';
import { outageAfter, type Outage } from './outage.js';

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
  /** Whether {@link RefreshPlan.onStale} has been called for the document before. */
  readonly wasReportedStale: boolean;
}

/** How a document is fetched, and who is called about it. */
export interface RefreshPlan<Value> {
  readonly now: () => Instant;
  readonly chance: Chance;
  readonly backOff: BackOff;
  /** Fetches once. Must settle. Whatever it rejects with is an outage, and what was fetched before stays. */
  readonly fetch: (before: Fetched<Value> | undefined) => Promise<Fetched<Value>>;
  readonly onFetched: (fetched: Fetched<Value>, before: Before<Value>) => void;
  readonly onFailed: (outage: Outage, now: Instant) => void;
  /** Once for each time that the document becomes stale. */
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
  #isClosed = false;

  constructor(plan: RefreshPlan<Value>) {
    this.#plan = plan;
  }

  /** What the last good fetch returned, however old. */
  get latest(): Fetched<Value> | undefined {
    return this.#latest;
  }

  /** The failures since then. */
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
  freshness(now: Instant): Freshness | undefined {
    return this.#latest && freshnessOf(this.#latest, now);
  }

  /** Whether there is a document that may be used. */
  isUsable(now: Instant): boolean {
    return this.#latest !== undefined && freshnessOf(this.#latest, now) !== 'expired';
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

  /**
   * Waits for a fetch: to its end, or only briefly where the source may be unreachable. Returns whether the fetch has
   * ended.
   */
  async waitFor(fetch: InFlightFetch | undefined): Promise<boolean> {
    if (fetch === undefined) return true;
    const now = this.#plan.now();
    const ended = fetch.done.then(() => true);
    if (this.#outage === undefined && this.freshness(now) !== 'stale') return ended;
    const patience = fetch.startedAt + PATIENCE_MS - now.steady;
    return patience > 0 && Promise.race([ended, delay(patience).then(() => false)]);
  }

  /** Calls {@link RefreshPlan.onStale} where the document is not fresh and this was not reported yet. */
  reportStale(now: Instant): void {
    if (this.#latest === undefined || this.#isReportedStale || this.freshness(now) === 'fresh') return;
    this.#isReportedStale = true;
    this.#plan.onStale(this.#latest, now);
  }

  /** What is in flight changes nothing any more. The document stays. */
  close(): void {
    this.#isClosed = true;
  }

  async #fetch(number: number): Promise<void> {
    try {
      const fetched = await this.#plan.fetch(this.#latest);
      if (!this.#isClosed) this.#accept(fetched);
      this.#answered = number;
    } catch (error) {
      if (!this.#isClosed) this.#fail(error);
    }
  }

  #accept(fetched: Fetched<Value>): void {
    const before = {
      fetched: this.#latest,
      outage: this.#outage,
      wasReportedStale: this.#isReportedStale,
    };
    this.#latest = fetched;
    this.#outage = undefined;
    this.#isReportedStale = false;
    this.#plan.onFetched(fetched, before);
  }

  #fail(error: unknown): void {
    const now = this.#plan.now();
    this.#outage = outageAfter(this.#outage, error, now, this.#plan.backOff, this.#plan.chance);
    this.#plan.onFailed(this.#outage, now);
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
