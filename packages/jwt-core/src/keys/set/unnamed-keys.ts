/**
 * Keys without a name: secrets, and public keys in PEM. A token's `kid` says nothing about them, so that each one
 * that fits the algorithm is tried. They belong to one issuer, and are few.
 */

import { createSecretKey } from 'node:crypto';
import { canonicalAlgorithm, type Algorithm } from '../../jose/algorithms.js';
import type { RejectedKey, VerificationKey } from './admission.js';
import { reportAdmitted, type AdmittedKeyReport } from './admitted-keys.js';
import type { KeyLookup, Keys } from './keys.js';

/** As many keys are tried for one token. */
export const MAX_TRIED_KEYS = 4;

/** A few keys, in the order in which they are tried. */
export class UnnamedKeys implements Keys {
  readonly rejected: readonly RejectedKey[];
  readonly passedOver: readonly RejectedKey[];
  readonly admitted: readonly AdmittedKeyReport[];
  /** Of each key, what it is with each of its algorithms. */
  readonly #keys: readonly (readonly VerificationKey[])[];
  readonly #lookups = new Map<Algorithm, KeyLookup>();

  constructor(
    keys: readonly (readonly VerificationKey[])[],
    { rejected, passedOver }: Pick<Keys, 'rejected' | 'passedOver'> = { rejected: [], passedOver: [] },
  ) {
    this.#keys = keys;
    this.rejected = rejected;
    this.passedOver = passedOver;
    this.admitted = reportAdmitted(keys.flat());
  }

  get size(): number {
    return this.#keys.length;
  }

  find(_keyId: string | undefined, algorithm: Algorithm): KeyLookup {
    const known = this.#lookups.get(algorithm);
    if (known !== undefined) return known;
    const keys = this.#keys.flat().filter((key) => key.algorithm === algorithm);
    const lookup: KeyLookup =
      keys.length === 0
        ? { state: 'unsuitable', reason: 'the key is for another algorithm' }
        : { state: 'found', keys };
    this.#lookups.set(algorithm, lookup);
    return lookup;
  }

  numberOf(key: VerificationKey): number | undefined {
    const index = this.#keys.findIndex((each) => each.includes(key));
    return index === -1 || this.size === 1 ? undefined : index + 1;
  }

  has(key: VerificationKey): boolean {
    return this.#keys.some((each) => each.includes(key));
  }
}

/** Secrets for HMAC, each with every algorithm of its source. */
export function secretKeys(secrets: readonly Uint8Array[], algorithms: ReadonlySet<string>): UnnamedKeys {
  return new UnnamedKeys(
    secrets.map((secret) => {
      const material = createSecretKey(secret);
      return [...algorithms]
        .map(canonicalAlgorithm)
        .filter((algorithm) => algorithm !== undefined)
        .map((algorithm) => ({ material, algorithm, keyId: undefined, fingerprint: '' }));
    }),
  );
}
