import { deny, inWords, type Denial } from '../decision/denial.js';
import type { Claims } from '../json/json-value.js';
import { impersonalMark } from '../integrity/facts/impersonal.js';
import type { Mismatch } from '../policy/compile/matchers.js';
import { trustDomainOf } from '../policy/model/spiffe-id.js';
import { detailOf } from './mismatch.js';
import type { TokenFacts } from '../integrity/facts/facts.js';
import type { Evidence } from '../integrity/evidence.js';
import type { Check } from './question.js';

/**
 * Does the token say what every token of its issuer must say? Wrong types fail here, whether a rule uses the
 * claim or not: a service that ignores `scope` today may read it tomorrow.
 */
export const claims: Check = {
  layer: 'claims',
  check(question) {
    const { facts } = question.evidence;
    const { unmet } = facts;
    return (
      firstWith(unmet, 'absent') ??
      missingClaim(question.evidence) ??
      malformedFact(facts) ??
      firstWith(unmet, 'wrongType') ??
      firstWith(unmet, 'no') ??
      mismatch(question.evidence)
    );
  },
};

const CODES = { absent: 'claims.missing', wrongType: 'claims.malformed', no: 'claims.mismatch' } as const;

function firstWith(mismatches: readonly Mismatch[], match: Mismatch['match']): Denial | undefined {
  for (const each of mismatches) if (each.match === match) return deny(CODES[match], detailOf(each));
  return undefined;
}

/** A person has a `sub`; `principal: auto` tells a workload from a user by both claims (RFC 9068 §2.2 requires them). */
function missingClaim({ facts, token }: Evidence): Denial | undefined {
  const { principal, trustDomain, clientClaim, subjectOptional } = token.entry.policy;
  const asksSubject = principal === 'auto' || principal === 'user' || trustDomain !== undefined;
  const lacksSubject = facts.subject === undefined;
  if (asksSubject && lacksSubject && !subjectOptional) return deny('claims.missing', { expected: 'sub' });
  if (principal === 'auto' && facts.clientId === undefined) {
    return deny('claims.missing', { expected: `${clientClaim}, for principal: auto` });
  }
  return undefined;
}

/** What the issuer's own policy says, besides its matchers. */
function mismatch({ facts, token }: Evidence): Denial | undefined {
  const issuer = token.entry.policy;
  const { subject } = facts;
  if (issuer.trustDomain !== undefined && typeof subject === 'string') {
    const trustDomain = trustDomainOf(subject);
    const expected = `sub as a SPIFFE ID of ${issuer.trustDomain}`;
    if (trustDomain === undefined) return deny('claims.malformed', { expected, actual: inWords(subject) });
    if (trustDomain !== issuer.trustDomain)
      return deny('claims.mismatch', { expected, actual: inWords(subject) });
  }
  const { principal } = facts;
  const wanted = issuer.onlyPrincipal ?? (issuer.principal === 'user' ? 'user' : principal);
  if (principal !== undefined && principal === wanted) return undefined;
  return deny('claims.mismatch', {
    expected: `claims of a ${wanted ?? 'user or of a workload'}`,
    actual: principal === undefined ? neither(token.claims) : `claims of a ${principal}`,
  });
}

/** Why nothing in the claims says who is meant. */
function neither(claims: Claims): string {
  const mark = impersonalMark(claims);
  return mark === undefined ? 'claims of neither' : `a claim that no user has: ${mark}`;
}

function malformedFact({ wrongType }: TokenFacts): Denial | undefined {
  return wrongType === undefined
    ? undefined
    : deny('claims.malformed', { expected: wrongType, actual: 'another type or form' });
}
