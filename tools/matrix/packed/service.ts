// What a user's first lines look like. Compiled and run twice: as an ES module, and as CommonJS that calls require().
import { createVerifier, parsePolicy, PolicyError, simplePolicy, type AccessRequest } from '@org/jwt-core';
import { createExpressAccess, getAuth } from '@org/jwt-express';
import { createKoaAccess } from '@org/jwt-koa';
import { JwtPolicyModule } from '@org/jwt-nestjs';
import { createTestIssuer } from '@org/jwt-testing';
import { attackMatrix } from '@org/jwt-testing/attacks';
import { CONFORMANCE_CASES } from '@org/jwt-testing/conformance';
import { edgeCaseMatrix } from '@org/jwt-testing/edge-cases';
import { serveOnce } from '@org/jwt-testing/wire';
import express from 'express';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import Koa from 'koa';
import assert from 'node:assert/strict';

async function main(): Promise<void> {
  const issuer = 'https://id.example';
  const audience = 'https://orders.example';
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };

  const policy = simplePolicy({
    issuer,
    audience,
    algs: ['ES256'],
    keys: { jwks: { keys: [jwk] } },
    operations: {
      listOrders: { route: 'GET /orders', allow: [{ principal: 'user', scopes: ['orders:read'] }] },
    },
  });
  const verifier = await createVerifier({ policy });

  const token = await new SignJWT({ scope: 'orders:read', client_id: 'shop' })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('alice')
    .setJti('token-1')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);
  const asking = (rawHeaders: readonly string[]): AccessRequest => ({
    method: 'GET',
    target: '/orders',
    rawHeaders,
  });

  const good = await verifier.decide(asking(['Authorization', `Bearer ${token}`]));
  assert.equal(good.outcome, 'allow');
  assert.equal(good.identity?.subject, 'alice');
  const bad = await verifier.decide(asking([]));
  assert.equal(bad.outcome, 'deny');
  assert.equal(bad.response.status, 401);

  const app = express();
  app.use(createExpressAccess(verifier).guard());
  app.get('/orders', createExpressAccess(verifier).operation('listOrders'), (req, res) => {
    res.json({ by: getAuth(req)?.subject });
  });
  assert.equal((await serveOnce(app, { target: '/orders' })).status, 401);
  new Koa().use(createKoaAccess(verifier).guard());
  assert.equal(JwtPolicyModule.forRoot({ verifier }).module, JwtPolicyModule);

  await verifier.close();

  // What core loads only where it is needed: the YAML parser, and what fetches.
  await assert.rejects(parsePolicy('kind: ['), PolicyError);
  const testIssuer = await createTestIssuer({ audience });
  const operations = { health: { auth: 'public' } } as const;
  const remote = simplePolicy({ issuer: testIssuer.url, audience, algs: ['ES256'], operations });
  const fetching = await createVerifier({ policy: remote, insecure: { allowHttpLoopback: true } });
  const theirs = ['Authorization', `Bearer ${await testIssuer.mint()}`];
  assert.equal((await fetching.identify(asking(theirs))).outcome, 'allow');
  await fetching.close();
  await testIssuer.close();
  for (const rows of [attackMatrix(), edgeCaseMatrix(), CONFORMANCE_CASES]) assert.ok(rows.length > 0);
  console.log('OK');
}

void main();
