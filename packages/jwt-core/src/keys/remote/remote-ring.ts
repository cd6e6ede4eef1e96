/**
 * Keys that are fetched: before they are too old, once for all requests, not too often, and not without a time limit. A
 * request waits only where it cannot be answered without a fetch.
 */

import { isoTime } from '../../io/clock.js';
import type { Algorithm } from '../../jose/algorithms.js';
import type { Instant } from '../../refresh/instant.js';
import type { RefreshedDocument } from '../../refresh/refreshed-document.js';
import type { Scheduled } from '../../refresh/scheduler.js';
import type { KeyRing, KeyRingCondition, VerificationKey } from '../key-ring.js';
import type { KeySet } from '../set/key-set.js';
import { keysOf, type KeyLookup, type UnavailableKeys } from '../set/keys.js';
import { reportOf, UnusableKeySet } from '../set/rejected-keys.js';
import { reasonOfOutage } from './key-set-events.js';
import { KeySetFetches, type RingContext, type RingPolicy } from './key-set-fetches.js';
import { UnknownKids } from './unknown-kids.js';

/** After an hour without a request, keys are fetched as often as an outage demands, not as often as the issuer says. */
const QUIET_AFTER_MS = 3_600_000;
/** After a day, not at all. */
const ASLEEP_AFTER_MS = 86_400_000;
const NEVER = Number.POSITIVE_INFINITY;

/** The keys of one issuer that publishes them. */
export class RemoteKeyRing implements KeyRing, Scheduled {
  readonly #policy: RingPolicy;
  readonly #fetches: KeySetFetches;
  readonly #document: RefreshedDocument<KeySet>;
  readonly #unknown = new UnknownKids();
  /** When a key was last found: requests for unknown keys alone do not keep the ring awake. */
  #usedAt = Number.NEGATIVE_INFINITY;

