/** Which of the issuer's keys does the token name? RFC 7515 §4.1.4. Never a key that the token brings itself. */

import type { Denial } from '../decision/denial.js';
import { deny } from '../decision/denial.js';
import type { KeyRings, VerificationKey } from '../keys/key-ring.js';
import type { Algorithm } from '../policy/algorithms.js';
import type { IssuerPolicy } from '../policy/service-policy.js';
import type { Header } from './format.js';

/** Looks the key up by (issuer, kid): two issuers may use one `kid` and never meet. */
export async function findKey(
  header: Header,
  issuer: IssuerPolicy,
  algorithm: Algorithm,
  rings: KeyRings,
): Promise<VerificationKey | Denial> {
  const ring = rings.get(issuer.name);
  if (ring === undefined) return deny('key.unavailable', { expected: `keys of ${issuer.name}` });
  const lookup = await ring.find(header.kid, algorithm);
  switch (lookup.state) {
    case 'found':
      return lookup.key;
    case 'unknown':
      return deny('key.unknown', { expected: `a key that ${issuer.name} publishes`, actual: lookup.reason });
    case 'unsuitable':
      return deny('key.unsuitable', { expected: `a key for ${algorithm}`, actual: lookup.reason });
    case 'unavailable':
      return deny('key.unavailable', {
        expected: `the keys of ${issuer.name}`,
        actual: lookup.reason,
        retryAfter: lookup.retryAfter,
      });
  }
}
