import { ConfigurationError, createVerifier, parsePolicy } from '@org/jwt-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestIssuer,
  policyForTesting,
  toAccessRequest,
  withBearer,
  type TestIssuer,
  type CallerOptions,
} from '../index.js';

const POLICY = `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop }
issuers:
  login:
    iss: https://{tenant}.login.example
    tenants: [eu, us]
    keys: { discovery: oidc }
    algs: [RS256, ES256]
    typ: at+jwt
    tenant: org
    scopes: scp
    roles: { claim: /realm/roles, as: memberNames }
  spaced:
    iss: https://spaced.example
    keys: { discovery: oidc }
    algs: [ES256]
    typ: at+jwt
    principal: user
    require: { level: { gte: 2 }, kind: { not: { equals: test } } }
  okta: { profile: okta, iss: https://acme.okta.com/oauth2/default }
identities:
  sync:
    issuer: login
    require: { sub: { equals: ledger-sync } }
    owner: payments@acme.example
    reviewBy: 2027-03-31
  batch:
    issuer: login
    require: { client_id: { in: [batch-1, batch-2] } }
    actor: { iss: { equals: https://agents.example } }
    owner: payments@acme.example
    reviewBy: 2027-03-31
services:
  orders:
    audience: https://orders.acme.example
    accept: [login, spaced, okta]
    tenants: [us, jp]
    tenantFrom: path.tenant
    operations:
      list:
        route: GET /tenants/{tenant}/orders
        allow:
          - { principal: user, scopes: [read, list] }
          - { principal: workload, scopes: { anyOf: [read, all] } }
          - { identity: sync, where: { /limits/eur: { gte: 10 } } }
          - { identity: batch }
          - { issuer: login, principal: user, roles: [clerk], actor: { sub: { startsWith: 'agent/' } } }
      pay: { route: 'POST /tenants/{tenant}/payments/{id}', maxLifetime: 1m, allow: [{ principal: user }] }
      files: { route: 'GET /files/{path...}', tenant: any, allow: [{ issuer: okta }, { issuer: spaced }] }
      byHost: { route: GET /host, tenantFrom: host.1, allow: [{ principal: user }] }
      byHeader: { route: GET /header, tenantFrom: header.x-tenant, allow: [{ principal: user }] }
      me: { route: GET /me, tenant: any, auth: optional }
      health: { route: GET /health, auth: public }
`;

let issuer: TestIssuer;

beforeAll(async () => {
  issuer = await createTestIssuer({ algs: ['ES256', 'RS256'] });
});

afterAll(() => issuer.close());

const RULES: readonly (readonly [operation: string, rule: number | undefined])[] = [
  ...[0, 1, 2, 3, 4].map((rule) => ['list', rule] as const),
  ['pay', 0],
  ['files', 0],
  ['files', 1],
  ['byHost', 0],
  ['byHeader', 0],
  ['me', undefined],
];

describe('callerFor', () => {
  it.each(RULES)('of %s, rule %s, is allowed by this rule', async (operation, rule) => {
    const { policy, callerFor } = await policyForTesting(await parsePolicy(POLICY), issuer);
    const verifier = await createVerifier({ policy });
    const { requestWithToken } = callerFor(operation, rule === undefined ? {} : { rule });
    const explained = await verifier.explain(toAccessRequest(requestWithToken));
    expect(explained).toMatchObject({ outcome: 'allow', operation });
    // The first rule that holds is named: where an earlier one holds as well, that one.
    expect(explained.rule ?? -1).toBeLessThanOrEqual(rule ?? -1);
  });

  it('takes other claims, which replace those of the rule', async () => {
    const { policy, callerFor } = await policyForTesting(await parsePolicy(POLICY), issuer);
    const verifier = await createVerifier({ policy });
    const { token, request } = callerFor('list', { rule: 0, claims: { scp: ['read'] } });
    const decision = await verifier.decide(toAccessRequest(withBearer(request, token)));
    expect(decision).toMatchObject({ outcome: 'deny', code: 'operation.scope' });
  });

  it.each([
    ['header', ['Authorization', 'Bearer TOKEN']],
    ['{ header: Authorization, scheme: Token }', ['Authorization', 'Token TOKEN']],
    ['{ header: X-Assertion }', ['x-assertion', 'TOKEN']],
    ['{ header: X-Forwarded-Authorization, scheme: Bearer }', ['x-forwarded-authorization', 'Bearer TOKEN']],
    [
      '{ cookie: __Host-t, csrf: { origins: [https://app.example] } }',
      ['Origin', 'https://app.example', 'Cookie', '__Host-t=TOKEN'],
    ],
  ])('sends the token where the service takes it: %s', async (place, lines) => {
    const text = POLICY.replace(
      '    tenants: [us, jp]',
      `    credentials: [${place}]\n    tenants: [us, jp]`,
    );
    const { policy, callerFor } = await policyForTesting(await parsePolicy(text), issuer);
    const verifier = await createVerifier({ policy });
    const { token, requestWithToken } = callerFor('pay');
    expect(requestWithToken.headers.flat().map((each) => each.replace(token, 'TOKEN'))).toEqual(lines);
    expect(await verifier.decide(toAccessRequest(requestWithToken))).toMatchObject({ outcome: 'allow' });
  });

  it('says who it is', async () => {
    const { callerFor } = await policyForTesting(await parsePolicy(POLICY), issuer);
    expect(callerFor('list', { rule: 3 })).toMatchObject({
      service: 'orders',
      operation: 'list',
      issuer: 'login',
      principal: 'workload',
      rule: 3,
      tenant: 'us',
      request: { method: 'GET', target: '/tenants/us/orders' },
      claims: { iss: 'https://us.login.example', org: 'us', client_id: 'batch-1', sub: 'batch-1' },
    });
  });

  it.each([
    ['an operation that is not there', 'lst', {}, 'no operation "lst"'],
    ['a service that is not there', 'list', { service: 'order' }, 'no operation "list" of a service "order"'],
    ['a rule that is not there', 'list', { rule: 5 }, '"list" has 5 rules'],
    ['a public operation', 'health', {}, 'it reads no token'],
    ['an issuer that the rule is not for', 'files', { rule: 0, issuer: 'login' }, 'No accepted issuer'],
    ['an option that is not there', 'list', { rul: 0 }, 'rul'],
  ])('rejects %s', async (_what, operation, options, message) => {
    const { callerFor } = await policyForTesting(await parsePolicy(POLICY), issuer);
    expect(() => callerFor(operation, options as CallerOptions)).toThrow(ConfigurationError);
    expect(() => callerFor(operation, options as CallerOptions)).toThrow(message);
  });
});
