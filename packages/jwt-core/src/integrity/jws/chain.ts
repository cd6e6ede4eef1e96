/**
 * Signed tokens: did a trusted issuer sign exactly this? Each step takes what the step before made, so that no later
 * step can be called on a token that did not come through the earlier ones.
 */

import { Denial } from '../../decision/denial.js';
import { layerOf } from '../../decision/reasons.js';
import type { Trace } from '../../decision/trace.js';
import { selectIssuer } from '../../policy/compile/select-issuer.js';
import type { IssuerEntry } from '../../policy/compile/service-policy.js';
import type { Algorithm } from '../../jose/algorithms.js';
import type { VerificationKey } from '../../keys/key-ring.js';
import type { Authentication, AuthenticationContext, Authenticator } from '../authenticator.js';
import { checkCredential, type Credential } from '../credential.js';
import { authenticatedJws, type AuthenticatedToken } from '../evidence.js';
import { checkAlgorithm } from './algorithm.js';
import { parseToken } from './format.js';
import { attribute, type AttributedToken } from './issuer.js';
import { denyUnavailable, findKeys, type RingLookup } from './key.js';
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
  const { entry } = attributed;
  const outcome = await authenticate(attributed, algorithm, rings, trace);
  const isOfKey = outcome instanceof Denial && layerOf(outcome.code) === 'key';
  trace.step('key', isOfKey ? outcome : undefined);
  if (isOfKey) return outcome;
  trace.step('signature', outcome);
  if (outcome instanceof Denial) return outcome;
  trace.keyId = outcome.key.keyId;
  trace.keySource = outcome.keySource;
  rings.prove(entry);
  return outcome;
}

/**
 * Tries the keys at hand. Where none of them made the signature, all sources of the issuer are asked for keys: one of them
 * may have another key under the same `kid`, or keys without a `kid`.
 */
async function authenticate(
  attributed: AttributedToken,
  algorithm: Algorithm,
  rings: RingLookup,
  trace: Trace,
): Promise<AuthenticatedToken | Denial> {
  const { token, entry } = attributed;
  const { header } = token;
  const ring = rings.ringOf(entry);
  const signedBy = (keys: readonly VerificationKey[]): Promise<AuthenticatedToken | Denial> => {
    const [only, ...others] = keys;
    if (only !== undefined && others.length === 0) trace.keyId = only.keyId;
    return verifySignature(attributed, keys, (key) => rings.sourceOf(entry, key));
  };
  const held = ring.held(header.kid, algorithm);
  const early = await signedBy(held);
  if (!(early instanceof Denial)) return early;
  const found = await findKeys(header, entry, algorithm, ring);
  if (found instanceof Denial) return found;
  const late = await signedBy(found.keys.filter((key) => !held.includes(key)));
  if (!(late instanceof Denial) || found.missing === undefined) return late;
  return denyUnavailable(found.missing, entry.policy);
}

function reaffirm(
  token: AuthenticatedToken,
  { policy, rings }: AuthenticationContext,
): AuthenticatedToken | undefined {
  const { header, key, claims } = token;
  const entry = entryOf(token, policy);
  if (entry?.policy.algorithms.has(key.algorithm) !== true) return undefined;
  if (!rings.ringOf(entry).held(header.kid, key.algorithm).includes(key)) return undefined;
  if (entry === token.entry) return token;
  return authenticatedJws({ header, key, keySource: rings.sourceOf(entry, key), claims, entry });
}

/** The issuer as the policy that is now in force has it, selected as for the first time. */
function entryOf(
  { claims }: AuthenticatedToken,
  policy: AuthenticationContext['policy'],
): IssuerEntry | undefined {
  const selection = selectIssuer(policy, claims);
  return selection?.accepted.get(selection.name);
}
