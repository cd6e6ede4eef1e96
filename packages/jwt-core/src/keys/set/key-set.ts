/** The keys of one issuer, as one answer or file has them. */

import type { Algorithm } from '../../jose/algorithms.js';
import { admitKey, type Admission, type RejectedKey, type VerificationKey } from './admission.js';
import { reportAdmitted, type AdmittedKeyReport } from './admitted-keys.js';
import type { KeyLookup, Keys } from './keys.js';

/** An immutable set of admitted keys. One bad key does not spoil the good ones. */
export class KeySet implements Keys {
  readonly rejected: readonly RejectedKey[];
  readonly passedOver: readonly RejectedKey[];
  readonly admitted: readonly AdmittedKeyReport[];
  /** Those that cannot be used: besides unsafe ones, those for other purposes and algorithms. */
  readonly refused: readonly RejectedKey[];
  /** Those that can be used, by what they are. */
  readonly #usable = new Map<string, VerificationKey>();
  readonly #byId = new Map<string, Candidates>();
  /** For a token without a `kid`. */
  readonly #all: Candidates;

  private constructor(keys: readonly (VerificationKey | RejectedKey)[]) {
    for (const key of keys) {
      // The same key published twice is one key.
      if ('material' in key && this.#usable.has(identityOf(key))) continue;
      if ('material' in key) this.#usable.set(identityOf(key), key);
      if (key.keyId === undefined) continue;
      const sameId = this.#byId.get(key.keyId);
      if (sameId === undefined) this.#byId.set(key.keyId, { keys: [key], lookups: new Map() });
      else sameId.keys.push(key);
    }
    this.#all = { keys: [...this.usable], lookups: new Map() };
    this.refused = [...keys.filter(isRejected), ...this.#ambiguous()];
    this.rejected = this.refused.filter((key) => key.isUnsafe);
    this.passedOver = this.refused.filter((key) => !key.isUnsafe);
    this.admitted = reportAdmitted(this.usable);
  }

  /** The keys that can be used, of the entries of a key set. A key that `previous` has as well is the same object. */
  static async admit(jwks: readonly unknown[], admission: Admission, previous?: KeySet): Promise<KeySet> {
    const keys = await Promise.all(jwks.map((jwk) => admitKey(jwk, admission)));
    if (previous === undefined) return new KeySet(keys);
    return new KeySet(keys.map((key) => (isRejected(key) ? key : (previous.#same(key) ?? key))));
  }

  get size(): number {
    return this.#usable.size;
  }

  get usable(): readonly VerificationKey[] {
    return [...this.#usable.values()];
  }

  /** The keys of this set that the other one does not have. */
  without(other: KeySet): readonly VerificationKey[] {
    return this.usable.filter((key) => other.#same(key) === undefined);
  }

  find(keyId: string | undefined, algorithm: Algorithm): KeyLookup {
    const named = keyId === undefined ? this.#all : this.#byId.get(keyId);
    if (named === undefined) return UNKNOWN;
    const known = named.lookups.get(algorithm);
    if (known !== undefined) return known;
    const lookup = keyId === undefined ? chooseOnly(named, algorithm) : chooseNamed(named, algorithm);
    named.lookups.set(algorithm, lookup);
    return lookup;
  }

  has(key: VerificationKey): boolean {
    return this.#same(key) === key;
  }

  /** They have names. */
  numberOf(): undefined {
    return undefined;
  }

  #same(key: VerificationKey): VerificationKey | undefined {
    return this.#usable.get(identityOf(key));
  }

  /** Different keys under one `kid` and algorithm: a token cannot say which one it means. */
  *#ambiguous(): Iterable<RejectedKey> {
    for (const [keyId, { keys }] of this.#byId) {
      const algorithms = keys.flatMap((key) => (isRejected(key) ? [] : [key.algorithm]));
      if (new Set(algorithms).size === algorithms.length) continue;
      yield { keyId, reason: AMBIGUOUS, isUnsafe: true };
    }
  }
}

const AMBIGUOUS = 'different keys are published under this kid';

function identityOf({ keyId, algorithm, fingerprint }: VerificationKey): string {
  return JSON.stringify([keyId, algorithm, fingerprint]);
}

function isRejected(key: VerificationKey | RejectedKey): key is RejectedKey {
  return 'reason' in key;
}

function isOneKey(keys: readonly VerificationKey[]): boolean {
  return new Set(keys.map((key) => key.fingerprint)).size === 1;
}

/** The keys that a token may mean, and what was found among them. Complete before the first look-up. */
interface Candidates {
  readonly keys: (VerificationKey | RejectedKey)[];
  readonly lookups: Map<Algorithm, KeyLookup>;
}

const UNKNOWN: KeyLookup = { state: 'unknown', reason: 'no key with this kid' };

function fittingOf({ keys }: Candidates, algorithm: Algorithm): readonly VerificationKey[] {
  return keys.flatMap((key) => (isRejected(key) || key.algorithm !== algorithm ? [] : [key]));
}

/** For a token without `kid`: found only where exactly one key fits. Nothing is guessed. */
function chooseOnly(all: Candidates, algorithm: Algorithm): KeyLookup {
  const fitting = fittingOf(all, algorithm);
  const [key] = fitting;
  if (key !== undefined && isOneKey(fitting)) return { state: 'found', keys: [key] };
  return { state: 'unknown', reason: `the token names no key, and ${String(fitting.length)} fit` };
}

function chooseNamed(named: Candidates, algorithm: Algorithm): KeyLookup {
  const fitting = fittingOf(named, algorithm);
  const [key] = fitting;
  if (key === undefined) return { state: 'unsuitable', reason: whyUnsuitable(named.keys) };
  return isOneKey(fitting) ? { state: 'found', keys: [key] } : { state: 'unsuitable', reason: AMBIGUOUS };
}

function whyUnsuitable(keys: readonly (VerificationKey | RejectedKey)[]): string {
  return keys.find(isRejected)?.reason ?? 'the key is for another algorithm';
}
