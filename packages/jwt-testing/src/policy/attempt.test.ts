import { ConfigurationError, createVerifier, parsePolicy, type Decision } from '@org/jwt-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ALTERATIONS,
  createTestIssuer,
  policyForTesting,
  toAccessRequest,
  withBearer,
  type TestIssuer,
  type TestPolicy,
} from '../index.js';

const POLICY = `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop }
issuers:
  login: { tenant: org, iss: https://login.example, keys: { discovery: oidc }, algs: [ES256], typ: at+jwt }
identities:
  sync:
    issuer: login
    require: { client_id: { in: [sync-1, sync-2] } }
    actor: { sub: { equals: scheduler } }
    owner: payments@acme.example
    reviewBy: 2027-03-31
services:
  orders:
    audience: https://orders.example
    accept: [login]
    tenants: [eu]
    operations:
      list:
        route: GET /{tenant}/orders
        tenantFrom: path.tenant
        allow: [{ identity: sync }]
      read: { route: 'GET /order/{id}/items', tenant: any, allow: [{ principal: workload, where: { client_id: { in: [other, sync-2] } } }] }
      health: { route: GET /health, auth: public }
  payments:
    audience: https://payments.example
    accept: [login]
    operations:
      pay: { route: POST /payments, allow: [{ principal: user, scopes: [pay] }] }
      own: { route: GET /own, allow: [{ principal: user, where: { aud: { equals: https://payments.example } } }] }
`;

let issuer: TestIssuer;
let standing: TestPolicy;

beforeAll(async () => {
  issuer = await createTestIssuer();
  standing = await policyForTesting(await parsePolicy(POLICY), issuer);
});

afterAll(() => issuer.close());

async function decided(
  service: string,
  operation: string,
  attempt: { readonly token: string; readonly request: Parameters<typeof withBearer>[0] },
): Promise<Decision> {
  await using verifier = await createVerifier({ policy: standing.policy, service });
  return await verifier.decide(toAccessRequest(withBearer(attempt.request, attempt.token)), { operation });
}

const TRIED: readonly (readonly [
  holder: Parameters<TestPolicy['attemptsOf']>[0],
  service: string,
  operation: string,
  outcome: string,
])[] = [
  [{ issuer: 'login', identity: 'sync', service: 'orders' }, 'orders', 'list', 'allow'],
  [{ issuer: 'login', identity: 'sync', service: 'orders' }, 'orders', 'read', 'allow'],
  [{ issuer: 'login', identity: 'sync', service: 'payments' }, 'orders', 'list', 'audience.mismatch'],
  [{ issuer: 'login', principal: 'workload', service: 'orders' }, 'orders', 'list', 'operation.identity'],
  [{ issuer: 'login', principal: 'workload', service: 'orders' }, 'orders', 'read', 'allow'],
  [{ issuer: 'login', principal: 'user', service: 'orders' }, 'orders', 'read', 'operation.principal'],
  [{ issuer: 'login', principal: 'user', service: 'payments' }, 'payments', 'pay', 'allow'],
  // The rule asks for its own audience: a token that is made for another service does not get it.
  [{ issuer: 'login', principal: 'user', service: 'orders' }, 'payments', 'own', 'audience.mismatch'],
  [{ issuer: 'login', principal: 'user', service: 'payments' }, 'payments', 'own', 'allow'],
];

describe('attemptsOf', () => {
  it.each(TRIED)('of %o at %s %s: %s', async (holder, service, operation, outcome) => {
    const [attempt] = standing.attemptsOf(holder, operation);
    if (attempt === undefined) throw new Error('There is no attempt.');
    const decision = await decided(service, operation, attempt);
    expect(decision.outcome === 'deny' ? decision.code : decision.outcome).toBe(outcome);
  });

  it.each([
    [{ issuer: 'other', service: 'orders' }, 'list', 'no issuer "other"'],
    [{ issuer: 'login', identity: 'other', service: 'orders' }, 'list', 'no identity "other"'],
    [{ issuer: 'login', service: 'other' }, 'list', '"other" accepts no tokens'],
    [{ issuer: 'login', service: 'orders' }, 'other', 'no operation "other"'],
  ])('rejects %o at %s', (holder, operation, message) => {
    expect(() => standing.attemptsOf(holder, operation)).toThrow(ConfigurationError);
    expect(() => standing.attemptsOf(holder, operation)).toThrow(message);
  });
});

describe('requestFor', () => {
  it('has the tenant in its path', () => {
    const { requestFor } = standing;
    expect(requestFor('list').target).toBe('/eu/orders');
    expect(requestFor('list', { tenant: 'us' }).target).toBe('/us/orders');
  });

  it('is there for a public operation', () => {
    expect(standing.requestFor('health')).toEqual({ method: 'GET', target: '/health', headers: [] });
  });
});

describe('materialOf', () => {
  it.each(['flipped-bit', 'typ-missing', 'encryption-key', 'iss-with-slash', 'expired'])(
    'is what %s starts from',
    async (name) => {
      const alteration = ALTERATIONS.find((each) => each.name === name);
      const { claims, request } = standing.callerFor('pay');
      const broken = await alteration?.apply(standing.materialOf('login', claims, request));
      await using verifier = await createVerifier({ policy: standing.policy, service: 'payments' });
      const decision = await verifier.decide(toAccessRequest(broken ?? request));
      expect(decision).toMatchObject({ outcome: 'deny', code: alteration?.code });
    },
  );
});
