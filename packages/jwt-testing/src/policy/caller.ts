/** A caller that an operation's rule allows: its token, and the request that it would send. */

import { ConfigurationError, type Policy, type Principal } from '@org/jwt-core';
import type { Matcher } from '@org/jwt-core/policy';
import type { RequestDescription } from '../http/request-description.js';
import type { ClaimsToSign, TestIssuer } from '../issuer/test-issuer.js';
import { fulfil, setAt, valueAt, type Condition, type Draft } from './conditions.js';
import { goodClaims, principalFor, principalsOf, type Acceptance } from './good-token.js';
import { requestOf } from './request-for.js';
import type { ResolvedIssuer } from './stand-in.js';

type Service = Policy['model']['services'][string];
type Operation = Service['operations'][string];
type Rule = Operation['rules'][number];

/** Which caller is meant. */
export interface CallerChoice {
  /** The service, where several have an operation of this name. */
  readonly service?: string | undefined;
  /** The index of the rule that allows the caller. The first that can by default. */
  readonly rule?: number | undefined;
  /** The issuer of the token, where the rule leaves it open. */
  readonly issuer?: string | undefined;
  /** The tenant of the token and of the request. One that both may have by default. */
  readonly tenant?: string | undefined;
}

/** Who it is, and what its token says. */
export interface Caller {
  readonly service: string;
  readonly operation: string;
  readonly issuer: string;
  readonly principal: Principal;
  /** The index of the rule; `undefined` where the operation has none, and takes every good token. */
  readonly rule: number | undefined;
  readonly tenant: string | undefined;
  readonly claims: ClaimsToSign;
  /** Without the token. */
  readonly request: RequestDescription;
}

/**
 * The claims that one rule of an operation asks for, on top of what the issuer would sign.
 *
 * @throws ConfigurationError for what the policy does not have, and where no token can be allowed.
 */
export function callerOf(policy: Policy, name: string, choice: CallerChoice, testIssuer: TestIssuer): Caller {
  const service = serviceOf(policy, name, choice.service);
  const { model } = policy;
  const resolved = model.services[service];
  const operation = resolved?.operations[name];
  if (resolved === undefined || operation === undefined)
    throw new ConfigurationError(`The policy has no operation "${name}".`);
  if (operation.auth === 'public') {
    throw new ConfigurationError(`"${name}" of "${service}" is public: it reads no token.`);
  }
  for (const [index, rule] of rulesOf(operation, choice.rule, name)) {
    const accepted = acceptedBy(rule, resolved, choice.issuer).find(({ issuer }) =>
      canBe(model.issuers[issuer], rule),
    );
    const issuer = accepted && model.issuers[accepted.issuer];
    if (accepted === undefined || issuer === undefined) continue;
    const principal = principalFor(issuer, principalOf(rule, issuer));
    const tenant = choice.tenant ?? tenantOf(operation, resolved, issuer);
    const claims = claimsOf({ rule, issuer, accepted, principal, tenant, operation }, testIssuer);
    const request = requestOf(operation, tenant);
    return { service, operation: name, issuer: issuer.name, principal, rule: index, tenant, claims, request };
  }
  throw new ConfigurationError(`No accepted issuer signs tokens that "${name}" of "${service}" allows.`);
}

/** The service that has the operation; where several do, the one that is wanted. */
export function serviceOf({ model }: Policy, name: string, wanted: string | undefined): string {
  const having = Object.entries(model.services).flatMap(([service, { operations }]) =>
    Object.hasOwn(operations, name) && (wanted ?? service) === service ? [service] : [],
  );
  const [service, ...others] = having;
  if (service === undefined) {
    const known = Object.entries(model.services).flatMap(([each, { operations }]) =>
      Object.keys(operations).map((operation) => `${each} ${operation}`),
    );
    throw new ConfigurationError(
      `The policy has no operation "${name}"${wanted === undefined ? '' : ` of a service "${wanted}"`}: it has ${known.join(', ')}.`,
    );
  }
  if (others.length > 0) {
    throw new ConfigurationError(
      `"${name}" is an operation of ${having.join(' and ')}: say which service is meant.`,
    );
  }
  return service;
}

type Numbered = readonly [index: number | undefined, rule: Rule | undefined];

function rulesOf({ rules }: Operation, wanted: number | undefined, name: string): readonly Numbered[] {
  if (wanted === undefined) return rules.length === 0 ? [[undefined, undefined]] : [...rules.entries()];
  const rule = rules[wanted];
  if (rule !== undefined) return [[wanted, rule]];
  throw new ConfigurationError(
    `"${name}" has ${String(rules.length)} rules, and none with the index ${String(wanted)}.`,
  );
}

