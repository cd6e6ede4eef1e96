/**
 * Integrity: did a trusted issuer say exactly this? Each step takes what the step before made, so that no later
 * step can be called on a token that did not come through the earlier ones.
 */

import type { VerifiedTokens } from '../cache/verified-tokens.js';
import { Denial } from '../decision/denial.js';
import type { Trace } from '../decision/trace.js';
import type { VerificationKey } from '../keys/key-ring.js';
import type { ServicePolicy } from '../policy/service-policy.js';
import type { AccessRequest } from '../request.js';
import { checkAlgorithm } from './algorithm.js';
import { readCredential, type Credential } from './credential.js';
import { parseToken } from './format.js';
import { attribute } from './issuer.js';
import { findKey, type RingLookup } from './key.js';
import { verifySignature, type SignedToken } from './signature.js';

/** The steps of integrity, in order. */
export const INTEGRITY_LAYERS = ['credential', 'format', 'issuer', 'algorithm', 'key', 'signature'] as const;

/** What integrity is established by. */
export interface IntegrityGrounds {
  readonly policy: ServicePolicy;
  readonly rings: RingLookup;
  /** `undefined`: every token is verified each time. */
  readonly verified: VerifiedTokens | undefined;
}

/**
 * From bytes to a signed token, or the first reason why not. At once where the token was verified before.
 * `now` in seconds.
 */
export function establishIntegrity(
  request: AccessRequest,
  grounds: IntegrityGrounds,
  now: number,
  trace: Trace,
): SignedToken | Denial | Promise<SignedToken | Denial> {
  const { policy, verified } = grounds;
  const credential = trace.step('credential', readCredential(request, policy.maxTokenBytes));
  if (credential instanceof Denial) return credential;
  if (verified === undefined) return verify(credential, grounds, trace);
  const name = verified.nameOf(credential.token);
  const recall = (): SignedToken | undefined => verified.recall(name, grounds, now);
  const known = recall();
  if (known !== undefined) return trace.recall(known);
  return verified.once(name, async () => {
    const meanwhile = recall();
    if (meanwhile !== undefined) return trace.recall(meanwhile);
    return verify(credential, grounds, trace, (token, key) => {
      verified.remember(name, token, key, now);
    });
  });
}

async function verify(
  credential: Credential,
  { policy, rings }: IntegrityGrounds,
  trace: Trace,
  remember?: (token: SignedToken, key: VerificationKey) => void,
): Promise<SignedToken | Denial> {
  const token = trace.step('format', parseToken(credential));
  if (token instanceof Denial) return token;
  const attributed = trace.step('issuer', attribute(token, policy));
  if (attributed instanceof Denial) return attributed;
  const { entry } = attributed;
  trace.issuer = entry.policy.name;
  const algorithm = trace.step('algorithm', checkAlgorithm(token.header, entry.policy));
  if (algorithm instanceof Denial) return algorithm;
  trace.algorithm = algorithm;
  const key = trace.step('key', await findKey(token.header, entry, algorithm, rings));
  if (key instanceof Denial) return key;
  trace.keyId = key.keyId;
  const signed = trace.step('signature', await verifySignature(attributed, key));
  if (!(signed instanceof Denial)) remember?.(signed, key);
  return signed;
}
