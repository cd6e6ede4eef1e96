import { deny, inWords, listNames, type Denial } from '../../decision/denial.js';
import { claimNameOf, findClaim, type ClaimPath } from '../../policy/model/claim-path.js';
import type { Opinion } from '../../verify/opinions.js';
import { firstMismatch } from '../../policy/compile/matchers.js';
import type { WrittenDetail } from '../../report/redaction.js';
import type { SignedToken } from '../../integrity/jws/signature.js';
import type {
  GrantPolicy,
  NamedIdentity,
  OperationPolicy,
  RulePolicy,
} from '../../policy/compile/service-policy.js';
import { detailOf } from '../claims.js';
import type { TokenFacts } from '../../integrity/facts/facts.js';
import type { Names } from '../../integrity/facts/names.js';
import { knownOperation, type Check, type Question } from '../question.js';
import { MALFORMED, type Reading } from '../../integrity/facts/reading.js';

/** May this token do this? One `allow` rule is enough; within a rule, everything must hold. */
export const operation: Check = {
  layer: 'operation',
  check(question) {
    if (question.operation === undefined) return undefined;
    if (question.operation === 'unknown')
      return deny('operation.unknown', { expected: 'an operation of the policy' });
    if (question.conflict !== undefined) return denyConflict(question.operation, question.conflict);
    return isShadowed(question.operation, question.now) ? undefined : judgeRules(question).denial;
  },
};

/** Refuses a request that was taken for another operation before. */
export function denyConflict({ name }: OperationPolicy, { operation, isByRoute }: Opinion): Denial {
  const how = isByRoute ? 'found by method and path' : 'named by the program';
  return deny('operation.conflict', { expected: `${operation}, ${how}`, actual: name });
}

/** What the `allow` rules of the operation say. */
export interface RulesVerdict {
  /** The first rule that allows this token, with its index. */
  readonly allowing: { readonly index: number; readonly rule: RulePolicy } | undefined;
  /** Why none does: told by the first rule that is for this kind of caller, else by the first. */
  readonly denial: Denial | undefined;
}

/** The same for the check and for whoever concludes from it: found out once for each question. */
export function judgeRules(question: Question): RulesVerdict {
  return (question.rules ??= askRules(question));
}

/** Asks one rule after the other. An operation without rules allows everybody who came so far. */
function askRules(question: Question): RulesVerdict {
  let denial: Denial | undefined;
  let index = 0;
  for (const rule of knownOperation(question)?.rules ?? []) {
    const objection = judge(rule, question);
    if (objection === undefined) return { allowing: { index, rule }, denial: undefined };
    if (denial === undefined || (fits(objection) && !fits(denial))) denial = objection;
    index += 1;
  }
  return { allowing: undefined, denial };
}

/** Whether the rules are on trial: they are decided and reported, and not enforced until a day that the policy names. */
export function isShadowed({ shadowUntil }: OperationPolicy, now: number): boolean {
  return shadowUntil !== undefined && now * 1000 < shadowUntil;
}

/**
 * Who comes first: a caller whom the rule is not for is not sent to fetch a scope that would not help.
 */
function judge(rule: RulePolicy, question: Question): Denial | undefined {
  const { facts } = question;
  return (
    checkWho(rule, question) ??
    checkScopes(rule.scopes, question) ??
    checkRoles(rule.roles, question) ??
    checkActor(rule, facts) ??
    checkConditions(rule, question)
  );
}

/** Whether the rule that objected is for this kind of caller at all. */
function fits({ code }: Denial): boolean {
  return code !== 'operation.principal' && code !== 'operation.identity';
}

function checkWho({ who }: RulePolicy, question: Question): Denial | undefined {
  if ('identity' in who) return checkIdentity(who.identity, question);
  if (question.facts.principal === who.principal) return undefined;
  return deny('operation.principal', { expected: who.principal, actual: inWords(question.facts.principal) });
}

function checkIdentity(identity: NamedIdentity, { token }: Question): Denial | undefined {
  const expected = `the identity ${identity.name}`;
  if (token.entry.policy.name !== identity.issuer) {
    return deny('operation.identity', { expected, actual: `a token of ${token.entry.policy.name}` });
  }
  const mismatch = firstMismatch(identity.require, token.claims);
  if (mismatch === undefined) return undefined;
  const detail = detailOf(mismatch);
  return deny('operation.identity', { ...detail, expected: `${expected}: ${detail.expected}` });
}

function checkScopes(wanted: GrantPolicy | undefined, { facts, token }: Question): Denial | undefined {
  if (wanted === undefined || isGranted(wanted, facts.scopes)) return undefined;
  const detail = describeGrants(wanted, facts.scopes, token, token.entry.policy.scopeClaim);
  return deny('operation.scope', { ...detail, scopes: wanted.names });
}

function checkRoles(wanted: GrantPolicy | undefined, { facts, token }: Question): Denial | undefined {
  if (wanted === undefined || isGranted(wanted, facts.roles)) return undefined;
  return deny('operation.role', describeGrants(wanted, facts.roles, token, token.entry.policy.roleClaim));
}

function isGranted({ mode, names }: GrantPolicy, held: Reading<Names>): boolean {
  if (held === MALFORMED) return false;
  const isEvery = mode === 'every';
  // The first that is missing decides for `every`, the first that is there for `some`.
  for (const name of names) if (held.set.has(name) !== isEvery) return !isEvery;
  return isEvery;
}

/** What was asked for, in which claim it was looked for, and what the claim says. */
function describeGrants(
  { mode, names }: GrantPolicy,
  held: Reading<Names>,
  { claims }: SignedToken,
  path: ClaimPath,
): WrittenDetail {
  const wanted = `${mode === 'every' ? 'all' : 'one'} of ${listNames(names)}`;
  const expected = `the claim ${claimNameOf(path)} with ${wanted}`;
  if (held === MALFORMED) return { expected, actual: 'another type' };
  const isAbsent = findClaim(claims, path).state === 'absent';
  return { expected, actual: isAbsent ? 'no such claim' : inWords(held.list) };
}

function checkActor({ actor: wanted }: RulePolicy, { actor }: TokenFacts): Denial | undefined {
  if (wanted === undefined) {
    return actor === undefined
      ? undefined
      : deny('operation.actor', { expected: 'no actor', actual: 'an actor' });
  }
  if (actor === undefined || actor === MALFORMED) {
    return deny('operation.actor', { expected: 'an actor (act)', actual: 'none' });
  }
  const mismatch = firstMismatch(wanted, actor);
  return mismatch && deny('operation.actor', detailOf(mismatch));
}

function checkConditions({ where }: RulePolicy, { token }: Question): Denial | undefined {
  const mismatch = firstMismatch(where, token.claims);
  return mismatch && deny('operation.condition', detailOf(mismatch));
}
