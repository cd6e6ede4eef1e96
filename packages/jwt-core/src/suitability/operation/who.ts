import { deny, inWords, type Denial } from '../../decision/denial.js';
import type { Evidence } from '../../integrity/evidence.js';
import { firstMismatch } from '../../policy/compile/matchers.js';
import type { NamedIdentity, RulePolicy } from '../../policy/compile/service-policy.js';
import { detailOf } from '../mismatch.js';

/** Is the rule for this caller: any user or workload, of any issuer or of one, or one named identity? */
export function checkWho({ who }: RulePolicy, evidence: Evidence): Denial | undefined {
  if ('identity' in who) return checkIdentity(who.identity, evidence);
  const { principal } = evidence.facts;
  if (who.principal !== undefined && who.principal !== principal) {
    return deny('operation.principal', { expected: who.principal, actual: inWords(principal) });
  }
  const issuer = evidence.token.entry.policy.name;
  if (who.issuer === undefined || who.issuer === issuer) return undefined;
  return deny('operation.principal', {
    expected: `a token of ${who.issuer}`,
    actual: `a token of ${issuer}`,
  });
}

function checkIdentity(identity: NamedIdentity, { token }: Evidence): Denial | undefined {
  const expected = `the identity ${identity.name}`;
  const issuer = token.entry.policy.name;
  if (issuer !== identity.issuer) {
    return deny('operation.identity', { expected, actual: `a token of ${issuer}` });
  }
  const mismatch = firstMismatch(identity.require, token.claims);
  if (mismatch === undefined) return undefined;
  const detail = detailOf(mismatch);
  return deny('operation.identity', { ...detail, expected: `${expected}: ${detail.expected}` });
}
