/** The keys of one issuer over time. Nothing is shared between issuers. */

import type { Clock } from '../clock.js';
import type { Algorithm } from '../policy/algorithms.js';
import type { Jwk } from '../policy/document.js';
import type { VerificationKey } from './admission.js';
import { KeySet, type KeyLookup } from './key-set.js';

export type { VerificationKey } from './admission.js';

/** Answers for one issuer. */
export interface KeyRing {
  find(keyId: string | undefined, algorithm: Algorithm): Promise<KeyLookup>;
  /** Has keys ready. Rejects, with a short reason, when it cannot. */
  warm(): Promise<void>;
}

/** By the issuer's name in the policy. */
export type KeyRings = ReadonlyMap<string, KeyRing>;

/** Keys that are written in the policy or in a file. */
export class FixedKeyRing implements KeyRing {
  readonly #keys: KeySet;

  constructor(keys: KeySet) {
    this.#keys = keys;
  }

  find(keyId: string | undefined, algorithm: Algorithm): Promise<KeyLookup> {
    return Promise.resolve(this.#keys.find(keyId, algorithm));
  }

  warm(): Promise<void> {
    return Promise.resolve();
  }
}

/** One secret, for HMAC. It has no `kid`, so a token's `kid` is not asked about. */
export class SecretKeyRing implements KeyRing {
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  find(_keyId: string | undefined, algorithm: Algorithm): Promise<KeyLookup> {
    const key: VerificationKey = { material: this.#secret, algorithm, keyId: undefined, fingerprint: '' };
    return Promise.resolve({ state: 'found', key });
  }

  warm(): Promise<void> {
    return Promise.resolve();
  }
}

/** How long fetched keys are fresh. */
const FRESH_MS = 600_000;
/** How long they still serve when the issuer cannot be reached. */
const STALE_MS = 3_600_000;
/** How long an unknown `kid` causes no other fetch. */
const UNKNOWN_KEY_COOL_DOWN_MS = 30_000;
/** How long a failed fetch is not repeated. */
const FAILURE_COOL_DOWN_MS = 5_000;

/** Keys that are fetched. One fetch at a time; everybody waits on it. */
export class RemoteKeyRing implements KeyRing {
  readonly #fetchKeys: () => Promise<readonly Jwk[]>;
  readonly #algorithms: ReadonlySet<string>;
  readonly #clock: Clock;
  #keys: { readonly set: KeySet; readonly fetchedAt: number } | undefined;
  #failure: { readonly reason: string; readonly at: number } | undefined;
  #lastUnknownAt = Number.NEGATIVE_INFINITY;
  #fetching: Promise<void> | undefined;

  constructor(fetchKeys: () => Promise<readonly Jwk[]>, algorithms: ReadonlySet<string>, clock: Clock) {
    this.#fetchKeys = fetchKeys;
    this.#algorithms = algorithms;
    this.#clock = clock;
  }

  async find(keyId: string | undefined, algorithm: Algorithm): Promise<KeyLookup> {
    if (this.#age() > FRESH_MS) await this.#refresh();
    if (this.#keys === undefined || this.#age() > STALE_MS) return this.#unavailable();
    const lookup = this.#keys.set.find(keyId, algorithm);
    if (lookup.state !== 'unknown' || !this.#mayAskForUnknown()) return lookup;
    this.#lastUnknownAt = this.#clock();
    await this.#refresh();
    if (this.#failure === undefined) return this.#keys.set.find(keyId, algorithm);
    this.#lastUnknownAt = Number.NEGATIVE_INFINITY; // nobody has answered: an outage is not an unknown key
    return this.#unavailable();
  }

  async warm(): Promise<void> {
    if (this.#age() > FRESH_MS) await this.#refresh();
    if (this.#keys === undefined || this.#age() > STALE_MS)
      throw new Error(this.#failure?.reason ?? 'no keys');
  }

  /** A kid nobody knows may be a fresh one: ask once, then not again for a while. */
  #mayAskForUnknown(): boolean {
    return this.#fetching !== undefined || this.#since(this.#lastUnknownAt) >= UNKNOWN_KEY_COOL_DOWN_MS;
  }

  #age(): number {
    return this.#keys === undefined ? Number.POSITIVE_INFINITY : this.#since(this.#keys.fetchedAt);
  }

  /** Milliseconds since then. Where the clock was set back meanwhile, nobody knows: then it is long ago. */
  #since(then: number): number {
    const passed = this.#clock() - then;
    return passed < 0 ? Number.POSITIVE_INFINITY : passed;
  }

  #refresh(): Promise<void> {
    const isCoolingDown = this.#failure !== undefined && this.#since(this.#failure.at) < FAILURE_COOL_DOWN_MS;
    if (this.#fetching === undefined && isCoolingDown) return Promise.resolve();
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetch(): Promise<void> {
    try {
      const set = await KeySet.admit(await this.#fetchKeys(), this.#algorithms);
      // A set in which nothing can be used is a mistake over there: every good token would be called a bad one.
      if (set.size === 0) throw new Error('no key of the set can be used');
      this.#keys = { set, fetchedAt: this.#clock() };
      this.#failure = undefined;
    } catch (error) {
      this.#failure = { reason: reasonOf(error), at: this.#clock() };
    }
  }

  #unavailable(): KeyLookup {
    const waited = this.#failure === undefined ? 0 : this.#since(this.#failure.at);
    const retryAfter = Math.max(1, Math.ceil((FAILURE_COOL_DOWN_MS - waited) / 1000));
    return { state: 'unavailable', reason: this.#failure?.reason ?? 'the keys are too old', retryAfter };
  }
}

/** A fetch's error in one short line: never the content that was fetched. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the fetch failed';
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : error.message.slice(0, 120);
}
