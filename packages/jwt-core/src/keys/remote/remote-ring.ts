/**
 * Keys that are fetched: before they are too old, once for everybody, not too often, and not for ever without an answer.
 * A request waits only where nothing can be said without a fetch.
 */

import type { Algorithm } from '../../jose/algorithms.js';
import { KeyFetches, type Flight, type RingPolicy, type RingSurroundings } from './key-fetches.js';
import { foundKey, type KeyRing, type KeyRingCondition, type VerificationKey } from '../key-ring.js';
import type { KeyLookup, KeySet } from '../set/key-set.js';
import { momentOf, type Moment } from '../../refresh/moment.js';
import type { Scheduled } from '../../refresh/scheduler.js';
import { UnknownKids } from './unknown-kids.js';

/** A fetch of an issuer that may be out is waited for so long, from its beginning: nobody piles up behind it. */
const PATIENCE_MS = 1_000;
/** After an hour without a request, keys are fetched as often as an outage demands, not as often as the issuer says. */
const QUIET_AFTER_MS = 3_600_000;
/** After a day, not at all. */
const ASLEEP_AFTER_MS = 86_400_000;
const NEVER = Number.POSITIVE_INFINITY;

/** The keys of one issuer that publishes them. */
export class RemoteKeyRing implements KeyRing, Scheduled {
  readonly #policy: RingPolicy;
  readonly #fetches: KeyFetches;
  readonly #unknown = new UnknownKids();
  /** Whoever only asks for what is not there does not keep the ring awake. */
  #usedAt = Number.NEGATIVE_INFINITY;

  /** Nothing is fetched before `restUntil`, on the steady clock. */
  constructor(policy: RingPolicy, around: RingSurroundings, restUntil: number = Number.NEGATIVE_INFINITY) {
    this.#policy = policy;
    this.#fetches = new KeyFetches(policy, around, restUntil, (before) => this.#learn(before));
    around.scheduler.add(this);
  }

  /** When it was last asked for a key that it has, on the steady clock. */
  get usedAt(): number {
    return this.#usedAt;
  }

  get isFetching(): boolean {
    return this.#fetches.flight !== undefined;
  }

  /** Ends what it does in the background. Returns from when on these keys may be fetched again. */
  release(): number {
    this.#fetches.around.scheduler.remove(this);
    return this.#fetches.restUntil;
  }

  /** Another holder takes the ring over, with everything that it knows. */
  moveTo(around: RingSurroundings): void {
    this.#fetches.around.scheduler.remove(this);
    this.#fetches.around = around;
    around.scheduler.add(this);
  }

