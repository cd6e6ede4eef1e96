import { deny, inWords, listNames, type Denial, type WrittenDetail } from '../../decision/denial.js';
import type { Evidence } from '../../integrity/evidence.js';
import type { Names } from '../../integrity/facts/names.js';
import { MALFORMED, type Reading } from '../../integrity/facts/reading.js';
import type { GrantPolicy, RulePolicy } from '../../policy/compile/service-policy.js';
import { claimNameOf, findClaim, type ClaimPath } from '../../policy/model/claim-path.js';

/** Was the token granted the scopes that the rule asks for? */
export function checkScopes({ scopes: wanted }: RulePolicy, evidence: Evidence): Denial | undefined {
  const { facts, token } = evidence;
  if (wanted === undefined || isGranted(wanted, facts.scopes)) return undefined;
  const detail = describe(wanted, facts.scopes, evidence, token.entry.policy.scopeClaim);
  return deny('operation.scope', { ...detail, scopes: wanted.names });
}

/** Does it name the roles that the rule asks for? */
export function checkRoles({ roles: wanted }: RulePolicy, evidence: Evidence): Denial | undefined {
  const { facts, token } = evidence;
  if (wanted === undefined || isGranted(wanted, facts.roles)) return undefined;
  return deny('operation.role', describe(wanted, facts.roles, evidence, token.entry.policy.roleClaim));
}

function isGranted({ mode, names }: GrantPolicy, held: Reading<Names>): boolean {
  if (held === MALFORMED) return false;
  const isEvery = mode === 'every';
  // The first that is missing decides for `every`, the first that is there for `some`.
  for (const name of names) if (held.set.has(name) !== isEvery) return !isEvery;
  return isEvery;
}

/** What was asked for, in which claim it was looked for, and what the claim says. */
function describe(
  { mode, names }: GrantPolicy,
  held: Reading<Names>,
  { token }: Evidence,
  path: ClaimPath,
): WrittenDetail {
  const wanted = `${mode === 'every' ? 'all' : 'one'} of ${listNames(names)}`;
  const expected = `the claim ${claimNameOf(path)} with ${wanted}`;
  if (held === MALFORMED) return { expected, actual: 'another type' };
  const isAbsent = findClaim(token.claims, path).state === 'absent';
  return { expected, actual: isAbsent ? 'no such claim' : inWords(held.list) };
}
