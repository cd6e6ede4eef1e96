import type { Denial } from '../../decision/denial.js';
import type { RulePolicy } from '../../policy/compile/service-policy.js';
import type { Question } from '../question.js';
import { checkActor } from './actor.js';
import { checkConditions } from './conditions.js';
import { checkRoles, checkScopes } from './grants.js';
import { RulesVerdict } from './rules-verdict.js';
import { checkWho } from './who.js';

/** Asks one rule after the other. An operation without rules allows every caller that came so far. */
export function checkRules(rules: readonly RulePolicy[], question: Question): RulesVerdict {
  let denial: Denial | undefined;
  let index = 0;
  for (const rule of rules) {
    const found = checkRule(rule, question);
    if (found === undefined) return new RulesVerdict({ index, rule }, undefined);
    if (denial === undefined || (isForCaller(found) && !isForCaller(denial))) denial = found;
    index += 1;
  }
  return new RulesVerdict(undefined, denial);
}

/** What each rule lacks, whatever the other rules say: for an explanation. None is lacking in a rule that allows. */
export function lackingOfRules(
  rules: readonly RulePolicy[],
  { evidence }: Question,
): readonly (readonly Denial[])[] {
  return rules.map((rule) => RULE_CHECKS.flatMap((check) => check(rule, evidence) ?? []));
}

/** In the order of {@link checkRule}. */
const RULE_CHECKS = [checkWho, checkScopes, checkRoles, checkActor, checkConditions] as const;

/** Who comes first: a caller that the rule is not for is not sent to fetch a scope that would not help. */
function checkRule(rule: RulePolicy, { evidence }: Question): Denial | undefined {
  return (
    checkWho(rule, evidence) ??
    checkScopes(rule, evidence) ??
    checkRoles(rule, evidence) ??
    checkActor(rule, evidence) ??
    checkConditions(rule, evidence)
  );
}

/** Whether the rule of this denial is for this kind of caller at all. */
function isForCaller({ code }: Denial): boolean {
  return code !== 'operation.principal' && code !== 'operation.identity';
}
