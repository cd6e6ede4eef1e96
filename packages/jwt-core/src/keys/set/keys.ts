/** What is asked of the keys that a source holds, and what the answers are. */

import type { Algorithm } from '../../jose/algorithms.js';
import type { RejectedKey, VerificationKey } from './admission.js';
import type { AdmittedKeyReport } from './admitted-keys.js';

/** The result of looking up the keys that a token may be signed with. */
export type KeyLookup =
  | FoundKeys
  | { readonly state: 'unknown'; readonly reason: string }
  | { readonly state: 'unsuitable'; readonly reason: string }
  | UnavailableKeys;

/** Keys of which one may have signed the token: mostly one. Each is for the algorithm that was asked for. */
export interface FoundKeys {
  readonly state: 'found';
  /** At least one, and few. */
  readonly keys: readonly VerificationKey[];
  /** Why another source, which may have one more such key, cannot be asked. */
  readonly missing?: UnavailableKeys;
}

/** There are no keys at this moment: an outage, or a mistake of their publisher. */
export interface UnavailableKeys {
  readonly state: 'unavailable';
  readonly reason: string;
  /** Seconds. */
  readonly retryAfter: number;
}

/** The admitted keys of one source. Immutable. */
export interface Keys {
  /** Requests repeat the same questions: an answer is kept. */
  find(keyId: string | undefined, algorithm: Algorithm): KeyLookup;
  /** How many keys can be used. */
  readonly size: number;
  /** Those that are unsafe. */
  readonly rejected: readonly RejectedKey[];
  /** Those that are not used and no mistake. */
  readonly passedOver: readonly RejectedKey[];
  /** Those that can be used, for reports. */
  readonly admitted: readonly AdmittedKeyReport[];
  /** Keys without names are told apart by their number, from 1; keys of a set are not. */
  numberOf(key: VerificationKey): number | undefined;
  has(key: VerificationKey): boolean;
}

/** The keys of a look-up: none where it found none. */
export function keysOf(lookup: KeyLookup): readonly VerificationKey[] {
  return lookup.state === 'found' ? lookup.keys : NONE;
}

const NONE: readonly VerificationKey[] = [];
