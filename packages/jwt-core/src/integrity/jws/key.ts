/** Which of the issuer's keys does the token name? RFC 7515 §4.1.4. Never a key that the token brings itself. */

import { type Denial, deny } from '../../decision/denial.js';
import type { KeyRing, VerificationKey } from '../../keys/key-ring.js';
import type { KeyLookup } from '../../keys/set/key-set.js';
import type { Algorithm } from '../../jose/algorithms.js';
import type { IssuerEntry } from '../../policy/compile/service-policy.js';
import type { Header } from './format.js';

/** The keys of every issuer, kept apart. */
export interface RingLookup {
  ringOf(entry: IssuerEntry): Pick<KeyRing, 'find' | 'held'>;
  /** A signature of this issuer was good: its ring is kept before one that only forged tokens have asked for. */
  prove(entry: IssuerEntry): void;
}

/** Looks the key up by (issuer, kid): two issuers may use one `kid` and never meet. */
export async function findKey(
  { kid }: Header,
  { policy }: IssuerEntry,
  algorithm: Algorithm,
  ring: Pick<KeyRing, 'find'>,
): Promise<VerificationKey | Denial> {
  return keyOf(await ring.find(kid, algorithm), policy.name, algorithm);
}

function keyOf(lookup: KeyLookup, name: string, algorithm: Algorithm): VerificationKey | Denial {
  switch (lookup.state) {
    case 'found':
      return lookup.key;
    case 'unknown':
      return deny('key.unknown', { expected: `a key that ${name} publishes`, actual: lookup.reason });
    case 'unsuitable':
      return deny('key.unsuitable', { expected: `a key for ${algorithm}`, actual: lookup.reason });
    case 'unavailable':
      return deny('key.unavailable', {
        expected: `the keys of ${name}`,
        actual: lookup.reason,
        retryAfter: lookup.retryAfter,
      });
  }
}