  async find(keyId: string | undefined, algorithm: Algorithm): Promise<KeyLookup> {
    const now = this.#now();
    const arrival = this.#fetches.begun;
    if (!this.#needsNoWait(now)) await this.#wait(this.#fetches.begin(now.elapsed, 'request'));
    let lookup = this.#look(keyId, algorithm);
    if (lookup.state === 'unknown' && !this.#isKnownAsUnknown(keyId)) {
      lookup = await this.#findUnknown(keyId, algorithm, arrival);
    }
    if (lookup.state === 'found') this.#use();
    return lookup;
  }

  held(keyId: string | undefined, algorithm: Algorithm): VerificationKey | undefined {
    const now = this.#now();
    if (!this.#needsNoWait(now)) return undefined;
    const key = foundKey(this.#look(keyId, algorithm, now));
    if (key !== undefined) this.#usedAt = now.elapsed;
    return key;
  }

  async warm(): Promise<void> {
    const now = this.#use();
    if (!this.#fetches.isFresh(now)) await this.#fetches.begin(now.elapsed, 'schedule')?.done;
    if (!this.#fetches.canServe(this.#now())) throw new Error(this.#fetches.outage?.reason ?? 'no keys');
  }

  condition(): KeyRingCondition {
    const { keys, outage } = this.#fetches;
    const now = this.#now();
    const serving = this.#fetches.isFresh(now) ? 'fresh' : 'stale';
    const without = keys === undefined && outage === undefined ? 'cold' : 'unavailable';
    return {
      state: this.#fetches.canServe(now) ? serving : without,
      keys: keys?.set.size ?? 0,
      refusedKeys: keys?.set.refused.length ?? 0,
      fetchedAt: keys?.at.wall,
      failure: outage?.reason,
    };
  }

  dueAt(now: number): number {
    const quiet = now - this.#usedAt;
    if (this.#fetches.flight !== undefined || quiet > ASLEEP_AFTER_MS) return NEVER;
    return Math.min(this.#refreshAt(quiet > QUIET_AFTER_MS), this.#allowed(this.#unknown.mustAskAt));
  }

  async run(now: number): Promise<void> {
    this.#fetches.tellStale(this.#now());
    if (now >= this.#unknown.mustAskAt) this.#unknown.ask(now);
    await this.#fetches.begin(now, 'schedule')?.done;
  }

  #refreshAt(isQuiet: boolean): number {
    const { keys, outage } = this.#fetches;
    if (keys === undefined) return isQuiet ? NEVER : (outage?.retryAt ?? NEVER);
    const { at, refreshAt } = keys;
    const wanted = isQuiet ? Math.max(refreshAt, at.elapsed + this.#policy.maxStaleMs / 2) : refreshAt;
    return Math.max(wanted, outage?.retryAt ?? 0);
  }

  /** Fresh keys are fetched again behind the requests' back; so are older ones, where it is known that the issuer is out. */
  #needsNoWait(now: Moment): boolean {
    const isKnownOutage = this.#fetches.outage !== undefined && this.#fetches.canServe(now);
    if (!this.#fetches.isFresh(now) && !isKnownOutage) return false;
    this.#fetches.tellStale(now);
    if (now.elapsed >= this.#refreshAt(false)) this.#fetches.begin(now.elapsed, 'refresh');
    return true;
  }

  /** Whether it has ended: waited for to its end where all is well, only for a moment where the issuer may be out. */
  async #wait(flight: Flight | undefined): Promise<boolean> {
    if (flight === undefined) return true;
    const now = this.#now();
    const hasOldKeys = this.#fetches.canServe(now) && !this.#fetches.isFresh(now);
    const ended = flight.done.then(() => true);
    if (this.#fetches.outage === undefined && !hasOldKeys) return ended;
    const patience = flight.startedAt + PATIENCE_MS - now.elapsed;
    return patience > 0 && Promise.race([ended, delay(patience).then(() => false)]);
  }

  /** As far as the issuer's last answer goes: in an outage, it may have been published since. */
  #isKnownAsUnknown(keyId: string | undefined): boolean {
    return this.#fetches.outage === undefined && this.#unknown.has(keyId, this.#now().elapsed);
  }

  /**
   * Nobody knows this `kid`, and nobody has asked lately: it may be one that the issuer has just begun to use. As long as
   * the issuer has not answered, it is an outage and not an unknown key.
   */
  async #findUnknown(keyId: string | undefined, algorithm: Algorithm, arrival: number): Promise<KeyLookup> {
    // A fetch that had begun before the request came may have missed the key; the next one cannot.
    for (let waits = 0; waits < 2 && this.#isToCome(arrival); waits += 1) {
      if (!(await this.#wait(this.#fetches.flight))) return this.#unavailable();
      const lookup = this.#look(keyId, algorithm);
      if (lookup.state !== 'unknown') return lookup;
    }
    if (this.#fetches.answered <= arrival) {
      const now = this.#now().elapsed;
      if (now < this.#allowed(now)) return this.#unavailable();
      if (now < this.#unknown.mayAskAt) return this.#postpone(keyId, algorithm);
      const flight = this.#fetches.begin(now, 'request');
      if (flight === undefined) return this.#unavailable();
      this.#unknown.ask(now);
      await this.#wait(flight);
      if (this.#fetches.answered <= arrival) return this.#unavailable();
    }
    const lookup = this.#look(keyId, algorithm);
    if (lookup.state === 'unknown') this.#unknown.add(keyId, this.#now().elapsed);
    return lookup;
  }

  #isToCome(arrival: number): boolean {
    return this.#fetches.flight !== undefined && this.#fetches.answered <= arrival;
  }

  /** The issuer was asked just now, about another one. It is asked again as soon as it may be. */
  #postpone(keyId: string | undefined, algorithm: Algorithm): KeyLookup {
    this.#unknown.postpone();
    this.#fetches.around.scheduler.notice(this);
    return this.#look(keyId, algorithm);
  }

  /** After each fetch. What was withdrawn is known to be unknown, so that it causes no other fetch. */
  #learn(before: KeySet | undefined): void {
    const { keys, outage, around } = this.#fetches;
    if (outage !== undefined || keys === undefined) this.#unknown.unask();
    else {
      const now = this.#now().elapsed;
      for (const { keyId } of before?.without(keys.set) ?? []) this.#unknown.withdraw(keyId, now);
      this.#unknown.forget(keys.set.keyIds);
    }
    around.scheduler.notice(this);
  }

  /** Then, or when the issuer may be tried again. */
  #allowed(then: number): number {
    return Math.max(then, this.#fetches.allowedAt);
  }

  #look(keyId: string | undefined, algorithm: Algorithm, now = this.#now()): KeyLookup {
    const { keys } = this.#fetches;
    if (keys === undefined || !this.#fetches.canServe(now)) return this.#unavailable();
    return keys.set.find(keyId, algorithm);
  }

  #unavailable(): KeyLookup {
    const { flight, outage, around } = this.#fetches;
    const wait = flight === undefined ? this.#allowed(0) - this.#now().elapsed : 0;
    const retryAfter = Math.max(1, Math.ceil(wait / 1000));
    const nothingYet = around.hasRoom() ? 'there are no keys yet' : 'too many keys are being fetched at once';
    const resting = 'the keys were released, and were fetched a moment ago';
    return {
      state: 'unavailable',
      reason: outage?.reason ?? (wait > 0 ? resting : nothingYet),
      retryAfter,
    };
  }

  #use(): Moment {
    const now = this.#now();
    this.#usedAt = now.elapsed;
    return now;
  }

  #now(): Moment {
    return momentOf(this.#fetches.around);
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
