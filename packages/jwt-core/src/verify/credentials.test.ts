/** Tokens in the places that a policy lists: what users report of cookies, proxies that authenticate, and streams. */

import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, NOW, type Signer } from '../../test/mint.js';
import { AUDIENCE, goodClaims, loginWith } from '../../test/orders.js';
import type { CredentialDocument } from '../policy/document/credentials.js';
import type { OperationDocument } from '../policy/document/document.js';
import { definePolicy } from '../policy/policy.js';
import type { DecisionEvent } from '../report/decision-event.js';
import type { HttpRequest } from '../request/access-request.js';
import { createVerifier } from './create-verifier.js';
import type { Verifier } from './verifier.js';

const COOKIE: CredentialDocument = {
  cookie: 'access_token',
  csrf: { origins: ['https://app.acme.example'] },
};
const EVERYTHING: readonly CredentialDocument[] = ['header', COOKIE, { header: 'Cf-Access-Jwt-Assertion' }];
const user = [{ principal: 'user' }] as const;
const OPERATIONS: Readonly<Record<string, OperationDocument>> = {
  list: { route: 'GET /orders', allow: user },
  create: { route: 'POST /orders', allow: user },
  stream: {
    route: 'GET /orders/stream',
    credentials: { query: 'access_token' },
    maxLifetime: '5m',
    allow: user,
  },
  byPath: { route: 'GET /t/{tenant}', tenantFrom: 'path.tenant', allow: user },
  notices: { route: 'GET /notices', auth: 'optional' },
  comment: { route: 'POST /notices', auth: 'optional' },
  health: { route: 'POST /healthz', auth: 'public' },
};

let signer: Signer;
let token: string;
const events: DecisionEvent[] = [];
beforeAll(async () => {
  signer = await createSigner();
  token = await signer.sign(goodClaims({ tid: 'eu', exp: NOW / 1000 + 60 }));
});

async function verifierOf(credentials?: readonly CredentialDocument[]): Promise<Verifier> {
  const login = loginWith({ jwks: { keys: [signer.jwk] } }, { tenant: 'tid' });
  const service = { audience: AUDIENCE, accept: ['login'], operations: OPERATIONS };
  return createVerifier({
    policy: definePolicy({
      apiVersion: 'jwt-policy/v1',
      kind: 'JwtPolicy',
      metadata: { name: 'shop' },
      issuers: { login },
      services: { orders: credentials === undefined ? service : { ...service, credentials } },
    }),
    clock: () => NOW,
    onDecision: (event) => events.push(event),
  });
}

const asking = (line: string, ...rawHeaders: readonly string[]): HttpRequest => {
  const [method = '', target = ''] = line.split(' ');
  return { method, target, rawHeaders };
};

async function outcomeOf(verifier: Verifier, request: HttpRequest): Promise<string> {
  const decision = await verifier.decide(request);
  return decision.outcome === 'allow' ? 'allow' : decision.code;
}

