/** Which `allow` rule came nearest to the token, and what each rule is for. */

import type { Policy, RuleVerdict } from '@org/jwt-core';

type Rule = Policy['model']['services'][string]['operations'][string]['rules'][number];

/** A rule that is for this kind of caller, before one that is not; then the one that lacks least. */
export function nearestRule(rules: readonly RuleVerdict[]): RuleVerdict | undefined {
  return rules.toSorted(
    (one, other) =>
      Number(isForAnother(one)) - Number(isForAnother(other)) || one.lacking.length - other.lacking.length,
  )[0];
}

function isForAnother({ lacking }: RuleVerdict): boolean {
  return lacking.some(({ code }) => code === 'operation.principal' || code === 'operation.identity');
}

/** Such as `a workload of ci, scopes deploy`. */
export function ruleInWords({ who, scopes, roles, actor, where }: Rule): string {
  const grants = (noun: string, grant: Rule['scopes']): readonly string[] =>
    grant === undefined ? [] : [`${noun} ${grant.names.join(grant.mode === 'every' ? ' and ' : ' or ')}`];
  return [
    'identity' in who ? `the identity ${who.identity.name}` : subjectInWords(who),
    ...grants('scope', scopes),
    ...grants('role', roles),
    ...(actor === undefined ? [] : ['an actor']),
    ...(where.length === 0 ? [] : [`where ${where.map(({ path }) => path.join('.')).join(', ')}`]),
  ].join(', ');
}

function subjectInWords({
  principal,
  issuer,
}: {
  readonly principal: string | undefined;
  readonly issuer: string | undefined;
}): string {
  const caller = principal === undefined ? 'any caller' : `a ${principal}`;
  return issuer === undefined ? caller : `${caller} of ${issuer}`;
}
