/** A secret for HMAC is not disclosed by a verifier, a policy, an event or an error. */

import { createVerifier, definePolicy, parsePolicy } from '@org/jwt-core';
import type { PolicyDocument } from '@org/jwt-core/policy';
import { describe, expect, it, vi } from 'vitest';
import { everything } from '../../test/everything.js';
import { NOW } from '../../test/matrix-fixture.js';

const SECRET = 'a-secret-of-more-than-32-bytes-0123456789';

const hmacDocument: PolicyDocument = {
  apiVersion: 'jwt-policy/v1',
  kind: 'JwtPolicy',
  metadata: { name: 'hmac' },
  issuers: {
    inner: {
      iss: 'https://inner.example',
      algs: ['HS256'],
      typ: 'at+jwt',
      keys: { secret: { env: 'MATRIX_SECRET' } },
    },
  },
  services: {
    orders: {
      audience: 'https://orders.example',
      accept: ['inner'],
      operations: { list: { route: 'GET /orders', allow: [{ principal: 'user' }] } },
    },
  },
};

const FORMS = [SECRET, Buffer.from(SECRET).toString('base64'), Buffer.from(SECRET).toString('hex')];
const bytes = [...Buffer.from(SECRET)];
const SHOWN = [...FORMS, bytes.join(', '), bytes.map((byte) => byte.toString(16)).join(' '), bytes.join(',')];

describe('a secret for HMAC', () => {
  it('is not in a printed verifier, policy, event or error', async () => {
    vi.stubEnv('MATRIX_SECRET', SECRET);
    const policy = definePolicy(hmacDocument);
    const events: unknown[] = [];
    const take = (event: unknown): void => void events.push(event);
    const verifier = await createVerifier({ policy, clock: () => NOW, onDecision: take, onKeyEvent: take });
    const decision = await verifier.decide({
      method: 'GET',
      target: '/orders',
      rawHeaders: ['Authorization', 'Bearer a.b.c'],
    });
    const text = [
      verifier,
      policy,
      verifier.describe(),
      await verifier.warmUp(),
      verifier.operations(),
      decision,
      ...events,
    ]
      .map(everything)
      .join('\n');
    expect(SHOWN.filter((form) => text.includes(form))).toEqual([]);
  });

  it('is not in the error when it is too short', async () => {
    const short = SECRET.slice(0, 20);
    vi.stubEnv('MATRIX_SECRET', short);
    const error: unknown = await createVerifier({ policy: definePolicy(hmacDocument) }).catch(
      (each: unknown) => each,
    );
    expect(error).toBeInstanceOf(Error);
    expect(everything(error)).not.toContain(short);
  });

  it.each([
    ['inline secret', `secret: ${SECRET}`],
    ['inline value', `secret: { value: ${SECRET} }`],
    ['inline key set', `jwks: { keys: [{ kty: oct, k: ${SECRET} }] }`],
    ['private key', `jwks: { keys: [{ kty: EC, crv: P-256, x: AA, y: AA, d: ${SECRET} }] }`],
  ])('is not in the error when the policy contains it: %s', async (_, keys) => {
    const text = [
      'apiVersion: jwt-policy/v1',
      'kind: JwtPolicy',
      'metadata: { name: x }',
      'issuers:',
      `  inner: { iss: https://inner.example, algs: [HS256], typ: at+jwt, keys: { ${keys} } }`,
      'services:',
      '  orders: { audience: https://orders.example, accept: [inner], operations: { list: { route: GET /o, allow: [{ principal: user }] } } }',
    ].join('\n');
    const error: unknown = await parsePolicy(text).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(Error);
    expect(everything(error)).not.toContain(SECRET);
  });
});