describe('a token in a cookie (report G2)', () => {
  const cookie = (): readonly string[] => ['Cookie', `theme=dark; access_token=${token}`];
  const FROM_PAGE = ['Origin', 'https://app.acme.example'];

  it('is accepted where the policy lists the cookie, and missing where it does not', async () => {
    expect(await outcomeOf(await verifierOf([COOKIE]), asking('GET /orders', ...cookie()))).toBe('allow');
    expect(await outcomeOf(await verifierOf(), asking('GET /orders', ...cookie()))).toBe(
      'credential.missing',
    );
  });

  it('is accepted for an unsafe method from a page of the application alone', async () => {
    const verifier = await verifierOf([COOKIE]);
    expect(await outcomeOf(verifier, asking('POST /orders', ...cookie(), ...FROM_PAGE))).toBe('allow');
    expect(
      await outcomeOf(verifier, asking('POST /orders', ...cookie(), 'Sec-Fetch-Site', 'same-origin')),
    ).toBe('allow');
    expect(await outcomeOf(verifier, asking('POST /orders', ...cookie()))).toBe('credential.cross_site');
    expect(
      await outcomeOf(verifier, asking('POST /orders', ...cookie(), 'Origin', 'https://evil.example')),
    ).toBe('credential.cross_site');
  });

  it('of another site is denied with 403 and a problem of its own, and without a challenge', async () => {
    const verifier = await verifierOf([COOKIE]);
    const decision = await verifier.decide(asking('POST /orders', ...cookie()));
    if (decision.outcome === 'allow') throw new Error('It was allowed.');
    const { status, headers, body } = decision.response;
    expect([status, headers.map(([name]) => name)]).toEqual([403, ['Content-Type', 'Cache-Control']]);
    expect(JSON.parse(body)).toMatchObject({ type: expect.stringMatching(/#cross_site$/u) as string });
  });

  it('of another site is denied before it is read: a bad one is not told from a good one', async () => {
    const verifier = await verifierOf([COOKIE]);
    for (const value of ['x', '', 'a b', 'x'.repeat(10_000)]) {
      const request = asking('POST /orders', 'Cookie', `access_token=${value}`);
      expect(await outcomeOf(verifier, request)).toBe('credential.cross_site');
    }
  });

  it('and another in the Authorization header are ambiguous', async () => {
    const verifier = await verifierOf(['header', COOKIE]);
    const both = [...cookie(), 'Authorization', `Bearer ${token}`];
    expect(await outcomeOf(verifier, asking('GET /orders', ...both))).toBe('credential.ambiguous');
  });

  it('makes no request anonymous where the operation is optional, and is not read where it is public', async () => {
    const verifier = await verifierOf([COOKIE]);
    expect(await outcomeOf(verifier, asking('POST /notices', ...cookie()))).toBe('credential.cross_site');
    expect(await outcomeOf(verifier, asking('GET /notices', 'Cookie', 'access_token=x'))).toBe(
      'format.malformed',
    );
    expect(await outcomeOf(verifier, asking('POST /notices'))).toBe('allow');
    expect(await outcomeOf(verifier, asking('POST /healthz', ...cookie()))).toBe('allow');
  });

  it('opens a WebSocket from a page of the application alone', async () => {
    const verifier = await verifierOf([COOKIE]);
    const upgrade = ['Connection', 'Upgrade', 'Upgrade', 'websocket', ...cookie()];
    expect(await outcomeOf(verifier, asking('GET /orders', ...upgrade))).toBe('credential.cross_site');
    expect(await outcomeOf(verifier, asking('GET /orders', ...upgrade, ...FROM_PAGE))).toBe('allow');
  });

  it('is judged alike by identify() and explain()', async () => {
    const verifier = await verifierOf([COOKIE]);
    const foreign = asking('POST /orders', ...cookie());
    expect(await verifier.identify(foreign)).toMatchObject({ code: 'credential.cross_site' });
    expect(await verifier.explain(foreign)).toMatchObject({ code: 'credential.cross_site' });
    expect(await verifier.identify(asking('GET /orders', ...cookie()))).toMatchObject({ outcome: 'allow' });
  });
});

describe('a token in a header of a proxy', () => {
  it('is accepted where the policy lists the header, in any case', async () => {
    const verifier = await verifierOf([{ header: 'Cf-Access-Jwt-Assertion' }]);
    for (const name of ['cf-access-jwt-assertion', 'CF-ACCESS-JWT-ASSERTION']) {
      expect(await outcomeOf(verifier, asking('POST /orders', name, token))).toBe('allow');
    }
  });

  it('is accepted beside the cookie that the proxy sets with the same token', async () => {
    const verifier = await verifierOf([{ header: 'Cf-Access-Jwt-Assertion' }]);
    const request = asking(
      'GET /orders',
      'Cf-Access-Jwt-Assertion',
      token,
      'Cookie',
      `CF_Authorization=${token}`,
    );
    expect(await outcomeOf(verifier, request)).toBe('allow');
  });

  it('and another in the Authorization header are ambiguous, also where only the header is listed', async () => {
    const verifier = await verifierOf([{ header: 'Cf-Access-Jwt-Assertion' }]);
    const request = asking('GET /orders', 'Cf-Access-Jwt-Assertion', token, 'Authorization', 'Bearer x');
    expect(await outcomeOf(verifier, request)).toBe('credential.ambiguous');
  });
});

describe('a token in the query', () => {
  it('is accepted for the one operation that says so, by its route and by its name', async () => {
    const verifier = await verifierOf();
    const stream = asking(`GET /orders/stream?access_token=${token}`);
    expect(await outcomeOf(verifier, stream)).toBe('allow');
    expect(
      await verifier.decide(asking(`GET /elsewhere?access_token=${token}`), { operation: 'stream' }),
    ).toMatchObject({
      outcome: 'allow',
    });
    expect(await outcomeOf(verifier, asking(`GET /orders?access_token=${token}`))).toBe(
      'credential.unsupported',
    );
    expect(await outcomeOf(verifier, asking(`GET /nothing?access_token=${token}`))).toBe(
      'credential.unsupported',
    );
  });

  it('is never read by identify(), which knows no operation', async () => {
    const verifier = await verifierOf();
    const stream = asking(`GET /orders/stream?access_token=${token}`);
    for (const auth of ['required', 'optional'] as const) {
      expect(await verifier.identify(stream, { auth })).toMatchObject({ code: 'credential.unsupported' });
    }
  });

  it('is not accepted where it lives longer than the operation says, though others take it', async () => {
    const verifier = await verifierOf();
    const long = await signer.sign(goodClaims({ exp: NOW / 1000 + 600 }));
    expect(await outcomeOf(verifier, asking('GET /orders', 'Authorization', `Bearer ${long}`))).toBe('allow');
    expect(await outcomeOf(verifier, asking(`GET /orders/stream?access_token=${long}`))).toBe(
      'time.lifetime_too_long',
    );
  });

  it('may be in the header as well as in the query, and not in both', async () => {
    const verifier = await verifierOf();
    const header = ['Authorization', `Bearer ${token}`];
    expect(await outcomeOf(verifier, asking('GET /orders/stream', ...header))).toBe('allow');
    expect(await outcomeOf(verifier, asking(`GET /orders/stream?access_token=${token}`, ...header))).toBe(
      'credential.ambiguous',
    );
  });
});

describe('what is said about the place', () => {
  const WAYS: readonly (readonly [from: string | undefined, make: () => HttpRequest])[] = [
    [undefined, () => asking('GET /orders/stream', 'Authorization', `Bearer ${token}`)],
    ['cookie access_token', () => asking('GET /orders/stream', 'Cookie', `access_token=${token}`)],
    ['header cf-access-jwt-assertion', () => asking('GET /orders/stream', 'CF-Access-JWT-Assertion', token)],
    ['query access_token', () => asking(`GET /orders/stream?access_token=${token}`)],
  ];

  it.each(WAYS)('the event names it, and nothing else of it: %s', async (from, make) => {
    const verifier = await verifierOf(EVERYTHING);
    events.length = 0;
    expect(await outcomeOf(verifier, make())).toBe('allow');
    expect(events[0]?.credentialFrom).toBe(from);
    expect(JSON.stringify(events)).not.toContain(token.slice(0, 20));
  });

  it.each(WAYS)('caches keep no response that is not known to be of one caller: %s', async (from, make) => {
    const decision = await (await verifierOf(EVERYTHING)).decide(make());
    const stored = from === undefined ? [] : [['Cache-Control', 'no-store']];
    expect(decision).toMatchObject({ outcome: 'allow', headers: stored });
  });

  it.each<[what: string, make: (secret: string) => HttpRequest]>([
    ['a cookie', (secret) => asking(`GET /t/${secret}`, 'Cookie', `access_token=${token}`)],
    ['a header', (secret) => asking(`GET /t/${secret}`, 'CF-Access-JWT-Assertion', token)],
  ])('no event repeats what was sent in %s, also where the path does', async (_what, make) => {
    const verifier = await verifierOf(EVERYTHING);
    events.length = 0;
    const secret = token.split('.')[2] ?? '';
    expect(await outcomeOf(verifier, { ...make(secret), requestId: secret.slice(0, 60) })).toBe(
      'tenant.mismatch',
    );
    expect(JSON.stringify(events)).not.toContain(secret.slice(0, 12));
    expect(events[0]).not.toHaveProperty('requestId');
  });

  it('no event repeats the query of a request that belongs to no operation', async () => {
    const verifier = await verifierOf(EVERYTHING);
    events.length = 0;
    await verifier.decide(asking(`GET /nothing?access_token=${token}`));
    await verifier.decide(asking(`GET /nothing?token=${token}`, 'Authorization', `Bearer ${token}`));
    expect(events.map(({ code }) => code)).toEqual(['credential.unsupported', 'operation.unknown']);
    expect(JSON.stringify(events)).not.toContain(token.slice(0, 12));
  });
});

describe('a request that shows a map of its headers alone (report G1)', () => {
  it('is judged, and its event says that a second line could not be seen', async () => {
    const verifier = await verifierOf();
    events.length = 0;
    const request = asking('GET /orders', 'authorization', `Bearer ${token}`);
    expect(await outcomeOf(verifier, { ...request, duplicatesVisible: false })).toBe('allow');
    expect(await outcomeOf(verifier, { ...request, rawHeaders: [], duplicatesVisible: false })).toBe(
      'credential.missing',
    );
    expect(await outcomeOf(verifier, { ...request, duplicatesVisible: true })).toBe('allow');
    expect(events.map(({ duplicatesVisible }) => duplicatesVisible)).toEqual([false, false, undefined]);
  });

  it('without any list of headers is a mistake in the program, told as one', async () => {
    const verifier = await verifierOf();
    const request = { method: 'GET', target: '/orders', headers: { authorization: `Bearer ${token}` } };
    await expect(verifier.decide(request as never)).rejects.toThrow('receivedHeaders(req)');
    const open = { method: 'POST', target: '/healthz', requestId: 'r-1' };
    expect(await outcomeOf(verifier, open as never)).toBe('allow');
    expect(events.at(-1)).toMatchObject({ operation: 'health', requestId: 'r-1' });
  });
});
