/** Did the issuer sign exactly this? From here on the claims are the issuer's word. */

import { type Denial, deny } from '../../decision/denial.js';
import type { VerificationKey } from '../../keys/key-ring.js';
import { authenticatedJws, type JwsToken } from '../evidence.js';
import { readUntrusted } from './format.js';
import type { AttributedToken } from './issuer.js';
import { isSignedBy } from './signed-by.js';

/** Verifies the signature of a token that came through the whole chain: one of these keys must have made it. */
export async function verifySignature(
  { token, entry }: AttributedToken,
  keys: readonly VerificationKey[],
  sourceOf: (key: VerificationKey) => string | undefined,
): Promise<JwsToken | Denial> {
  for (const key of keys) {
    if (!(await isSignedBy(token, key))) continue;
    const claims = readUntrusted(token.claims);
    return authenticatedJws({ header: token.header, key, keySource: sourceOf(key), claims, entry });
  }
  return deny('signature.invalid', {
    expected: `a signature of ${entry.policy.name}`,
    actual: 'another signature',
  });
}
