/** A second, slow and obvious implementation of the whole decision, compared with the real one on random input. */

import fc from 'fast-check';
import { generateKeyPair, exportJWK, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { Trace } from '../decision/trace.js';
import { parseStrictJson } from '../json/strict-json.js';
import { evidenceOf, type AuthenticatedToken } from '../integrity/evidence.js';
import { compileService } from '../policy/compile/compile-service.js';
import type {
  Matcher,
  OperationDocument,
  PolicyDocument,
  Rule,
  ServiceDocument,
} from '../policy/document/document.js';
import { definePolicy } from '../policy/policy.js';
import { createVerifier } from '../verify/create-verifier.js';
import { checkSuitability } from './checks.js';

const NOW = 1_800_000_000;

interface World {
  readonly document: PolicyDocument;
  readonly operation: OperationDocument;
  readonly typ: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly tenantHeader: readonly string[];
}

type Value = Readonly<Record<string, unknown>>;
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !/\p{Cc}/u.test(value);
const isObject = (value: unknown): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNames = (value: unknown): boolean =>
  value === undefined || isText(value) || (Array.isArray(value) && value.every(isTextOrNothing));
const isTextOrNothing = (value: unknown): boolean => value === '' || isText(value);
/** A role that is a text is one role. A scope that is a text is several, with spaces between them. */
const names = (value: unknown, kind: 'scopes' | 'roles'): readonly unknown[] => {
  const held = typeof value === 'string' ? (kind === 'scopes' ? value.split(' ') : [value]) : value;
  return Array.isArray(held) ? held.filter((each) => each !== '') : [];
};

/** What says nothing is not there: `null`, and an empty text in the place of a name. */
function said(claims: Value): Value {
  const strict = ['iss', 'aud', 'exp', 'cnf'];
  const named = ['sub', 'client_id', 'jti', 'tid', 'scope', 'roles'];
  const isSaid = ([name, value]: readonly [string, unknown]): boolean =>
    strict.includes(name) || (value !== null && !(value === '' && named.includes(name)));
  return Object.fromEntries(Object.entries(claims).filter(isSaid));
}

/** Does this rule, for this token, hold? Only `equals` and `not: equals`: the matchers have a reference of their own. */
function holds(rule: Rule, { document, claims }: World): boolean {
  const identity = rule.identity === undefined ? undefined : document.identities?.[rule.identity];
  const matchAll = (matchers: Readonly<Record<string, Matcher>> | undefined, found: Value): boolean =>
    Object.entries(matchers ?? {}).every(([name, { equals, not }]) =>
      equals === undefined
        ? typeof found[name] === typeof not?.equals && found[name] !== not?.equals
        : found[name] === equals,
    );
  const granted = (wanted: Rule['scopes'], held: readonly unknown[]): boolean => {
    if (wanted === undefined) return true;
    return 'anyOf' in wanted
      ? wanted.anyOf.some((each) => held.includes(each))
      : wanted.every((each) => held.includes(each));
  };
  const principal = claims['sub'] === claims['client_id'] ? 'workload' : 'user';
  if (rule.principal !== undefined && rule.principal !== principal) return false;
  if (identity !== undefined && document.issuers[identity.issuer]?.iss !== claims['iss']) return false;
  if (!matchAll(identity?.require, claims) || !matchAll(rule.where, claims)) return false;
  if (
    !granted(rule.scopes, names(claims['scope'], 'scopes')) ||
    !granted(rule.roles, names(claims['roles'], 'roles'))
  )
    return false;
  const actors = [rule.actor, identity?.actor].filter((each) => each !== undefined);
  const { act } = claims;
  if (actors.length === 0) return act === undefined;
  return isObject(act) && actors.every((actor) => matchAll(actor, act));
}

/** The whole decision, word by word. */
function isAllowed(given: World): boolean {
  const world = { ...given, claims: said(given.claims) };
  const { document, operation, claims, typ, tenantHeader } = world;
  const service: ServiceDocument | undefined = document.services['orders'];
  const issuer = Object.values(document.issuers).find((each) => each.iss === claims['iss']);
  if (service === undefined || issuer === undefined || typ !== issuer.typ) return false;
  const { aud, exp, iat, nbf } = claims;
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (
    !audiences.every((each) => typeof each === 'string') ||
    ![service.audience].flat().some((each) => audiences.includes(each))
  )
    return false;
  if (service.audienceMode === 'exclusive' && new Set(audiences).size > 1) return false;
  if (typeof exp !== 'number' || typeof iat !== 'number' || !['number', 'undefined'].includes(typeof nbf))
    return false;
  const maxAge = operation.maxAge === undefined ? Infinity : Number.parseInt(operation.maxAge, 10);
  if (
    exp + 5 <= NOW ||
    Number(nbf ?? 0) > NOW + 5 ||
    iat > NOW + 5 ||
    NOW - iat > maxAge + 5 ||
    exp - iat > 3600 ||
    exp <= iat ||
    exp <= Number(nbf ?? 0)
  )
    return false;
  if (
    !isText(claims['sub']) ||
    !isText(claims['client_id']) ||
    !(claims['jti'] === undefined || isText(claims['jti']))
  )
    return false;
  if (!isNames(claims['scope']) || !isNames(claims['roles'])) return false;
  const { act } = claims;
  if (
    act !== undefined &&
    !(isObject(act) && ((act['sub'] ?? undefined) === undefined || isTextOrNothing(act['sub'])))
  )
    return false;
  const { tid } = claims;
  if (tid !== undefined && !isText(tid)) return false;
  const isOfTenant =
    tenantHeader.length === 1 &&
    tenantHeader[0] === tid &&
    (!Array.isArray(service.tenants) || service.tenants.includes(tid));
  if (operation.tenantFrom !== undefined && !isOfTenant) return false;
  if (claims['cnf'] !== undefined) return false;
  return operation.allow?.some((rule) => holds(rule, world)) ?? false;
}

const odd = fc.constantFrom<unknown>(null, 1, true, '', 'a\n', [], {}, ['x', 1], { sub: 'a\0' }, undefined);
const one = (...values: readonly unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);

const matchers = fc.dictionary(
  fc.constantFrom('dept', 'level'),
  fc.constantFrom<Matcher>({ equals: 'a' }, { equals: 1 }, { not: { equals: 'a' } }, { not: { equals: 1 } }),
  { minKeys: 1, maxKeys: 1 },
);
const actor = fc.constantFrom<Record<string, Matcher>>(
  { sub: { equals: 'agent' } },
  { sub: { not: { equals: 'agent' } } },
);
const grants = fc.constantFrom(['a'], ['a', 'b'], { anyOf: ['a', 'b'] }, { anyOf: ['c'] });
const rules = fc
  .tuple(
    fc.constantFrom<Rule>(
      { principal: 'user' },
      { principal: 'user' },
      { principal: 'workload' },
      { identity: 'bot' },
      { identity: 'agent' },
    ),
    fc.record({ scopes: grants, roles: grants, where: matchers, actor }, { requiredKeys: [] }),
    fc.nat(3),
  )
  .map(([who, rest, few]): Rule => ({ ...who, ...Object.fromEntries(Object.entries(rest).slice(0, few)) }));
const operations = fc
  .tuple(
    fc.array(rules, { minLength: 1, maxLength: 3 }),
    fc.record(
      { maxAge: fc.constantFrom('60s' as const), tenantFrom: fc.constantFrom('header.x-tenant' as const) },
      { requiredKeys: [] },
    ),
  )
  .map(([allow, rest]): OperationDocument => ({ ...rest, allow }));
const services = fc.record(
  {
    audienceMode: fc.constantFrom('exclusive' as const, 'contains' as const),
    tenants: fc.constantFrom(['eu'], ['eu', 'us']),
  },
  { requiredKeys: [] },
);
const BREAKABLE = [
  'aud',
  'exp',
  'iat',
  'nbf',
  'sub',
  'client_id',
  'jti',
  'scope',
  'roles',
  'dept',
  'level',
  'act',
  'tid',
  'cnf',
  'typ',
  'tenantHeader',
];
const good = fc.record<Record<string, unknown>>({
  iss: one('https://one.example', 'https://two.example'),
  aud: one('orders', ['orders']),
  exp: one(NOW + 60),
  iat: one(NOW - 10, NOW - 65, NOW + 5),
  nbf: one(undefined, NOW, NOW + 5),
  sub: one('alice', 'alice', 'web'),
  client_id: one('web'),
  jti: one(undefined, 't'),
  scope: one('a', 'a b', ['a', 'b'], 'c'),
  roles: one(['a'], ['a', 'b'], 'b c', undefined),
  dept: one('a', 'b', undefined),
  level: one(1, 2),
  act: one(undefined, undefined, { sub: 'agent' }),
  tid: one('eu'),
  cnf: one(undefined),
  typ: one('at+jwt'),
  tenantHeader: one(['eu']),
});
const bad = fc.record<Record<string, unknown>>({
  aud: fc.oneof(one(['orders', 'mail'], 'mail'), odd),
  exp: fc.oneof(one(NOW - 5, NOW - 4, NOW, NOW + 5, NOW + 4000), odd),
  iat: fc.oneof(one(NOW - 66, NOW + 6), odd),
  nbf: fc.oneof(one(NOW + 6, NOW + 60), odd),
  sub: odd,
  client_id: odd,
  jti: odd,
  scope: odd,
  roles: odd,
  dept: odd,
  level: odd,
  act: fc.oneof(one({ sub: 'x', act: { sub: 'agent' } }), odd),
  tid: fc.oneof(one('us'), odd),
  cnf: one({}),
  typ: one('JWT'),
  tenantHeader: one(['us'], [], ['eu', 'eu']),
});
/** A good token and request, of which up to two things are spoilt. */
const tokens = fc
  .tuple(good, bad, fc.subarray(['', '', ...BREAKABLE], { maxLength: 2 }))
  .map(([whole, broken, names]) => ({
    ...whole,
    ...Object.fromEntries(names.filter((name) => name !== '').map((name) => [name, broken[name]])),
  }));

const worlds: fc.Arbitrary<World> = fc
  .record({
    service: services,
    operation: operations,
    token: tokens,
  })
  .map(({ service, operation, token: { typ, tenantHeader, ...claims } }) => {
    const issuer = { keys: { discovery: 'oidc' }, algs: ['EdDSA'], typ: 'at+jwt', tenant: 'tid' } as const;
    const named = { owner: 'x', reviewBy: '2027-01-01' };
    const document: PolicyDocument = {
      apiVersion: 'jwt-policy/v1',
      kind: 'JwtPolicy',
      metadata: { name: 'random' },
      issuers: {
        one: { iss: 'https://one.example', ...issuer },
        two: { iss: 'https://two.example', ...issuer },
      },
      identities: {
        bot: { issuer: 'one', require: { client_id: { equals: 'web' } }, ...named },
        agent: { issuer: 'two', actor: { sub: { equals: 'agent' } }, ...named },
      },
      services: {
        orders: {
          audience: 'orders',
          accept: ['one', 'two'],
          operations: {
            act: operation.tenantFrom === undefined ? { ...operation, tenant: 'any' } : operation,
          },
          ...service,
        },
      },
    };
    return { document, operation, typ: String(typ), claims, tenantHeader: tenantHeader as readonly string[] };
  });

const requestOf = (
  { tenantHeader }: World,
  token = '',
): { method: string; target: string; rawHeaders: string[] } => ({
  method: 'POST',
  target: '/act',
  rawHeaders: [...tenantHeader.flatMap((tenant) => ['X-Tenant', tenant]), 'Authorization', `Bearer ${token}`],
});

describe('suitability', () => {
  it('allows exactly what the reference allows, and explains as it decides', () => {
    const seen = { allow: 0, deny: 0 };
    fc.assert(
      fc.property(worlds, (world) => {
        const policy = compileService(definePolicy(world.document), 'orders');
        const claims = parseStrictJson(JSON.stringify(world.claims));
        const entry = policy.issuers.get(String(world.claims['iss']));
        if (typeof claims === 'string' || entry === undefined)
          throw new Error('The generator made no token.');
        const token = { header: { typ: world.typ }, claims, entry } as unknown as AuthenticatedToken;
        const question = {
          evidence: evidenceOf(token),
          request: requestOf(world),
          policy,
          operation: policy.operations.get('act'),
          params: undefined,
          now: NOW,
        };
        const enforced = checkSuitability(question, new Trace(), 'enforce').denial;
        const expected = isAllowed(world);
        seen[expected ? 'allow' : 'deny'] += 1;
        expect(enforced === undefined, enforced?.code).toBe(expected);
        expect(checkSuitability(question, new Trace(), 'collect').denial?.code).toBe(enforced?.code);
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(seen.allow, seen.deny)).toBeGreaterThan(200); // the generator is fair to both
  }, 20_000);
});

describe('the whole verifier', () => {
  it('allows exactly what the reference allows', async () => {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)) };
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const issuers = Object.entries(world.document.issuers).map(([name, issuer]) => [
          name,
          { ...issuer, keys: { jwks: { keys: [jwk] } } },
        ]);
        const document = {
          ...world.document,
          issuers: Object.fromEntries(issuers) as PolicyDocument['issuers'],
        };
        const verifier = await createVerifier({ policy: definePolicy(document), clock: () => NOW * 1000 });
        const token = await new SignJWT(world.claims)
          .setProtectedHeader({ alg: 'EdDSA', typ: world.typ })
          .sign(privateKey);
        const decision = await verifier.decide(requestOf(world, token), { operation: 'act' });
        expect(decision.outcome === 'allow').toBe(isAllowed(world));
        const explanation = await verifier.explain(requestOf(world, token), { operation: 'act' });
        expect(explanation.code).toBe(decision.outcome === 'deny' ? decision.code : undefined);
      }),
      { numRuns: 150 },
    );
  }, 20_000);
});
