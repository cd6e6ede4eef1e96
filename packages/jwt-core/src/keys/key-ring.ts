/** The keys of one issuer over time. Nothing is shared between issuers. */

import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Algorithm } from '../jose/algorithms.js';
import type { VerificationKey } from './set/admission.js';
import type { KeyLookup, KeySet } from './set/key-set.js';

export type { VerificationKey } from './set/admission.js';

/** Answers for one issuer. */
export interface KeyRing {
  /** A key is the same object as long as it is published, so that callers can compare it. */
  find(keyId: string | undefined, algorithm: Algorithm): Promise<KeyLookup>;
  /** The key that {@link KeyRing.find} would find without a fetch: it is trusted at this moment. */
  held(keyId: string | undefined, algorithm: Algorithm): VerificationKey | undefined;
  /** Has keys ready. Rejects, with a short reason, when it cannot. */
  warm(): Promise<void>;
  condition(): KeyRingCondition;
}

/** How a ring is. */
export interface KeyRingCondition {
  /**
   * `fixed`: nothing is fetched. `cold`: nothing was fetched yet. `fresh`: as new as the issuer wants. `stale`: older,
   * and still used. `unavailable`: there are no keys, or they have expired.
   */
  readonly state: 'cold' | 'fresh' | 'stale' | 'unavailable' | 'fixed';
  /** How many keys can be used. */
  readonly keys: number;
  /** How many published keys were rejected as unsafe. */
  readonly rejectedKeys: number;
  /** When the keys were fetched, in milliseconds since 1970. */
  readonly fetchedAt: number | undefined;
  /** Why the last fetch failed, where it did. */
  readonly failure: string | undefined;
}

/** Keys that are written in the policy or in a file. */
export class FixedKeyRing implements KeyRing {
  readonly keys: KeySet;

  constructor(keys: KeySet) {
    this.keys = keys;
  }

  find(keyId: string | undefined, algorithm: Algorithm): Promise<KeyLookup> {
    return Promise.resolve(this.keys.find(keyId, algorithm));
  }

  held(keyId: string | undefined, algorithm: Algorithm): VerificationKey | undefined {
    return foundKey(this.keys.find(keyId, algorithm));
  }

  warm(): Promise<void> {
    return Promise.resolve();
  }

  condition(): KeyRingCondition {
    return fixed(this.keys.size, this.keys.rejected.length);
  }
}

/** One secret, for HMAC. It has no `kid`, so a token's `kid` is ignored. */
export class SecretKeyRing implements KeyRing {
  readonly #keys = new Map<Algorithm, VerificationKey>();
  readonly #secret: KeyObject;

  constructor(secret: Uint8Array) {
    this.#secret = createSecretKey(secret);
  }

  find(keyId: string | undefined, algorithm: Algorithm): Promise<KeyLookup> {
    return Promise.resolve({ state: 'found', key: this.held(keyId, algorithm) });
  }

  held(_keyId: string | undefined, algorithm: Algorithm): VerificationKey {
    const known = this.#keys.get(algorithm);
    const key = known ?? { material: this.#secret, algorithm, keyId: undefined, fingerprint: '' };
    if (known === undefined) this.#keys.set(algorithm, key);
    return key;
  }

  warm(): Promise<void> {
    return Promise.resolve();
  }

  condition(): KeyRingCondition {
    return fixed(1, 0);
  }
}

/** The key of a look-up that found one. */
export function foundKey(lookup: KeyLookup): VerificationKey | undefined {
  return lookup.state === 'found' ? lookup.key : undefined;
}

function fixed(keys: number, rejectedKeys: number): KeyRingCondition {
  return { state: 'fixed', keys, rejectedKeys, fetchedAt: undefined, failure: undefined };
}
