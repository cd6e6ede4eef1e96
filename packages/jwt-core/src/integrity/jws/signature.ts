/** Did the issuer sign exactly this? From here on the claims are the issuer's word. */

import { type Denial, deny } from '../../decision/denial.js';
import type { VerificationKey } from '../../keys/key-ring.js';
import { authenticatedJws, type JwsToken } from '../evidence.js';
import { readUntrusted } from './format.js';
import type { AttributedToken } from './issuer.js';
import { isSignedBy } from './signed-by.js';

/** Verifies the signature of a token that came through the whole chain. */
export async function verifySignature(
  { token, entry }: AttributedToken,
  key: VerificationKey,
): Promise<JwsToken | Denial> {
  if (await isSignedBy(token, key)) {
    return authenticatedJws({ header: token.header, key, claims: readUntrusted(token.claims), entry });
  }
  return deny('signature.invalid', {
    expected: `a signature of ${entry.policy.name}`,
    actual: 'another signature',
  });
}
