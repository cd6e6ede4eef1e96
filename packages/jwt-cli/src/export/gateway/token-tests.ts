/** What one rule asks of a token of one issuer, besides what the gateway checks on its own. */

import type { ClaimCondition, ResolvedRule, Scalar } from '@org/jwt-core/policy';
import { pointerTo } from '../../lint/pointer.js';
import { onlyPrincipal, type Accepted } from '../issuers-for.js';
import type { Losses } from '../losses.js';
import { claim, testsOf, type TokenTest } from './claim-test.js';

/** A rule, and where it is. Without a rule, each good token is meant. */
export interface PlacedRule {
  readonly rule: ResolvedRule | undefined;
  readonly at: string;
}

/** What every good token of an issuer shows, besides its iss, audience and times. */
export function issuerTests({ issuer, acceptance, at }: Accepted): TokenTest {
  const needsSubject =
    !issuer.subjectOptional && (issuer.principal === 'auto' || issuer.principal === 'user');
  return {
    all: [
      ...(needsSubject ? [claim(['sub'], { kind: 'type', type: 'string' }, at)] : []),
      ...testsOf(issuer.require, `${at}${pointerTo('require')}`),
      ...testsOf(acceptance.require, at),
    ],
  };
}

/** The exact `iss`, and the tenant that it, or the claim, speaks for: that of the request, where one is asked for. */
export function issTests({ issuer, at }: Accepted, tenant: string | undefined): TokenTest {
  const place = `${at}${pointerTo('tenant')}`;
  const { iss = '', tenants, tenantClaim } = issuer;
  const inClaim = (values: readonly string[]): readonly TokenTest[] =>
    tenantClaim === undefined ? [] : [claim(tenantClaim, { kind: 'oneOf', values }, place)];
  if (iss.includes('{tenant}')) {
    const served = (tenants ?? []).filter((each) => tenant === undefined || each === tenant);
    return {
      any: served.map((each) => ({
        all: [claim(['iss'], { kind: 'oneOf', values: [issOf(iss, each)] }, at), ...inClaim([each])],
      })),
    };
  }
  const wanted = tenant === undefined ? tenants : [tenant];
  return {
    all: [
      claim(['iss'], { kind: 'oneOf', values: [iss] }, at),
      ...(wanted === undefined ? [] : inClaim(wanted)),
    ],
  };
}

/** The `iss` of one tenant. */
export function issOf(iss: string, tenant: string): string {
  return iss.replaceAll('{tenant}', tenant);
}

/** What the rule asks for; `undefined` where it depends on what no gateway can say. */
export function ruleTests(
  accepted: Accepted,
  { rule, at }: PlacedRule,
  losses: Losses,
): TokenTest | undefined {
  const identity = rule !== undefined && 'identity' in rule.who ? rule.who.identity : undefined;
  const identityAt = identity === undefined ? at : pointerTo('identities', identity.name);
  const conditions = [...(identity?.require ?? []), ...(rule?.where ?? [])];
  const principal = principalTests(accepted, { rule, at }, conditions, losses);
  if (principal === undefined) return undefined;
  return {
    all: [
      principal,
      ...testsOf(identity?.require ?? [], `${identityAt}${pointerTo('require')}`),
      ...testsOf(rule?.where ?? [], `${at}${pointerTo('where')}`),
      ...grants(accepted, rule, at),
    ],
  };
}

function grants({ issuer }: Accepted, rule: ResolvedRule | undefined, at: string): readonly TokenTest[] {
  return (['scopes', 'roles'] as const).flatMap((kind) => {
    const wanted = rule?.[kind];
    if (wanted === undefined) return [];
    const [path, form] =
      kind === 'scopes'
        ? ([issuer.scopeClaim, 'scopes'] as const)
        : ([issuer.roleClaim, issuer.roleForm] as const);
    const place = `${at}${pointerTo(kind)}`;
    const each = wanted.names.map((name) => claim(path, { kind: 'granted', name, form }, place));
    return [wanted.mode === 'every' ? { all: each } : { any: each }];
  });
}

/** Whether the token is that of a person or of a program, as far as its claims can be compared with fixed values. */
function principalTests(
  accepted: Accepted,
  { rule, at }: PlacedRule,
  conditions: readonly ClaimCondition[],
  losses: Losses,
): TokenTest | undefined {
  const { issuer } = accepted;
  const asked = rule === undefined || 'identity' in rule.who ? undefined : rule.who.principal;
  const wanted = asked ?? issuer.onlyPrincipal;
  if (wanted !== 'workload' && issuer.principal !== 'workload' && issuer.principal !== 'marked') {
    losses.add(
      'error',
      'impersonal',
      accepted.at,
      `a token of ${issuer.name} that names a program, but by no condition of the policy, passes as that of a person`,
    );
  }
  if (typeof issuer.principal === 'object') {
    const { workload, user } = issuer.principal;
    const holds = (alternatives: typeof user): TokenTest => ({
      any: alternatives.map((each) => ({ all: testsOf(each, `${accepted.at}${pointerTo('principal')}`) })),
    });
    if (wanted === 'workload') return holds(workload);
    if (wanted === undefined) return holds([...workload, ...user]);
    if (workload.length === 0) return holds(user);
  } else if (issuer.principal === 'auto') {
    const all = [...issuer.require, ...accepted.acceptance.require, ...conditions];
    const test = autoTests(accepted, wanted, all);
    if (test !== undefined) return test;
  } else if (wanted === undefined || wanted === onlyPrincipal({ ...issuer, onlyPrincipal: undefined })) {
    return { all: [] };
  }
  losses.add(
    'warning',
    'principal',
    at,
    `tokens of ${issuer.name} are denied here: a gateway cannot tell whether they are those of a ${wanted ?? 'person'}`,
  );
  return undefined;
}

/** `auto`: a workload is its own subject. Two claims cannot be compared, but with the value that the policy pins. */
function autoTests(
  { issuer, at }: Accepted,
  wanted: 'user' | 'workload' | undefined,
  conditions: readonly ClaimCondition[],
): TokenTest | undefined {
  const client = [issuer.clientClaim];
  const are = [['sub'], client].map((path) => claim(path, { kind: 'type', type: 'string' }, at));
  if (wanted === undefined) return { all: are };
  for (const [pinned, other] of [
    ['sub', issuer.clientClaim],
    [issuer.clientClaim, 'sub'],
  ] as const) {
    const values = pinsOf(conditions, pinned);
    if (values === undefined) continue;
    const each = values.map((value): TokenTest => {
      const same = claim([other], { kind: 'oneOf', values: [value] }, at, wanted === 'user');
      return { all: [claim([pinned], { kind: 'oneOf', values: [value] }, at), same] };
    });
    return { all: [...are, { any: each }] };
  }
  return undefined;
}

/** The values that the claim is one of, where a condition says so. */
function pinsOf(conditions: readonly ClaimCondition[], name: string): readonly Scalar[] | undefined {
  for (const { path, matcher } of conditions) {
    if (path.length !== 1 || path[0] !== name) continue;
    const values = matcher.equals === undefined ? matcher.in : [matcher.equals];
    if (values?.every((value) => typeof value === 'string') === true) return values;
  }
  return undefined;
}
