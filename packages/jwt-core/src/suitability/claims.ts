import { deny, inWords, type Denial } from '../decision/denial.js';
import { firstMismatch, type Mismatch } from '../policy/matchers.js';
import { MALFORMED, type TokenFacts } from './facts.js';
import type { Check, Question } from './question.js';

/**
 * Does the token say what every token of its issuer must say? Wrong types fail here, whether a rule uses the
 * claim or not: a service that ignores `scope` today may read it tomorrow.
 */
export const claims: Check = {
  layer: 'claims',
  check(question) {
    const required = requirements(question);
    return (
      firstWith(required, 'absent') ??
      missingPrincipal(question) ??
      malformedFact(question.facts) ??
      firstWith(required, 'misfit') ??
      firstWith(required, 'no')
    );
  },
};

/** Every requirement that does not hold, in the order of the policy. */
function requirements({ token: { claims: found, issuer } }: Question): readonly Mismatch[] {
  return issuer.require.flatMap((test) => firstMismatch([test], found) ?? []);
}

const CODES = { absent: 'claims.missing', misfit: 'claims.malformed', no: 'claims.mismatch' } as const;

function firstWith(mismatches: readonly Mismatch[], match: Mismatch['match']): Denial | undefined {
  const mismatch = mismatches.find((each) => each.match === match);
  return mismatch && deny(CODES[match], detailOf(mismatch));
}

/** What a matcher wanted, and what the claim says, in words. */
export function detailOf({ expected, lookup }: Mismatch): {
  readonly expected: string;
  readonly actual: string;
} {
  return { expected, actual: lookup.state === 'found' ? inWords(lookup.value) : 'no such claim' };
}

/** `principal: auto` can tell a workload from a user only by both claims (RFC 9068 §2.2 requires them). */
function missingPrincipal({ facts, token: { issuer } }: Question): Denial | undefined {
  if (issuer.principal !== 'auto') return undefined;
  if (facts.subject === undefined) return deny('claims.missing', { expected: 'sub, for principal: auto' });
  if (facts.clientId === undefined)
    return deny('claims.missing', { expected: 'client_id, for principal: auto' });
  return undefined;
}

const FACTS = {
  subject: 'sub as a string that is not empty',
  clientId: 'client_id as a string that is not empty',
  tokenId: 'jti as a string that is not empty',
  scopes: 'scopes as a space-delimited string or a list of strings',
  roles: 'roles as a space-delimited string or a list of strings',
  actor: 'act as an object',
} as const satisfies Partial<Record<keyof TokenFacts, string>>;

function malformedFact(facts: TokenFacts): Denial | undefined {
  for (const [name, expected] of Object.entries(FACTS)) {
    if (facts[name as keyof typeof FACTS] === MALFORMED) {
      return deny('claims.malformed', { expected, actual: 'another type' });
    }
  }
  return undefined;
}