function acceptedBy(
  rule: Rule | undefined,
  { accept }: Service,
  wanted: string | undefined,
): readonly Acceptance[] {
  const asked =
    rule === undefined ? undefined : 'identity' in rule.who ? rule.who.identity.issuer : rule.who.issuer;
  return accept.filter(({ issuer }) => (asked ?? issuer) === issuer && (wanted ?? issuer) === issuer);
}

function canBe(issuer: ResolvedIssuer | undefined, rule: Rule | undefined): boolean {
  if (issuer === undefined) return false;
  const wanted = rule === undefined || 'identity' in rule.who ? undefined : rule.who.principal;
  return wanted === undefined || principalsOf(issuer).includes(wanted);
}

/** An identity is a program, where its issuer signs for any. */
function principalOf(rule: Rule | undefined, issuer: ResolvedIssuer): Principal | undefined {
  if (rule === undefined) return undefined;
  if (!('identity' in rule.who)) return rule.who.principal;
  return principalsOf(issuer).includes('workload') ? 'workload' : undefined;
}

/** One that the token and the service may both have. */
export function tenantOf(
  { tenant }: Operation,
  { tenants }: Service,
  issuer: ResolvedIssuer,
): string | undefined {
  if (tenant === undefined) return issuer.tenants?.[0];
  const both =
    issuer.tenants === undefined ? tenants : issuer.tenants.filter((each) => tenants?.includes(each) ?? true);
  return both === undefined ? 'test' : both[0];
}

/** What a token is made for. */
export interface Asked {
  readonly rule: Rule | undefined;
  readonly issuer: ResolvedIssuer;
  readonly accepted: Acceptance;
  readonly principal: Principal;
  readonly tenant: string | undefined;
  readonly operation: Operation;
}

/** What the issuer would sign, and on top of it what the rule asks for. */
export function claimsOf(
  { rule, issuer, accepted, principal, tenant, operation }: Asked,
  testIssuer: TestIssuer,
): ClaimsToSign {
  const draft: Draft = { ...goodClaims(testIssuer, issuer, accepted, principal, tenant) };
  if (tenant !== undefined && issuer.tenantClaim !== undefined) setAt(draft, issuer.tenantClaim, tenant);
  limitLife(draft, operation, issuer);
  if (rule === undefined) return draft;
  const identity = 'identity' in rule.who ? rule.who.identity : undefined;
  const conditions = [...issuer.require, ...accepted.require, ...(identity?.require ?? []), ...rule.where];
  fulfil(draft, conditions);
  if (issuer.principal === 'auto' && principal === 'workload') makeOneParty(draft, issuer, conditions);
  setGrants(draft, rule, issuer);
  const actor = [...(identity?.actor ?? []), ...(rule.actor ?? [])];
  if (actor.length > 0) draft['act'] = actorOf(actor);
  return draft;
}

/** As long as the operation takes it, at most: of a token that has no `iat`, what is left counts. */
function limitLife(draft: Draft, { limits }: Operation, { maxRemaining }: ResolvedIssuer): void {
  const { iat, exp } = draft;
  if (typeof exp !== 'number') return;
  const start = typeof iat === 'number' ? iat : exp - 300;
  draft['exp'] = Math.min(exp, start + Math.min(limits.maxLifetime, maxRemaining ?? Infinity));
}

/** RFC 9068 §5: the client of a program is its subject. Which of the two the policy pins decides the other. */
function makeOneParty(draft: Draft, { clientClaim }: ResolvedIssuer, conditions: readonly Condition[]): void {
  const pins = (claim: string): boolean =>
    conditions.some(({ path, matcher }) => path.join() === claim && !isPresence(matcher));
  if (pins('sub') || !pins(clientClaim)) draft[clientClaim] = draft['sub'] ?? draft[clientClaim];
  else if ('sub' in draft) draft['sub'] = draft[clientClaim];
}

function isPresence(matcher: Matcher): boolean {
  return Object.keys(matcher).every((key) => key === 'present');
}

function setGrants(
  draft: Draft,
  { scopes, roles }: Rule,
  { scopeClaim, roleClaim, roleForm }: ResolvedIssuer,
): void {
  if (scopes !== undefined) {
    const before = valueAt(draft, scopeClaim);
    const names = [...(typeof before === 'string' ? before.split(' ') : []), ...namesOf(scopes)];
    setAt(draft, scopeClaim, scopeClaim.join() === 'scope' ? names.join(' ') : names);
  }
  if (roles !== undefined) {
    const names = namesOf(roles);
    setAt(
      draft,
      roleClaim,
      roleForm === 'memberNames' ? Object.fromEntries(names.map((name) => [name, {}])) : names,
    );
  }
}

function namesOf({ mode, names }: NonNullable<Rule['scopes']>): readonly string[] {
  return mode === 'every' ? names : names.slice(0, 1);
}

function actorOf(conditions: readonly Condition[]): Draft {
  const actor: Draft = { sub: 'actor-1' };
  fulfil(actor, conditions);
  return actor;
}
