/** Which of the issuer's keys can the token mean? RFC 7515 §4.1.4. Never a key that the token brings itself. */

import { type Denial, deny } from '../../decision/denial.js';
import type { KeyFinder, VerificationKey } from '../../keys/key-ring.js';
import type { FoundKeys, UnavailableKeys } from '../../keys/set/keys.js';
import type { Algorithm } from '../../jose/algorithms.js';
import type { IssuerEntry } from '../../policy/compile/service-policy.js';
import type { Header } from './format.js';

/** The keys of every issuer, kept apart. */
export interface RingLookup {
  ringOf(entry: IssuerEntry): KeyFinder;
  /** What the policy's source is called that a key comes from. */
  sourceOf(entry: IssuerEntry, key: VerificationKey): string | undefined;
  /** A signature of this issuer was good: its ring is kept before one that only forged tokens have asked for. */
  prove(entry: IssuerEntry): void;
}

/** Looks keys up by (issuer, kid): two issuers may use one `kid` and never meet. */
export async function findKeys(
  { kid }: Header,
  { policy }: IssuerEntry,
  algorithm: Algorithm,
  ring: Pick<KeyFinder, 'find'>,
): Promise<FoundKeys | Denial> {
  const lookup = await ring.find(kid, algorithm);
  switch (lookup.state) {
    case 'found':
      return lookup;
    case 'unknown':
      return deny('key.unknown', { expected: `a key of ${policy.name}`, actual: lookup.reason });
    case 'unsuitable':
      return deny('key.unsuitable', { expected: `a key for ${algorithm}`, actual: lookup.reason });
    case 'unavailable':
      return denyUnavailable(lookup, policy);
  }
}

/** The key of the token may be one that cannot be looked up now. */
export function denyUnavailable(
  { reason, retryAfter }: UnavailableKeys,
  { name }: IssuerEntry['policy'],
): Denial {
  return deny('key.unavailable', { expected: `the keys of ${name}`, actual: reason, retryAfter });
}
