/**
 * Integrity: did a trusted issuer say exactly this? Each step takes what the step before made, so that no later
 * step can be called on a token that did not come through the earlier ones.
 */

import { Denial } from '../decision/denial.js';
import type { Trace } from '../decision/trace.js';
import type { ServicePolicy } from '../policy/service-policy.js';
import type { AccessRequest } from '../request.js';
import { checkAlgorithm } from './algorithm.js';
import { readCredential } from './credential.js';
import { parseToken } from './format.js';
import { attribute } from './issuer.js';
import { findKey, type RingLookup } from './key.js';
import { verifySignature, type SignedToken } from './signature.js';

/** The steps of integrity, in order. */
export const INTEGRITY_LAYERS = ['credential', 'format', 'issuer', 'algorithm', 'key', 'signature'] as const;

/** From bytes to a signed token, or the first reason why not. */
export async function establishIntegrity(
  request: AccessRequest,
  policy: ServicePolicy,
  rings: RingLookup,
  trace: Trace,
): Promise<SignedToken | Denial> {
  const credential = trace.step('credential', readCredential(request, policy.maxTokenBytes));
  if (credential instanceof Denial) return credential;
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
  return trace.step('signature', await verifySignature(attributed, key));
}
