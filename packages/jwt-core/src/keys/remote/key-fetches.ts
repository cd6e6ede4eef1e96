/** The fetches of one issuer's keys: what the last good one brought, what the last bad one said, and the one under way. */

import type { Admission } from '../set/admission.js';
import { FetchedKeys } from './fetched-keys.js';
import type { Chance } from '../../refresh/freshness.js';
import type { KeyNews } from '../key-event.js';
import { KeySet } from '../set/key-set.js';
import { momentOf, type Clocks, type Moment } from '../../refresh/moment.js';
import { outageAfter, type Outage } from './outage.js';
import type { PublishedKeys } from './remote.js';
import { newsOfKeys, newsOfOutage } from './ring-news.js';
import type { Scheduler } from '../../refresh/scheduler.js';

/** What a ring needs from whoever holds it. */
export interface RingSurroundings extends Clocks {
  readonly chance: Chance;
  readonly scheduler: Scheduler;
  readonly fetchKeys: () => Promise<PublishedKeys>;
  /** Whether a request may begin another fetch beside those of the other rings. */
  readonly hasRoom: () => boolean;
  readonly tell: (news: KeyNews) => void;
}

/** What the policy says of these keys. */
export interface RingPolicy {
  readonly admission: Admission;
  /** How long keys serve after the last good fetch. */
  readonly maxStaleMs: number;
}

/** A released ring's keys are not fetched again within this many milliseconds: as in an outage, see `BACK_OFF`. */
const REST_MS = 30_000;

/** One fetch. */
export interface Flight {
  readonly startedAt: number;
  /** Settles when the fetch has ended, well or not. Never rejects. */
  readonly done: Promise<void>;
}

/**
 * Why keys are fetched. Only what a request causes needs room: anybody can write a request, and nobody shall keep an
 * issuer's keys from being refreshed by writing many.
 */
export type FetchCause = 'request' | 'schedule' | 'refresh';

/** One at a time. */
export class KeyFetches {
  around: RingSurroundings;
  readonly #policy: RingPolicy;
  #keys: FetchedKeys | undefined;
  #outage: Outage | undefined;
  #flight: Flight | undefined;
  #begun = 0;
  #answered = 0;
  #isStaleTold = false;
  #begunAt = Number.NEGATIVE_INFINITY;
  readonly #restUntil: number;

  readonly #onEnd: (before: KeySet | undefined) => void;

  /** `onEnd` runs after each fetch, and is told what the keys were before. Nothing is fetched before `restUntil`. */
  constructor(
    policy: RingPolicy,
    around: RingSurroundings,
    restUntil: number,
    onEnd: (before: KeySet | undefined) => void,
  ) {
    this.#policy = policy;
    this.#restUntil = restUntil;
    this.around = around;
    this.#onEnd = onEnd;
  }

  get keys(): FetchedKeys | undefined {
    return this.#keys;
  }

  /** Since the last good fetch. */
  get outage(): Outage | undefined {
    return this.#outage;
  }

  get flight(): Flight | undefined {
    return this.#flight;
  }

  /** How many were begun: whoever comes now counts the later ones. */
  get begun(): number {
    return this.#begun;
  }

  /** Which of them was the last to succeed, from 1. */
  get answered(): number {
    return this.#answered;
  }

  /** From when on a request that cannot be answered otherwise may begin one. */
  get allowedAt(): number {
    return Math.max(this.#restUntil, this.#outage?.retryOnDemandAt ?? this.#restUntil);
  }

  /** From when on another ring of the same keys may begin one. */
  get restUntil(): number {
    return Math.max(this.allowedAt, this.#begunAt + REST_MS);
  }

  isFresh(now: Moment): boolean {
    return this.#keys?.isFresh(now) === true;
  }

  /** No comparison holds where a clock does not tell the time: then nothing is served. */
  canServe(now: Moment): boolean {
    return this.#keys !== undefined && this.#keys.remaining(now, this.#policy.maxStaleMs) >= 0;
  }

  /** The one that is under way, or a new one where the issuer may be tried. */
  begin(now: number, cause: FetchCause): Flight | undefined {
    if (this.#flight !== undefined) return this.#flight;
    const allowedAt = cause === 'refresh' ? this.#outage?.retryAt : this.allowedAt;
    if (now < (allowedAt ?? now)) return undefined;
    if (cause === 'request' && !this.around.hasRoom()) return undefined;
    this.#begun += 1;
    this.#begunAt = now;
    const before = this.#keys?.set;
    const done = this.#fetch(this.#begun).finally(() => {
      this.#flight = undefined;
      this.#onEnd(before);
    });
    this.#flight = { startedAt: now, done };
    return this.#flight;
  }

  /** That keys serve which are older than the issuer wants: once in an outage. */
  tellStale(now: Moment): void {
    if (this.#isStaleTold || this.#outage === undefined || this.#keys === undefined) return;
    if (this.isFresh(now) || !this.canServe(now)) return;
    this.#isStaleTold = true;
    const servingSeconds = Math.round(this.#keys.remaining(now, this.#policy.maxStaleMs) / 1000);
    this.around.tell({ type: 'stale', servingSeconds });
  }

  async #fetch(number: number): Promise<void> {
    const started = momentOf(this.around);
    try {
      const { jwks, headers } = await this.around.fetchKeys();
      const set = await KeySet.admit(jwks, this.#policy.admission, this.#keys?.set);
      // A set in which nothing can be used is a mistake over there: every good token would be called a bad one.
      if (set.size === 0) throw new Error('no key of the set can be used');
      const { maxStaleMs } = this.#policy;
      this.#accept(new FetchedKeys(set, started, headers, { maxStaleMs, chance: this.around.chance }));
      this.#answered = number;
    } catch (error) {
      this.#fail(error);
    }
  }

  #accept(keys: FetchedKeys): void {
    const news = newsOfKeys(this.#keys?.set, keys, this.#outage, momentOf(this.around));
    this.#keys = keys;
    this.#outage = undefined;
    this.#isStaleTold = false;
    news.forEach(this.around.tell);
  }

  #fail(error: unknown): void {
    const now = momentOf(this.around);
    this.#outage = outageAfter(this.#outage, error, now, this.around.chance);
    this.around.tell(newsOfOutage(this.#outage, now, this.canServe(now)));
    this.tellStale(now);
  }
}
