/** The keys of one issuer over time. Nothing is shared between issuers. */

import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Algorithm } from '../jose/algorithms.js';
import type { RejectedKey, VerificationKey } from './set/admission.js';
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
  /** When the keys were fetched, as ISO 8601 in UTC. */
  readonly fetchedAt: string | undefined;
  /** Why the last fetch failed, where it did. */
  readonly failure: string | undefined;
}

/** Keys that need no fetch. */
export class FixedKeyRing implements KeyRing {
  readonly keys: Pick<KeySet, 'find' | 'rejected' | 'size'>;

  constructor(keys: Pick<KeySet, 'find' | 'rejected' | 'size'>) {
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
    const { size, rejected } = this.keys;
    return {
      state: 'fixed',
      keys: size,
      rejectedKeys: rejected.length,
      fetchedAt: undefined,
      failure: undefined,
    };
  }
}

/** One secret, for HMAC. It has no `kid`, so a token's `kid` is ignored. */
export class SecretKeys {
  readonly rejected: readonly RejectedKey[] = [];
  readonly size = 1;
  readonly #secret: KeyObject;
  readonly #lookups = new Map<Algorithm, KeyLookup>();

  constructor(secret: Uint8Array) {
    this.#secret = createSecretKey(secret);
  }

  find(_keyId: string | undefined, algorithm: Algorithm): KeyLookup {
    const known = this.#lookups.get(algorithm);
    if (known !== undefined) return known;
    const key = { material: this.#secret, algorithm, keyId: undefined, fingerprint: '' };
    const lookup: KeyLookup = { state: 'found', key };
    this.#lookups.set(algorithm, lookup);
    return lookup;
  }
}

/** The key of a look-up that found one. */
export function foundKey(lookup: KeyLookup): VerificationKey | undefined {
  return lookup.state === 'found' ? lookup.key : undefined;
}
