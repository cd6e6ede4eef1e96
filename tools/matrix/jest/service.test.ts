// What the guides tell a user to test, and whether a runner with a module system of its own changes what core decides.
import { createVerifier, definePolicy, loadPolicy, PolicyError, type Verifier } from '@org/jwt-core';
import { createExpressAccess, getAuth } from '@org/jwt-express';
import {
  ALTERATIONS,
  createConformanceKit,
  createTestIssuer,
  runConformance,
  runMatrix,
  toAccessRequest,
  type ConformanceKit,
  type TestIssuer,
} from '@org/jwt-testing';
import { serveOnce } from '@org/jwt-testing/wire';
import express from 'express';
import { writeFileSync } from 'node:fs';
import { startConformanceServer, type ConformanceServer } from './conformance-server';

const audience = 'https://orders.acme.example';

async function verifierFor(issuer: TestIssuer): Promise<Verifier> {
  const { document } = await loadPolicy('jwt-policy.yaml');
  const login = { iss: issuer.url, keys: { discovery: 'oidc' }, algs: ['ES256'], typ: 'at+jwt' } as const;
  // A copy of another realm: Node makes it, not the runner.
  const policy = definePolicy({ ...structuredClone(document), issuers: { login } });
  return createVerifier({ policy, service: 'orders', insecure: { allowHttpLoopback: true } });
}

describe('a service with a policy file', () => {
  let issuer: TestIssuer;
  let verifier: Verifier;

  beforeAll(async () => {
    issuer = await createTestIssuer({ audience });
    verifier = await verifierFor(issuer);
  });

  afterAll(async () => {
    await verifier.close();
    await issuer.close();
  });

  it('answers who called', async () => {
    const app = express();
    app.use(createExpressAccess(verifier).guard());
    app.get('/orders', (req, res) => {
      res.json(getAuth(req)?.subject);
    });
    const call = async (scope: string): Promise<unknown> => {
      const token = await issuer.mint({ sub: 'ann', scope });
      return serveOnce(app, { target: '/orders', headers: [['Authorization', `Bearer ${token}`]] });
    };
    expect(await call('orders:read')).toMatchObject({ status: 200, body: '"ann"' });
    expect(await call('')).toMatchObject({ status: 403 });
  });

  it('denies every alteration of a good token with its code', async () => {
    const rows = ALTERATIONS.filter(({ onlyWith }) => onlyWith === undefined);
    const failures = await runMatrix({
      rows,
      material: {
        issuer,
        claims: issuer.claims({ scope: 'orders:read' }),
        request: { method: 'GET', target: '/orders', headers: [] },
      },
      decide: (request) => verifier.decide(toAccessRequest(request)),
    });
    expect(failures).toEqual([]);
    expect(rows.length).toBeGreaterThan(100);
  });
});

describe('the conformance kit', () => {
  let kit: ConformanceKit;
  let server: ConformanceServer;

  beforeAll(async () => {
    kit = await createConformanceKit();
    server = await startConformanceServer(await kit.createVerifier(), 'guard');
  });

  afterAll(async () => {
    await server.close();
    await kit.close();
  });

  it('gets the answers that core decides', async () => {
    const { port, handlerRuns } = server;
    const verifier = await kit.createVerifier();
    const results = await runConformance({ kit, port, verifier, handlerRuns });
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    expect(results.length).toBeGreaterThan(20);
  });
});

// Errors of Node are not of the runner's class `Error`.
describe('the reason of a failure', () => {
  it('says that a policy file does not exist', async () => {
    await expect(loadPolicy('none.yaml')).rejects.toThrow(PolicyError);
    await expect(loadPolicy('none.yaml')).rejects.toThrow('there is no such file');
  });

  it('says that a policy file is not UTF-8', async () => {
    writeFileSync('latin1.yaml', Buffer.from('kind: caf\u00e9', 'latin1'));
    await expect(loadPolicy('latin1.yaml')).rejects.toThrow('is not UTF-8');
  });

  it('says that an issuer cannot be reached', async () => {
    const issuer = await createTestIssuer({ audience });
    await issuer.close();
    const verifier = await verifierFor(issuer);
    const { ready, issuers } = await verifier.warmUp();
    await verifier.close();
    expect({ ready, issuers }).toMatchObject({
      ready: false,
      issuers: [{ reason: expect.stringContaining('ECONNREFUSED') }],
    });
  });
});