  /** Nothing is fetched before `restUntil`, on the steady clock. */
  constructor(policy: RingPolicy, context: RingContext, restUntil: number = Number.NEGATIVE_INFINITY) {
    this.#policy = policy;
    this.#fetches = new KeySetFetches(policy, context, restUntil, {
      unknown: this.#unknown,
      onEnded: () => this.#fetches.context.scheduler.reschedule(this),
    });
    this.#document = this.#fetches.document;
    context.scheduler.add(this);
  }

  /** When a key was last found, on the steady clock. */
  get usedAt(): number {
    return this.#usedAt;
  }

  get isFetching(): boolean {
    return this.#document.inFlight !== undefined;
  }

  /** Ends its work in the background. Returns the earliest time at which these keys may be fetched again. */
  release(): number {
    this.#fetches.context.scheduler.remove(this);
    return this.#fetches.restUntil;
  }

  /** Moves the ring, with all that it knows, to another store. */
  moveTo(context: RingContext): void {
    this.#fetches.context.scheduler.remove(this);
    this.#fetches.context = context;
    context.scheduler.add(this);
  }

  async find(keyId: string | undefined, algorithm: Algorithm): Promise<KeyLookup> {
    const now = this.#now();
    const arrival = this.#document.begun;
    const fetch = this.#needsNoWait(now) ? undefined : this.#fetches.begin(now.steady, 'request');
    if (fetch !== undefined) await this.#document.waitFor(fetch);
    let lookup = this.#look(keyId, algorithm);
    if (lookup.state === 'unknown' && !this.#isKnownAsUnknown(keyId)) {
      lookup = await this.#findUnknown(keyId, algorithm, arrival);
    }
    if (lookup.state === 'found') this.#use();
    return lookup;
  }

  held(keyId: string | undefined, algorithm: Algorithm): readonly VerificationKey[] {
    const now = this.#now();
    if (!this.#needsNoWait(now)) return [];
    const keys = keysOf(this.#look(keyId, algorithm, now));
    if (keys.length > 0) this.#usedAt = now.steady;
    return keys;
  }

  get latest(): KeySet | undefined {
    return this.#document.latest?.value;
  }

  async warm(): Promise<void> {
    const now = this.#use();
    if (this.#document.freshness(now) !== 'fresh') await this.#fetches.begin(now.steady, 'schedule')?.done;
    if (!this.#document.isUsable()) throw new Error(this.#failure ?? 'no keys');
  }

  condition(): KeyRingCondition {
    const { latest, outage } = this.#document;
    const freshness = this.#document.freshness();
    const unusable = outage?.error instanceof UnusableKeySet ? outage.error.keys : undefined;
    return {
      state: freshness === 'fresh' || freshness === 'stale' ? freshness : this.#stateWithoutKeys(),
      keys: latest?.value.size ?? 0,
      rejectedKeys: reportOf(unusable ?? latest?.value.rejected ?? []),
      admittedKeys: latest?.value.admitted ?? [],
      passedOverKeys: reportOf(unusable === undefined ? (latest?.value.passedOver ?? []) : []),
      fetchedAt: latest && isoTime(latest.at.wall),
      freshUntil: latest && isoTime(latest.at.wall + latest.freshMs),
      failure: this.#failure,
    };
  }

  dueAt(now: number): number {
    const quiet = now - this.#usedAt;
    if (this.isFetching || quiet > ASLEEP_AFTER_MS) return NEVER;
    return Math.min(this.#refreshAt(quiet > QUIET_AFTER_MS), this.#allowed(this.#unknown.mustAskAt));
  }

  async run(now: number): Promise<void> {
    this.#fetches.reportStale(this.#now());
    if (now >= this.#unknown.mustAskAt) this.#unknown.ask(now);
    await this.#fetches.begin(now, 'schedule')?.done;
  }

  get #failure(): string | undefined {
    return this.#document.outage && reasonOfOutage(this.#document.outage);
  }

  #stateWithoutKeys(): 'cold' | 'unavailable' | 'unusable' {
    const { latest, outage } = this.#document;
    if (latest === undefined && outage === undefined) return 'cold';
    return outage?.error instanceof UnusableKeySet ? 'unusable' : 'unavailable';
  }

  #refreshAt(isQuiet: boolean): number {
    const { latest, outage } = this.#document;
    if (latest === undefined) return isQuiet ? NEVER : (outage?.retryAt ?? NEVER);
    const { at, refreshAt } = latest;
    const wanted = isQuiet ? Math.max(refreshAt, at.steady + this.#policy.maxStaleMs / 2) : refreshAt;
    return Math.max(wanted, outage?.retryAt ?? 0);
  }

  /**
   * Fresh keys are fetched again while requests use them; so are stale ones, where the issuer is known to be
   * unreachable.
   */
  #needsNoWait(now: Instant): boolean {
    const freshness = this.#document.freshness(now);
    const isKnownOutage = this.#document.outage !== undefined && freshness === 'stale';
    if (freshness !== 'fresh' && !isKnownOutage) return false;
    this.#fetches.reportStale(now);
    if (now.steady >= this.#refreshAt(false)) this.#fetches.begin(now.steady, 'refresh');
    return true;
  }

  /** By the issuer's last answer: in an outage, the key may have been published since. */
  #isKnownAsUnknown(keyId: string | undefined): boolean {
    return this.#document.outage === undefined && this.#unknown.has(keyId, this.#now().steady);
  }

  /**
   * This `kid` is not in the set, and the issuer was not asked about it lately: it may be one that it has just begun to
   * use. Until the issuer has answered, this is an outage and not an unknown key.
   */
  async #findUnknown(keyId: string | undefined, algorithm: Algorithm, arrival: number): Promise<KeyLookup> {
    const document = this.#document;
    // A fetch that had begun before the request came may have missed the key; the next one cannot.
    for (let waits = 0; waits < 2 && document.inFlight && document.answered <= arrival; waits += 1) {
      if (!(await document.waitFor(document.inFlight))) return this.#unavailable();
      const lookup = this.#look(keyId, algorithm);
      if (lookup.state !== 'unknown') return lookup;
    }
    if (document.answered <= arrival) {
      const now = this.#now().steady;
      if (now < this.#allowed(now)) return this.#unavailable();
      if (now < this.#unknown.mayAskAt) return this.#postpone(keyId, algorithm);
      const fetch = this.#fetches.begin(now, 'request');
      if (fetch === undefined) return this.#unavailable();
      this.#unknown.ask(now);
      await document.waitFor(fetch);
      if (document.answered <= arrival) return this.#unavailable();
    }
    const lookup = this.#look(keyId, algorithm);
    if (lookup.state === 'unknown') this.#unknown.add(keyId, this.#now().steady);
    return lookup;
  }

  /** The issuer was asked just now about another `kid`. It is asked again as soon as that is allowed. */
  #postpone(keyId: string | undefined, algorithm: Algorithm): KeyLookup {
    this.#unknown.postpone();
    this.#fetches.context.scheduler.reschedule(this);
    return this.#look(keyId, algorithm);
  }

  /** Then, or when the issuer may be asked again. */
  #allowed(then: number): number {
    return Math.max(then, this.#fetches.allowedAt);
  }

  #look(keyId: string | undefined, algorithm: Algorithm, now = this.#now()): KeyLookup {
    const { latest } = this.#document;
    if (latest === undefined || !this.#document.isUsable(now)) return this.#unavailable();
    return latest.value.find(keyId, algorithm);
  }

  #unavailable(): UnavailableKeys {
    const wait = this.isFetching ? 0 : this.#allowed(0) - this.#now().steady;
    const retryAfter = Math.max(1, Math.ceil(wait / 1000));
    const hasRoom = this.#fetches.context.hasRoom();
    const withoutKeys = hasRoom ? 'there are no keys yet' : 'too many keys are being fetched at once';
    const resting = 'the keys were released, and were fetched a moment ago';
    return {
      state: 'unavailable',
      reason: this.#failure ?? (wait > 0 ? resting : withoutKeys),
      retryAfter,
    };
  }

  #use(): Instant {
    const now = this.#now();
    this.#usedAt = now.steady;
    return now;
  }

  #now(): Instant {
    return this.#fetches.now();
  }
}
