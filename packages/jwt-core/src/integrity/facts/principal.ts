/** Does a token speak of a person, or of a program that acts on its own account? */

import type { Principal } from '../../request/principal.js';
import type { Claims } from '../../json/json-value.js';
import { firstMismatch, type ClaimTest } from '../../policy/compile/matchers.js';
import type { IssuerPolicy, PrincipalPolicy } from '../../policy/compile/service-policy.js';
import { impersonalMark } from './impersonal.js';
import type { Reading } from './reading.js';

/** What tells a client that acts for itself. */
interface Parties {
  readonly subject: Reading<string | undefined>;
  readonly clientId: Reading<string | undefined>;
}

/**
 * The principal by what the issuer's policy asks; `undefined` where the claims do not say. A token that names a program
 * is never a person's, whatever a document or a profile says of its issuer.
 */
export function principalOf(
  { principal: policy, subjectOptional }: Pick<IssuerPolicy, 'principal' | 'subjectOptional'>,
  claims: Claims,
  parties: Parties,
): Principal | undefined {
  // A person always has a sub: the document cannot say both principal: user and lacks: { sub: workload }.
  if (subjectOptional && parties.subject === undefined) return 'workload';
  const isImpersonal = impersonalMark(claims) !== undefined;
  if (policy === 'marked') return isImpersonal ? 'workload' : 'user';
  const principal = principalByPolicy(policy, claims, parties);
  return principal === 'user' && isImpersonal ? undefined : principal;
}

function principalByPolicy(
  policy: Exclude<PrincipalPolicy, 'marked'>,
  claims: Claims,
  { subject, clientId }: Parties,
): Principal | undefined {
  if (policy === 'auto') {
    // RFC 9068 §5: a client that acts for itself is its own subject.
    if (typeof subject !== 'string' || typeof clientId !== 'string') return undefined;
    return subject === clientId ? 'workload' : 'user';
  }
  if (typeof policy === 'string') return policy;
  const holds = (alternatives: readonly (readonly ClaimTest[])[]): boolean =>
    alternatives.some((tests) => firstMismatch(tests, claims) === undefined);
  if (holds(policy.workload)) return 'workload';
  return holds(policy.user) ? 'user' : undefined;
}
