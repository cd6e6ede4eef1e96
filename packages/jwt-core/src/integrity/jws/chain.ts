/**
 * Integrity: did a trusted issuer say exactly this? Each step takes what the step before made, so that no later
 * step can be called on a token that did not come through the earlier ones.
 */

import type { VerifiedTokens } from '../token-cache.js';
import { Denial } from '../../decision/denial.js';
import type { Trace } from '../../decision/trace.js';
import type { VerificationKey } from '../../keys/key-ring.js';
import type { ServicePolicy } from '../../policy/compile/service-policy.js';
import type { AccessRequest } from '../../request/access-request.js';
import { checkAlgorithm } from './algorithm.js';
import { checkCredential, findCredential, type Credential } from '../credential.js';
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
 * From bytes to a signed token, or the first reason why not. At once where the token was verified before, or where it is
 * refused before its signature is looked at. `now` in seconds.
 */
export function establishIntegrity(
  request: AccessRequest,
  grounds: IntegrityGrounds,
  now: number,
  trace: Trace,
): Outcome | Promise<Outcome> {
  const { policy, verified } = grounds;
  const sent = findCredential(request, policy.maxTokenBytes);
  if (sent instanceof Denial) return trace.step('credential', sent);
  if (verified === undefined) return verify(sent, grounds, trace);
  const name = verified.nameOf(sent.token);
  const known = verified.recall(name, grounds, now);
  return known === undefined
    ? verifyOnce(sent, { name, verified, grounds, now }, trace)
    : trace.recall(known);
}

/** Where and when a token will be remembered. */
interface Memory {
  readonly name: string;
  readonly verified: VerifiedTokens;
  readonly grounds: IntegrityGrounds;
  readonly now: number;
}

/** One verification for all who bring the same token meanwhile. */
function verifyOnce(
  credential: Credential,
  { name, verified, grounds, now }: Memory,
  trace: Trace,
): Outcome | Promise<Outcome> {
  const recall = (): SignedToken | undefined => {
    const known = verified.recall(name, grounds, now);
    return known && trace.recall(known);
  };
  const remember = (token: SignedToken): void => {
    verified.remember(name, token, now);
  };
  return verified.once(name, recall, () => verify(credential, grounds, trace, remember));
}

/** A signed token, or why it is none. */
type Outcome = SignedToken | Denial;

function verify(
  credential: Credential,
  { policy, rings }: IntegrityGrounds,
  trace: Trace,
  remember?: (token: SignedToken) => void,
): Denial | Promise<Outcome> {
  const parsed = parseToken(credential);
  // What is in canonical form is one b64token as well; only of other things that is a question.
  const objection = trace.step(
    'credential',
    parsed instanceof Denial ? checkCredential(credential) : undefined,
  );
  if (objection !== undefined) return objection;
  const token = trace.step('format', parsed);
  if (token instanceof Denial) return token;
  const attributed = trace.step('issuer', attribute(token, policy));
  if (attributed instanceof Denial) return attributed;
  const { entry } = attributed;
  trace.issuer = entry.policy.name;
  const algorithm = trace.step('algorithm', checkAlgorithm(token.header, entry.policy));
  if (algorithm instanceof Denial) return algorithm;
  trace.algorithm = algorithm;
  const check = (found: VerificationKey | Denial): Denial | Promise<Outcome> => {
    const key = trace.step('key', found);
    if (key instanceof Denial) return key;
    trace.keyId = key.keyId;
    return verifySignature(attributed, key).then((outcome) => {
      const signed = trace.step('signature', outcome);
      if (signed instanceof Denial) return signed;
      rings.prove(entry);
      remember?.(signed);
      return signed;
    });
  };
  const key = findKey(token.header, entry, algorithm, rings);
  return key instanceof Promise ? key.then(check) : check(key);
}
