/** The fetches of one issuer's key set, and when each of their causes may begin one. */

import { refreshDelay, type Chance } from '../../refresh/cadence.js';
import { ageOf } from '../../refresh/freshness.js';
import { freshFor, FRESH_MS } from '../../refresh/http-answer.js';
import { instantOf, type Clocks, type Instant } from '../../refresh/instant.js';
import type { BackOff } from '../../refresh/outage.js';
import { RefreshedDocument, type Fetched, type InFlightFetch } from '../../refresh/refreshed-document.js';
import type { Scheduler } from '../../refresh/scheduler.js';
import type { KeyEventBody } from '../key-event.js';
import type { Admission, RejectedKey } from '../set/admission.js';
import { KeySet } from '../set/key-set.js';
import { UnusableKeySet } from '../set/rejected-keys.js';
import type { PublishedKeys } from './fetch-keys.js';
import { eventOfOutage, eventsOfFetch, eventsOfRejected } from './key-set-events.js';
import type { UnknownKids } from './unknown-kids.js';

/** What a ring needs from the store that holds it. */
export interface RingContext extends Clocks {
  readonly chance: Chance;
  readonly scheduler: Scheduler;
  readonly fetchKeys: () => Promise<PublishedKeys>;
  /** Whether a request may begin another fetch besides those of the other rings. */
  readonly hasRoom: () => boolean;
  readonly emit: (event: KeyEventBody) => void;
}

/** What the policy says of these keys. */
export interface RingPolicy {
  readonly admission: Admission;
  /** How long keys are used after the last good fetch. */
  readonly maxStaleMs: number;
}

/** Milliseconds. */
export const BACK_OFF: BackOff = { firstMs: 5_000, maxMs: 300_000, maxOnDemandMs: 30_000 };

/**
 * A released ring's keys are not fetched again within this many milliseconds: as in an outage, see {@link BACK_OFF}.
 */
const REST_MS = 30_000;

/**
 * Why keys are fetched. Only a fetch that a request causes needs room: an attacker who sends many requests must not
 * keep an issuer's keys from being refreshed.
 */
export type FetchCause = 'request' | 'schedule' | 'refresh';

/** A key set that is fetched, and the limits on its fetches. */
export class KeySetFetches {
  context: RingContext;
  readonly document: RefreshedDocument<KeySet>;
  readonly #policy: RingPolicy;
  readonly #restUntil: number;
  #begunAt = Number.NEGATIVE_INFINITY;
  /** The unsafe keys of the last answer. */
  #rejected: readonly RejectedKey[] = [];

  /** Nothing is fetched before `restUntil`, on the steady clock. */
  constructor(
    policy: RingPolicy,
    context: RingContext,
    restUntil: number,
    { unknown, onEnded }: { readonly unknown: UnknownKids; readonly onEnded: () => void },
  ) {
    this.#policy = policy;
    this.#restUntil = restUntil;
    this.context = context;
    this.document = new RefreshedDocument<KeySet>({
      now: () => this.now(),
      chance: () => this.context.chance(),
      backOff: BACK_OFF,
      fetch: (before) => this.#fetch(before),
      onFetched: (fetched, before, now) => {
        eventsOfFetch(fetched, before, now, this.#rejected).forEach(this.context.emit);
        this.#rejected = fetched.value.rejected;
        const withdrawn = before.fetched?.value.without(fetched.value) ?? [];
        unknown.learn(fetched.value.usable, withdrawn, now.steady);
      },
      onFailed: (outage, now) => {
        this.context.emit(eventOfOutage(outage, now, this.document.isUsable(now)));
        if (outage.error instanceof UnusableKeySet) this.#reportRejected(outage.error.keys);
        this.reportStale(now);
        unknown.forgetQuestion();
      },
      onStale: (keys, now) => {
        this.context.emit({ type: 'keys.stale', servingMs: Math.round(keys.usableMs - ageOf(keys, now)) });
      },
      onEnded,
    });
  }

  now(): Instant {
    return instantOf(this.context);
  }

  /** The earliest fetch for a request that cannot be answered otherwise. */
  get allowedAt(): number {
    return Math.max(this.#restUntil, this.document.outage?.retryOnDemandAt ?? this.#restUntil);
  }

  /** The earliest fetch by another ring of the same keys. */
  get restUntil(): number {
    return Math.max(this.allowedAt, this.#begunAt + REST_MS);
  }

  /** The fetch in flight, or a new one where this cause may begin one now. */
  begin(now: number, cause: FetchCause): InFlightFetch | undefined {
    const { inFlight, outage } = this.document;
    if (inFlight !== undefined) return inFlight;
    const allowedAt = cause === 'refresh' ? outage?.retryAt : this.allowedAt;
    if (now < (allowedAt ?? now)) return undefined;
    if (cause === 'request' && !this.context.hasRoom()) return undefined;
    this.#begunAt = now;
    return this.document.fetch();
  }

  /** Reports that keys are used which are older than the issuer wants: only because it cannot be reached. */
  reportStale(now: Instant): void {
    const { document } = this;
    if (document.outage !== undefined && document.freshness(now) === 'stale') document.reportStale(now);
  }

  #reportRejected(keys: readonly RejectedKey[]): void {
    const rejected = keys.filter((key) => key.isUnsafe);
    eventsOfRejected(this.#rejected, rejected).forEach(this.context.emit);
    this.#rejected = rejected;
  }

  async #fetch(before: KeySet | undefined): Promise<Fetched<KeySet>> {
    const at = this.now(); // what is withdrawn during the fetch may still be in the answer
    const { jwks, headers } = await this.context.fetchKeys();
    const value = await KeySet.admit(jwks, this.#policy.admission, before);
    // Every good token would be denied as a bad one.
    if (value.size === 0) throw new UnusableKeySet(value.refused);
    const { maxStaleMs } = this.#policy;
    const freshMs = Math.max(Math.min(freshFor(headers, at.wall), maxStaleMs), FRESH_MS.min);
    const refreshAt = at.steady + refreshDelay(freshMs, this.context.chance);
    return { value, at, freshMs, usableMs: Math.max(maxStaleMs, freshMs), refreshAt };
  }
}
