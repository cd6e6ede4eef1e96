/**
 * Signed tokens: did a trusted issuer sign exactly this? Each step takes what the step before made, so that no later
 * step can be called on a token that did not come through the earlier ones.
 */

import { Denial } from '../../decision/denial.js';
import type { Trace } from '../../decision/trace.js';
import { selectIssuer } from '../../policy/compile/select-issuer.js';
import type { IssuerEntry } from '../../policy/compile/service-policy.js';
import type { Algorithm } from '../../jose/algorithms.js';
import type { Authentication, AuthenticationContext, Authenticator } from '../authenticator.js';
import { checkCredential, type Credential } from '../credential/credential.js';
import { authenticatedJws, type AuthenticatedToken } from '../evidence.js';
import { checkAlgorithm } from './algorithm.js';
import { parseToken } from './format.js';
import { attribute, type AttributedToken } from './issuer.js';
import { findKey, type RingLookup } from './key.js';
import { verifySignature } from './signature.js';

/** Signed JWTs in compact serialisation (RFC 7515 §3.1). */
export const jwsAuthenticator: Authenticator = { read, reaffirm };

function read(
  credential: Credential,
  { policy, rings }: AuthenticationContext,
  trace: Trace,
): Denial | Authentication {
  const parsed = parseToken(credential);
  // What is in canonical form is one b64token as well: only other texts are looked at again.
  const malformed = parsed instanceof Denial ? checkCredential(credential) : undefined;
  trace.step('credential', malformed);
  if (malformed !== undefined) return malformed;
  const token = trace.step('format', parsed);
  if (token instanceof Denial) return token;
  const attributed = trace.step('issuer', attribute(token, policy));
  if (attributed instanceof Denial) return attributed;
  const { entry } = attributed;
  trace.issuer = entry.policy.name;
  const algorithm = trace.step('algorithm', checkAlgorithm(token.header, entry.policy));
  if (algorithm instanceof Denial) return algorithm;
  trace.algorithm = algorithm;
  return () => verify(attributed, algorithm, rings, trace);
}

async function verify(
  attributed: AttributedToken,
  algorithm: Algorithm,
  rings: RingLookup,
  trace: Trace,
): Promise<AuthenticatedToken | Denial> {
  const { token, entry } = attributed;
  const ring = rings.ringOf(entry);
  const held = ring.held(token.header.kid, algorithm);
  const key = trace.step('key', held ?? (await findKey(token.header, entry, algorithm, ring)));
  if (key instanceof Denial) return key;
  trace.keyId = key.keyId;
  const signed = trace.step('signature', await verifySignature(attributed, key));
  if (!(signed instanceof Denial)) rings.prove(entry);
  return signed;
}

function reaffirm(
  token: AuthenticatedToken,
  { policy, rings }: AuthenticationContext,
): AuthenticatedToken | undefined {
  const { header, key, claims } = token;
  const entry = entryOf(token, policy);
  if (entry?.policy.algorithms.has(key.algorithm) !== true) return undefined;
  if (rings.ringOf(entry).held(header.kid, key.algorithm) !== key) return undefined;
  return entry === token.entry ? token : authenticatedJws({ header, key, claims, entry });
}

/** The issuer as the policy that is now in force has it, selected as for the first time. */
function entryOf(
  { claims }: AuthenticatedToken,
  policy: AuthenticationContext['policy'],
): IssuerEntry | undefined {
  const selection = selectIssuer(policy, claims);
  return selection?.accepted.get(selection.name);
}
