/** Random policy documents, small and full of what can be written; and the same with a few changes. */

import type { ClaimMatchers, Matcher, PolicyDocument, Rule } from '@org/jwt-core/policy';
import { without } from '../../src/diff/without.js';
import type { Random } from './random.js';

type Issuer = PolicyDocument['issuers'][string];
type Service = PolicyDocument['services'][string];
type Operation = NonNullable<Service['operations']>[string];

/** Few names and values, so that two documents and a token often speak of the same. */
export const WORDS = ['a', 'b', 'prod', 'team/x', 'team/y'] as const;
export const SCOPES = ['read', 'write', 'pay'] as const;
export const TENANTS = ['acme', 'beta', 'corp'] as const;
export const AUDIENCES = ['https://one.example', 'https://two.example'] as const;
export const CLAIMS = ['dept', 'level', 'groups', 'flag', '/ctx/env', 'acr'] as const;
export const ISS = ['https://id.example/', 'https://ci.example/'] as const;

/** A document that may or may not load. */
export function document(random: Random): PolicyDocument {
  const names = random.chance(0.6) ? ['login'] : ['login', 'ci'];
  return {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'random' },
    issuers: Object.fromEntries(names.map((name, index) => [name, issuer(random, ISS[index] ?? ISS[0])])),
    identities: {
      robot: {
        issuer: 'login',
        require: matchers(random, 2),
        owner: 'team',
        reviewBy: '2030-01-01',
        ...actor(random, 0.15),
      },
    },
    services: { shop: service(random, names) },
  };
}

/** A document with one to three parts written again. */
export function changed(original: PolicyDocument, random: Random): PolicyDocument {
  let document = original;
  for (let times = random.upTo(2); times >= 0; times -= 1) document = changedOnce(document, random);
  return document;
}

function changedOnce(document: PolicyDocument, random: Random): PolicyDocument {
  const { issuers, identities, services } = document;
  const { shop } = services;
  if (shop === undefined) return document;
  const names = Object.keys(issuers);
  const withShop = (service: Service): PolicyDocument => ({ ...document, services: { shop: service } });
  switch (random.upTo(7)) {
    case 0: {
      const name = random.one(names);
      return { ...document, issuers: { ...issuers, [name]: changedIssuer(issuers[name] ?? {}, random) } };
    }
    case 1:
      return { ...document, identities: { robot: { ...identities?.['robot'], ...other(random) } } };
    case 2:
      return withShop({ ...service(random, names), operations: shop.operations ?? {} });
    default:
      return withShop({ ...shop, operations: changedOperations(shop.operations ?? {}, random, names) });
  }
}

function other(random: Random): NonNullable<PolicyDocument['identities']>[string] {
  return { issuer: 'login', require: matchers(random, 2), owner: 'team', reviewBy: '2030-01-01' };
}

/** One member as another random issuer has it. */
function changedIssuer(before: Issuer, random: Random): Issuer {
  const after = issuer(random, before.iss ?? ISS[0]);
  const key = random.one([...Object.keys(before), ...Object.keys(after)]) as keyof Issuer;
  const rest = without(before, key);
  return after[key] === undefined ? rest : { ...rest, [key]: after[key] };
}

function changedOperations(
  operations: Readonly<Record<string, Operation>>,
  random: Random,
  issuers: readonly string[],
): Readonly<Record<string, Operation>> {
  const name = random.one([...Object.keys(operations), 'extra']);
  const before = operations[name];
  const rest = without(operations, name);
  if (before !== undefined && random.chance(0.05)) return rest;
  if (before === undefined || random.chance(0.1))
    return { ...operations, [name]: operation(random, issuers) };
  const { allow = [] } = before;
  const index = random.upTo(allow.length - 1);
  const kept = allow.filter((_rule, at) => at !== index);
  const rules = random.one([
    [...kept, changedRule(allow[index] ?? { principal: 'user' }, random, issuers)],
    [...allow, rule(random, issuers)],
    kept.length > 0 ? kept : allow,
  ]);
  return {
    ...operations,
    [name]: { ...before, ...(before.auth !== 'public' && rules.length > 0 && { allow: rules }) },
  };
}

