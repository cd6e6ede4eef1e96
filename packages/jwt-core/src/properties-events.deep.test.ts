/** Whatever stands in a token and wherever a request repeats it: nothing that is written holds a part of a credential. */

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, forge, NOW, segment, type Signer } from '../test/mint.js';
import { asking, goodClaims, loginWith, ordersPolicy } from '../test/orders.js';
import { AccessDeniedError } from './decision/decision.js';
import type { DecisionEvent } from './report/decision-event.js';
import type { HttpRequest } from './request/access-request.js';
import { type Verifier } from './verify/verifier.js';
import { createVerifier } from './verify/create-verifier.js';

let signer: Signer;
let verifier: Verifier;
const events: DecisionEvent[] = [];

beforeAll(async () => {
  signer = await createSigner('EdDSA');
  const look = { equals: 'wanted' };
  const policy = ordersPolicy(
    {
      login: loginWith(
        { jwks: { keys: [signer.jwk] } },
        { algs: ['EdDSA'], tenant: 'tid', roles: '/realm/roles', principal: 'user', require: { env: look } },
      ),
    },
    {
      list: {
        route: 'GET /orders',
        tenantFrom: 'header.x-tenant',
        allow: [
          { principal: 'user', scopes: ['a'] },
          { principal: 'user', roles: ['b'] },
          { principal: 'user', where: { email: look } },
          { principal: 'user', actor: { sub: look } },
        ],
      },
    },
  );
  verifier = await createVerifier({ policy, clock: () => NOW, onDecision: (event) => events.push(event) });
});

/** What a tenth of a credential has in common with another text by chance is shorter. */
const PART = 16;

const bytes = (length: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((value) => Buffer.from(value));
const header = fc.constantFrom('{"alg":"ES256"}', ' { "alg" : "ES256" }', '\r\n{\n  "alg":\t"dir"\n}', '{}');

/** Credentials that a claim may hold: each has a digit, as all but one in a thousand have. */
const credential: fc.Arbitrary<string> = fc.oneof(
  bytes(30).map((value) => `k7${value.toString('base64url')}`.replace(/[-_]/gu, 'x')),
  bytes(30).map((value) => `7aA${value.toString('base64')}`),
  bytes(20).map((value) => `a7${value.toString('hex')}`),
  fc
    .tuple(header, bytes(64))
    .map(([head, sig]) => `${segment(head)}.${segment({ sub: 'x' })}.${segment(sig)}`),
  fc
    .tuple(header, bytes(40))
    .map(([head, text]) => `${segment(head)}..${segment(text)}.${segment(text)}.dGFn`),
  bytes(60).map((value) => `v4.local.${segment(value)}`),
);

/** Ways in which a value holds it. */
const holding: fc.Arbitrary<(secret: string) => unknown> = fc.constantFrom<(secret: string) => unknown>(
  (secret) => secret,
  (secret) => `Bearer ${secret}`,
  (secret) => `first line\n${secret}\n`,
  (secret) => [secret, secret],
  (secret) => ({ deep: { secret } }),
  (secret) => ({ [secret]: 1 }),
  (secret) => `${'x'.repeat(170)} ${secret}`,
);

const claimNames = ['iss', 'aud', 'sub', 'client_id', 'jti', 'exp', 'iat', 'nbf', 'scope', 'realm'];
const otherNames = ['tid', 'act', 'cnf', 'env', 'email', 'azp'];
const claimName = fc.constantFrom(...claimNames, ...otherNames);
const headerName = fc.constantFrom('alg', 'kid', 'typ', 'crit', 'jku', 'cty');

/** What is written of a request, without the facts that the reference names. */
async function written(request: HttpRequest): Promise<string> {
  events.length = 0;
  const decision = await verifier.decide(request);
  const event = { ...events[0], tenant: undefined, actor: undefined };
  const told = decision.outcome === 'deny' ? new AccessDeniedError(decision) : undefined;
  return JSON.stringify([
    event,
    told,
    told?.message,
    told?.expected,
    told?.actual,
    await verifier.explain(request),
  ]);
}

/** The parts of a credential that a text repeats. */
function repeated(text: string, secret: string): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at + PART <= secret.length; at += 1) {
    const part = secret.slice(at, at + PART);
    if (text.includes(part)) parts.push(part);
  }
  return parts;
}

/** Claims that pass as far as the operation, in which one says something else. */
const claimsWith = (name: string, value: unknown): Readonly<Record<string, unknown>> =>
  goodClaims({ tid: 'eu', env: 'wanted', [name]: value });

const tenantOf = (tenant: string): Partial<HttpRequest> => ({ rawHeaders: ['X-Tenant', tenant] });
const send = (token: string, { rawHeaders = [], ...rest }: Partial<HttpRequest> = {}): HttpRequest => ({
  ...asking(token),
  rawHeaders: ['Authorization', `Bearer ${token}`, ...rawHeaders],
  ...rest,
});

describe('nothing that is written of a request', () => {
  it('holds a part of a credential that stands in a claim, signed or not', async () => {
    await fc.assert(
      fc.asyncProperty(credential, holding, claimName, fc.boolean(), async (secret, hold, name, isSigned) => {
        const claims = claimsWith(name, hold(secret));
        const token = isSigned ? await signer.sign(claims) : forge({ alg: 'EdDSA', kid: 'k1' }, claims);
        const text = await written(send(token, tenantOf('eu')));
        expect(repeated(text, secret)).toEqual([]);
        expect(repeated(text, token)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('holds a part of a credential that stands in the header', async () => {
    await fc.assert(
      fc.asyncProperty(credential, holding, headerName, async (secret, hold, name) => {
        const token = forge({ alg: 'EdDSA', kid: 'k1', [name]: hold(secret) }, claimsWith('tid', 'eu'));
        const text = await written(send(token, tenantOf('eu')));
        expect(repeated(text, secret)).toEqual([]);
        expect(repeated(text, token)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('holds a part of the token that the request repeats elsewhere', async () => {
    const token = await signer.sign(claimsWith('email', 'x'));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length - PART),
        fc.integer({ min: PART, max: 128 }),
        fc.constantFrom('tenant', 'requestId', 'target', 'second', 'query', 'scheme'),
        async (start, length, where) => {
          const part = token.slice(start, start + length);
          const requests: Readonly<Record<typeof where, HttpRequest>> = {
            tenant: send(token, tenantOf(`tenant-${part}`)),
            requestId: send(token, { requestId: part }),
            target: send(token, { target: `/orders/${part}` }),
            second: send(token, { rawHeaders: ['Authorization', part] }),
            query: { ...asking(undefined, { target: `/orders?access_token=${token}` }), requestId: part },
            scheme: {
              ...asking(undefined),
              rawHeaders: ['Authorization', `Basic ${token}`],
              requestId: part,
            },
          };
          expect(repeated(await written(requests[where]), token)).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});
