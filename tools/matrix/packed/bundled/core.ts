// A service without a framework, under a policy in YAML. It is bundled, and runs where there is no node_modules.
import { createVerifier, definePolicy, parsePolicy, PolicyError } from '@org/jwt-core';
import { ALTERATIONS, createTestIssuer, runMatrix, toAccessRequest } from '@org/jwt-testing';
import assert from 'node:assert/strict';

const POLICY = `
apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: acme }
issuers:
  login: { iss: https://id.acme.example/, keys: { discovery: oidc }, algs: [ES256], typ: at+jwt }
services:
  orders:
    audience: https://orders.acme.example
    accept: [login]
    operations:
      listOrders: { route: GET /orders, allow: [{ principal: user, scopes: ['orders:read'] }] }
`;

async function main(): Promise<void> {
  const issuer = await createTestIssuer({ audience: 'https://orders.acme.example' });
  const { document } = await parsePolicy(POLICY);
  const login = { iss: issuer.url, keys: { discovery: 'oidc' }, algs: ['ES256'], typ: 'at+jwt' } as const;
  const policy = definePolicy({ ...document, issuers: { login } });
  const verifier = await createVerifier({ policy, service: 'orders', insecure: { allowHttpLoopback: true } });

  const claims = issuer.claims({ scope: 'orders:read' });
  const token = await issuer.mint({ scope: 'orders:read' });
  const rawHeaders = ['Authorization', `Bearer ${token}`];
  const good = await verifier.decide({ method: 'GET', target: '/orders', rawHeaders });
  assert.equal(good.outcome, 'allow');
  const failures = await runMatrix({
    rows: ALTERATIONS.filter(({ onlyWith }) => onlyWith === undefined),
    material: { issuer, claims, request: { method: 'GET', target: '/orders', headers: [] } },
    decide: (request) => verifier.decide(toAccessRequest(request)),
  });
  assert.deepEqual(failures, []);
  await verifier.close();
  await issuer.close();

  // Classes keep their identity, and names are not mangled where they are read.
  const failure = await parsePolicy('kind: [').catch((error: unknown) => error);
  assert.ok(failure instanceof PolicyError);
  assert.equal(failure.name, 'PolicyError');
  console.log('OK');
}

void main();