function changedRule(before: Rule, random: Random, issuers: readonly string[]): Rule {
  const after = rule(random, issuers);
  const key = random.one(['scopes', 'roles', 'where', 'actor', 'who'] as const);
  const { principal, issuer: from, identity, ...rest } = before;
  if (key === 'who') {
    return { ...rest, ...without(after, 'scopes', 'roles', 'where', 'actor') };
  }
  const who = {
    ...(principal && { principal }),
    ...(from !== undefined && { issuer: from }),
    ...(identity !== undefined && { identity }),
  };
  return { ...who, ...without(rest, key), ...(after[key] !== undefined && { [key]: after[key] }) };
}

function issuer(random: Random, iss: string): Issuer {
  const isTemplate = random.chance(0.1);
  return {
    iss: isTemplate ? `${iss}{tenant}` : iss,
    keys: isTemplate ? { jwksUri: `${iss}{tenant}/keys` } : { discovery: 'oidc' },
    algs: ['ES256'],
    typ: random.chance(0.8) ? 'at+jwt' : random.chance(0.5) ? 'jwt' : ['at+jwt', 'token+jwt'],
    ...(random.chance(0.15) && { lacks: lacks(random) }),
    ...(random.chance(0.5) && { principal: principal(random) }),
    ...(random.chance(0.15) && { clientId: random.one(['azp', 'cid']) }),
    ...((isTemplate || random.chance(0.3)) && { tenants: random.some(TENANTS) }),
    ...(random.chance(0.4) && { tenant: random.one(['tid', 'org']) }),
    ...(random.chance(0.15) && { scopes: 'scp' }),
    ...(random.chance(0.2) && {
      roles: random.one([
        'roles',
        '/ctx/roles',
        { claim: 'roles', as: 'spaceDelimited' },
        { claim: 'roles', as: 'memberNames' },
      ] as const),
    }),
    ...(random.chance(0.3) && { require: matchers(random, 1) }),
    ...(random.chance(0.1) && { audienceMode: 'exclusive' }),
    ...(random.chance(0.15) && { clockSkew: random.one(['0s', '3s', '5s']) }),
    ...(random.chance(0.2) && { maxLifetime: random.one(['5m', '20m', '1h']) }),
  };
}

function lacks(random: Random): NonNullable<Issuer['lacks']> {
  return random.one<NonNullable<Issuer['lacks']>>([
    { typ: { shownBy: ['scope'] } },
    { iat: { maxRemaining: '10m' } },
    { sub: 'workload' },
    { aud: { pinnedBy: 'client_id' } },
    { aud: { shownBy: 'scopes' } },
    { shortLife: { maxLifetime: '48h', until: '2027-06-01' } },
  ]);
}

function principal(random: Random): NonNullable<Issuer['principal']> {
  return random.one<NonNullable<Issuer['principal']>>([
    'user',
    'workload',
    'auto',
    'marked',
    { workload: matchers(random, 1), user: matchers(random, 1) },
    { workload: [matchers(random, 2), matchers(random, 1)], user: { sub: { present: true } } },
  ]);
}

function service(random: Random, issuers: readonly string[]): Service {
  const isTenanted = random.chance(0.3);
  return {
    audience: random.chance(0.8) ? random.one(AUDIENCES) : [...AUDIENCES],
    accept: random
      .some(issuers)
      .map((name) => (random.chance(0.8) ? name : { issuer: name, audience: random.one(AUDIENCES) })),
    ...(isTenanted && { tenantFrom: random.one(['header.x-tenant', 'path.tenant', 'host.0'] as const) }),
    ...(isTenanted && random.chance(0.6) && { tenants: random.some(TENANTS) }),
    ...(random.chance(0.15) && { audienceMode: 'exclusive' }),
    ...(random.chance(0.2) && { maxAge: random.one(['5m', '30m']) }),
    ...(random.chance(0.15) && { maxLifetime: random.one(['10m', '30m']) }),
    ...(random.chance(0.1) && { clockSkew: '2s' }),
    operations: Object.fromEntries(
      ['list', 'create']
        .slice(0, 1 + random.upTo(1))
        .map((name) => [name, operation(random, issuers, isTenanted)]),
    ),
  };
}

