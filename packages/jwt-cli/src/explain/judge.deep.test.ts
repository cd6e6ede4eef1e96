/** What is said offline against what a service with the real keys decides: for every way to break a token. */

import { createVerifier, parsePolicy, type Policy, type Verifier } from '@org/jwt-core';
import {
  ALTERATIONS,
  createTestIssuer,
  toAccessRequest,
  withBearer,
  type RequestDescription,
  type TestIssuer,
} from '@org/jwt-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenIn } from './asked.js';
import { judge } from './judge.js';

const NOW = Date.parse('2026-11-28T10:00:00Z');
const REQUEST: RequestDescription = { method: 'GET', target: '/orders', headers: [] };

let issuer: TestIssuer;
let policy: Policy;
let verifier: Verifier;
beforeAll(async () => {
  issuer = await createTestIssuer({ clock: () => NOW });
  policy = await parsePolicy(
    JSON.stringify({
      apiVersion: 'jwt-policy/v1',
      kind: 'JwtPolicy',
      metadata: { name: 'shop' },
      issuers: {
        login: { iss: issuer.url, keys: { jwks: issuer.publicJwks() }, algs: ['ES256'], typ: 'at+jwt' },
      },
      services: {
        orders: {
          audience: 'https://service.example',
          accept: ['login'],
          operations: { list: { route: 'GET /orders', allow: [{ principal: 'user' }] } },
        },
      },
    }),
  );
  verifier = await createVerifier({ policy, service: 'orders', clock: () => NOW });
});
afterAll(async () => {
  await verifier.close();
  await issuer.close();
});

const isAboutKeys = (code: string): boolean => /^(?:key|signature)\./u.test(code);

describe('offline', () => {
  it('a good token is the one that a service allows', async () => {
    const request = toAccessRequest(withBearer(REQUEST, await issuer.mint()));
    const asked = { service: 'orders', operation: undefined, request, token: tokenIn(request), at: NOW };
    expect((await verifier.decide(request)).outcome).toBe('allow');
    expect((await judge(policy, asked, undefined)).outcome).toBe('allow_if_signature_is_good');
  });

  it.each(
    ALTERATIONS.filter(({ onlyWith }) => onlyWith === undefined).map((each) => [each.name, each] as const),
  )('%s: the same code as of a service, unless it is about the key', async (_name, alteration) => {
    const material = { issuer, claims: issuer.claims(), request: REQUEST };
    const request = toAccessRequest(await alteration.apply(material));
    const decision = await verifier.decide(request);
    const asked = { service: 'orders', operation: undefined, request, token: tokenIn(request), at: NOW };
    const judged = await judge(policy, asked, undefined);
    const real = decision.outcome === 'deny' ? decision.code : 'allow';
    if (isAboutKeys(real)) {
      expect(judged.outcome).not.toBe('allow');
      return;
    }
    const said = judged.decision.outcome === 'deny' ? judged.decision.code : judged.outcome;
    expect(said).toBe(real === 'allow' ? 'allow_if_signature_is_good' : real);
    if (decision.outcome === 'deny') expect(judged.decision).toMatchObject({ response: decision.response });
  });
});
