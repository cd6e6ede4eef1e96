/** The keys of one issuer at one moment. */

import type { Algorithm } from '../policy/algorithms.js';
import type { Jwk } from '../policy/document.js';
import { admitKey, type RefusedKey, type VerificationKey } from './admission.js';

/** What an issuer's keys say to a token's header. */
export type KeyLookup =
  | { readonly state: 'found'; readonly key: VerificationKey }
  | { readonly state: 'unknown'; readonly reason: string }
  | { readonly state: 'unsuitable'; readonly reason: string }
  | { readonly state: 'unavailable'; readonly reason: string; readonly retryAfter: number };

/** An immutable set of admitted keys. One bad key does not spoil the good ones. */
export class KeySet {
  readonly #byId = new Map<string, (VerificationKey | RefusedKey)[]>();
  readonly #usable: VerificationKey[] = [];

  private constructor(keys: readonly (VerificationKey | RefusedKey)[]) {
    for (const key of keys) {
      if ('material' in key) this.#usable.push(key);
      if (key.keyId === undefined) continue;
      const sameId = this.#byId.get(key.keyId);
      if (sameId === undefined) this.#byId.set(key.keyId, [key]);
      else sameId.push(key);
    }
  }

  static async admit(jwks: readonly Jwk[], algorithms: ReadonlySet<string>): Promise<KeySet> {
    return new KeySet(await Promise.all(jwks.map((jwk) => admitKey(jwk, algorithms))));
  }

  /** How many keys can be used. */
  get size(): number {
    return this.#usable.length;
  }

  find(keyId: string | undefined, algorithm: Algorithm): KeyLookup {
    return keyId === undefined ? this.#findOnly(algorithm) : this.#findById(keyId, algorithm);
  }

  /** A token that names no key: only where there is just one that it can mean. Nothing is guessed. */
  #findOnly(algorithm: Algorithm): KeyLookup {
    const fitting = this.#usable.filter((key) => key.algorithm === algorithm);
    const [key] = fitting;
    if (key !== undefined && isOneKey(fitting)) return { state: 'found', key };
    const reason = `the token names no key, and ${String(fitting.length)} fit`;
    return { state: 'unknown', reason };
  }

  #findById(keyId: string, algorithm: Algorithm): KeyLookup {
    const named = this.#byId.get(keyId);
    if (named === undefined) return { state: 'unknown', reason: 'no key with this kid' };
    const fitting = named.filter(
      (key): key is VerificationKey => 'material' in key && key.algorithm === algorithm,
    );
    const [key] = fitting;
    if (key === undefined) return { state: 'unsuitable', reason: whyUnsuitable(named) };
    if (isOneKey(fitting)) return { state: 'found', key };
    return { state: 'unsuitable', reason: 'different keys are published under this kid' };
  }
}

function isOneKey(keys: readonly VerificationKey[]): boolean {
  return new Set(keys.map((key) => key.fingerprint)).size === 1;
}

function whyUnsuitable(named: readonly (VerificationKey | RefusedKey)[]): string {
  const refused = named.find((key): key is RefusedKey => 'refused' in key);
  return refused?.refused ?? 'the key is for another algorithm';
}