function operation(random: Random, issuers: readonly string[], isTenanted = false): Operation {
  const auth = random.chance(0.85) ? 'required' : random.one(['optional', 'public'] as const);
  if (auth === 'public') return { auth };
  const allow = Array.from({ length: 1 + random.upTo(2) }, () => rule(random, issuers));
  return {
    ...(auth === 'optional' && { auth }),
    route: `GET /${isTenanted ? '{tenant}/' : ''}${String(random.upTo(1_000_000))}`,
    ...(random.chance(0.1) && { tenant: 'any' }),
    ...(random.chance(0.1) && { maxAge: '2m' }),
    ...(random.chance(0.1) && { maxLifetime: '4m' }),
    ...(random.chance(0.05) && { mode: 'shadow', shadowUntil: '2026-12-20' }),
    ...(auth === 'optional' && random.chance(0.4) ? {} : { allow }),
  };
}

function rule(random: Random, issuers: readonly string[]): Rule {
  const who = random.one<Rule>([
    { principal: 'user' },
    { principal: 'workload' },
    { issuer: random.one(issuers) },
    { issuer: random.one(issuers), principal: 'user' },
    { identity: 'robot' },
  ]);
  return {
    ...who,
    ...(random.chance(0.4) && { scopes: grants(random) }),
    ...(random.chance(0.2) && { roles: grants(random) }),
    ...(random.chance(0.5) && { where: matchers(random, 2) }),
    ...actor(random, 0.12),
  };
}

function actor(random: Random, probability: number): Pick<Rule, 'actor'> {
  return random.chance(probability) ? { actor: { sub: { equals: random.one(WORDS) } } } : {};
}

function grants(random: Random): NonNullable<Rule['scopes']> {
  return random.chance(0.6) ? random.some(SCOPES) : { anyOf: random.some(SCOPES) };
}

function matchers(random: Random, most: number): ClaimMatchers {
  const claims = [...CLAIMS, 'sub', 'client_id'];
  const chosen = Array.from({ length: 1 + random.upTo(most - 1) }, () => random.one(claims));
  return Object.fromEntries(chosen.map((claim) => [claim, matcherFor(claim, random)]));
}

function matcherFor(claim: string, random: Random): Matcher {
  if (claim === 'sub' || claim === 'client_id')
    return random.one([{ equals: random.one(WORDS) }, { in: random.some(WORDS) }]);
  return random.chance(0.2) && claim !== 'groups' ? nested(claim, random) : plain(claim, random);
}

function nested(claim: string, random: Random): Matcher {
  const inner = plain(claim, random);
  return random.one([
    { not: inner },
    { anyOf: [{ present: false }, inner] },
    { anyOf: [inner, plain(claim, random)] },
    { allOf: [inner, { not: plain(claim, random) }] },
  ]);
}

function plain(claim: string, random: Random): Matcher {
  switch (claim) {
    case 'level':
      return random.one([
        { gte: 1 + random.upTo(2) },
        { lte: 1 + random.upTo(3) },
        { equals: random.upTo(3) },
        { gte: 1, lte: 2 },
      ]);
    case 'groups':
      return random.one([
        { contains: random.one(WORDS) },
        { containsAll: random.some(WORDS) },
        { containsAny: random.some(WORDS) },
      ]);
    case 'flag':
      return random.one([{ equals: true }, { equals: false }, { present: true }, { present: false }]);
    default:
      return random.one<Matcher>([
        { equals: random.one(WORDS) },
        { in: random.some(WORDS) },
        { startsWith: 'team/' },
        { present: random.chance(0.5) },
      ]);
  }
}
