// What a user's first lines look like. Compiled and run as an ES module, and as CommonJS that calls require().
import {
  createVerifier,
  parsePolicy,
  PolicyError,
  simplePolicy,
  type AccessRequest,
  type Policy,
} from '@org/jwt-core';
import { requestIdOf } from '@org/jwt-core/adapter';
import { filePolicySource, type PolicyDocument } from '@org/jwt-core/policy';
import { createExpressAccess, getAuth } from '@org/jwt-express';
import { createKoaAccess } from '@org/jwt-koa';
import { JwtPolicyModule } from '@org/jwt-nestjs';
import { ALTERATIONS, createTestIssuer, runMatrix, toAccessRequest } from '@org/jwt-testing';
import { attackMatrix } from '@org/jwt-testing/attacks';
import { CONFORMANCE_CASES } from '@org/jwt-testing/conformance';
import { edgeCaseMatrix } from '@org/jwt-testing/edge-cases';
import { serveOnce } from '@org/jwt-testing/wire';
import express from 'express';
import Koa from 'koa';
import assert from 'node:assert/strict';

const audience = 'https://orders.example';

export function makePolicy(issuer: string): Policy<'listOrders'> {
  return simplePolicy({
    issuer,
    audience,
    algs: ['ES256'],
    operations: {
      listOrders: { route: 'GET /orders', allow: [{ principal: 'user', scopes: ['orders:read'] }] },
    },
  });
}

const asking = (rawHeaders: readonly string[]): AccessRequest => ({
  method: 'GET',
  target: '/orders',
  rawHeaders,
});

async function main(): Promise<void> {
  const issuer = await createTestIssuer({ audience });
  const policy = makePolicy(issuer.url);
  const document: PolicyDocument = policy.document;
  assert.deepEqual(Object.keys(document.services), ['service']);
  const verifier = await createVerifier({ policy, insecure: { allowHttpLoopback: true } });

  const token = await issuer.mint({ sub: 'alice', scope: 'orders:read' });
  const good = await verifier.decide(asking(['Authorization', `Bearer ${token}`]));
  assert.equal(good.outcome, 'allow');
  assert.equal(good.identity?.subject, 'alice');
  const bad = await verifier.decide(asking([]));
  assert.equal(bad.outcome, 'deny');
  assert.equal(bad.response.status, 401);

  const app = express();
  const access = createExpressAccess(verifier);
  app.use(access.guard());
  app.get('/orders', access.operation('listOrders'), (req, res) => {
    res.json({ by: getAuth(req)?.subject, id: requestIdOf(req) });
  });
  // @ts-expect-error -- the policy has no such operation
  assert.throws(() => access.operation('listOrder'));
  assert.equal((await serveOnce(app, { target: '/orders' })).status, 401);
  new Koa().use(createKoaAccess(verifier).guard());
  assert.equal(JwtPolicyModule.forRoot({ verifier }).module, JwtPolicyModule);

  const failures = await runMatrix({
    rows: ALTERATIONS.filter(({ onlyWith }) => onlyWith === undefined),
    material: {
      issuer,
      claims: issuer.claims({ scope: 'orders:read' }),
      request: { method: 'GET', target: '/orders', headers: [] },
    },
    decide: (request) => verifier.decide(toAccessRequest(request)),
  });
  assert.deepEqual(failures, []);
  await verifier.close();

  // What core loads only where it is needed: the YAML parser.
  const failure = await parsePolicy('kind: [').catch((error: unknown) => error);
  assert.ok(failure instanceof PolicyError);
  assert.ok(failure.problems.length > 0);
  await assert.rejects(createVerifier({ policy: filePolicySource('/none.yaml') }), PolicyError);

  for (const rows of [attackMatrix(), edgeCaseMatrix(), CONFORMANCE_CASES]) assert.ok(rows.length > 0);
  await issuer.close();
  console.log('OK');
}

void main();
