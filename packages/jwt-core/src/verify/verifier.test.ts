import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { serveJson } from '../../test/loopback.js';
import { createSigner, NOW, type Signer } from '../../test/mint.js';
import { asking, goodClaims, ISS, loginWith, ordersPolicy, ordersVerifier } from '../../test/orders.js';
import type { KeyFetcher } from '../keys/remote/fetcher.js';
import { PolicyError } from '../policy/policy-error.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { HttpRequest } from '../request/access-request.js';
import { type Verifier } from './verifier.js';
import { createVerifier, type VerifierOptions } from './create-verifier.js';

let signer: Signer;
let request: HttpRequest;
beforeAll(async () => {
  signer = await createSigner();
  request = asking(await signer.sign(goodClaims()));
});

const inlinePolicy = (): ReturnType<typeof ordersPolicy> =>
  ordersPolicy({ login: loginWith({ jwks: { keys: [signer.jwk] } }) });

describe('making a verifier', () => {
  it('takes the path of a policy file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jwt-core-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const file = join(folder, 'policy.json');
    writeFileSync(file, JSON.stringify(inlinePolicy().document));
    const verifier = await createVerifier({ policy: file, service: 'orders', clock: () => NOW });
    expect(await verifier.decide(request)).toMatchObject({ outcome: 'allow' });
  });

  it('needs no service name where there is just one', async () => {
    expect((await createVerifier({ policy: inlinePolicy() })).service).toBe('orders');
  });

  it.each([
    [
      'a service that the policy does not have',
      () => ({ policy: inlinePolicy(), service: 'order' }),
      'no service named "order"',
    ],
    ['no policy', () => ({}) as never, 'policy: expected the path'],
    ['a policy that is undefined', () => ({ policy: undefined as never }), 'policy is undefined'],
    [
      'an unchecked document',
      () => ({ policy: inlinePolicy().document as never }),
      'policy: expected the path',
    ],
  ])('is a mistake in the program with %s', async (_what, options, message) => {
    const promise = createVerifier(options());
    await expect(promise).rejects.toThrow(ConfigurationError);
    await expect(promise).rejects.toThrow(message);
  });

  it('is a mistake with a file that is not there', async () => {
    await expect(createVerifier({ policy: '/nowhere/policy.yaml' })).rejects.toThrow(PolicyError);
    await expect(createVerifier({ policy: '' })).rejects.toThrow(PolicyError);
  });

  it('reads the clock of the machine where it is given none', async () => {
    const verifier = await createVerifier({ policy: inlinePolicy() });
    const [past, future] = [Date.now() / 1000 - 1000, Date.now() / 1000 + 1000];
    const expired = await signer.sign(goodClaims({ iat: past - 60, exp: past }));
    const current = await signer.sign(goodClaims({ iat: past, exp: future }));
    expect(await verifier.decide(asking(expired))).toMatchObject({ code: 'time.expired' });
    expect(await verifier.decide(asking(current))).toMatchObject({ outcome: 'allow' });
  });
});

describe('wiring', () => {
  it('finds the operations of the service', async () => {
    const verifier = await ordersVerifier([signer.jwk]);
    expect(verifier.operations()).toEqual([
      { name: 'listOrders', auth: 'required', route: 'GET /orders' },
      { name: 'cancelOrder', auth: 'required', route: 'POST /orders/{id}/cancel' },
      { name: 'catalogue', auth: 'optional', route: 'GET /catalogue' },
      { name: 'health', auth: 'public', route: 'GET /healthz' },
    ]);
    expect(verifier.requireOperation('health')).toEqual({
      name: 'health',
      auth: 'public',
      route: 'GET /healthz',
    });
  });

  it('learns at start of an operation that there is not', async () => {
    const verifier = await ordersVerifier([signer.jwk]);
    expect(() => verifier.requireOperation('listOrder')).toThrow(ConfigurationError);
    expect(() => verifier.requireOperation('listOrder')).toThrow(
      /no operation "listOrder" .* Did you mean "listOrders"\?/u,
    );
  });
});

describe('what the caller reads', () => {
  it.each([
    ['the status by default', undefined, ['type', 'title', 'status']],
    ['the status where that was said', 'status', ['type', 'title', 'status']],
    ['the code in development', 'code', ['type', 'title', 'status', 'code']],
  ] as const)('is %s', async (_what, disclose, members) => {
    const verifier = await ordersVerifier([signer.jwk], disclose === undefined ? {} : { disclose });
    const decision = await verifier.decide(asking());
    expect(
      Object.keys(JSON.parse(decision.outcome === 'deny' ? decision.response.body : '{}') as object),
    ).toEqual(members);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['an audience', { aud: 'SECRET' }],
    ['a subject', { sub: 'SECRET', scope: '' }],
    ['an issuer', { iss: 'SECRET' }],
    ['a scope', { scope: 'SECRET' }],
    ['a time', { exp: 'SECRET' }],
  ])('never holds %s of the token, nor the token', async (_what, changes) => {
    const token = await signer.sign(goodClaims(changes));
    const verifier = await ordersVerifier([signer.jwk], { disclose: 'code' });
    const decision = await verifier.decide(asking(token));
    expect(decision.outcome).toBe('deny');
    const text = JSON.stringify(decision);
    for (const part of ['SECRET', token, ...token.split('.')]) expect(text).not.toContain(part);
  });
});

describe('the sink of events', () => {
  function warnings(): unknown[][] {
    const seen: unknown[][] = [];
    vi.spyOn(process, 'emitWarning').mockImplementation((...values: unknown[]) => void seen.push(values));
    return seen;
  }

  it.each<[string, VerifierOptions['onDecision']]>([
    [
      'throws',
      () => {
        throw new Error('full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('full')) as never],
  ])('never changes a decision when it %s, and is reported once', async (_what, onDecision) => {
    const seen = warnings();
    const verifier = await ordersVerifier([signer.jwk], onDecision === undefined ? {} : { onDecision });
    for (let time = 0; time < 3; time += 1) {
      expect(await verifier.decide(request)).toMatchObject({ outcome: 'allow' });
      expect(await verifier.decide(asking())).toMatchObject({ code: 'credential.missing' });
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([['onDecision threw: its events are being lost.', { code: 'JWT_POLICY_SINK' }]]);
  });

  it('may be asynchronous', async () => {
    const seen = warnings();
    const verifier = await ordersVerifier([signer.jwk], { onDecision: () => Promise.resolve() as never });
    expect(await verifier.decide(request)).toMatchObject({ outcome: 'allow' });
    expect(seen).toEqual([]);
  });
});

describe('keys that are fetched', () => {
  const open = (keyFetcher: KeyFetcher, now: () => number = () => NOW): Promise<Verifier> =>
    createVerifier({
      policy: ordersPolicy({ login: loginWith({ discovery: 'oidc' }) }),
      clock: now,
      keyFetcher,
    });

  const answering =
    (): KeyFetcher =>
    ({ pathname }) => {
      const document =
        pathname === '/jwks' ? { keys: [signer.jwk] } : { issuer: ISS, jwks_uri: `${ISS}/jwks` };
      return Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify(document)) });
    };

  it('are fetched once for a hundred cold requests', async () => {
    const fetcher = vi.fn(answering());
    const verifier = await open(fetcher);
    const decisions = await Promise.all(Array.from({ length: 100 }, () => verifier.decide(request)));
    expect(decisions.every(({ outcome }) => outcome === 'allow')).toBe(true);
    expect(fetcher).toHaveBeenCalledTimes(2); // discovery and keys
  });

  it('that cannot be had are our fault, not the token: 503 with a time to try again', async () => {
    const fetcher = vi.fn<KeyFetcher>(() => Promise.reject(new Error('down')));
    const verifier = await open(fetcher);
    const decision = await verifier.decide(request);
    expect(decision).toMatchObject({ code: 'key.unavailable', response: { status: 503 } });
    expect(decision.outcome === 'deny' ? decision.response.headers : []).toEqual([
      ['Content-Type', 'application/problem+json'],
      ['Cache-Control', 'no-store'],
      ['Retry-After', '5'],
    ]);
    await verifier.decide(request);
    expect(fetcher).toHaveBeenCalledTimes(1);
  });

  it('serve again as soon as the issuer does', async () => {
    let now = NOW;
    let fetcher: KeyFetcher = () => Promise.reject(new Error('down'));
    const verifier = await open(
      (url, limits) => fetcher(url, limits),
      () => now,
    );
    expect(await verifier.decide(request)).toMatchObject({ code: 'key.unavailable' });
    fetcher = answering();
    now += 5_000;
    expect(await verifier.decide(request)).toMatchObject({ outcome: 'allow' });
  });

  it('may come from this machine over http, in development', async () => {
    const { url } = await serveJson((base) => ({
      '/.well-known/openid-configuration': { issuer: base, jwks_uri: `${base}/jwks` },
      '/jwks': { keys: [signer.jwk] },
    }));
    const policy = ordersPolicy({ login: loginWith({ discovery: 'oidc' }, { iss: url }) });
    await expect(createVerifier({ policy })).rejects.toThrow('allow insecure.allowHttpLoopback');
    const verifier = await createVerifier({
      policy,
      clock: () => NOW,
      insecure: { allowHttpLoopback: true },
    });
    expect(await verifier.decide(asking(await signer.sign(goodClaims({ iss: url }))))).toMatchObject({
      outcome: 'allow',
    });
  });
});

describe('readiness', () => {
  const open = (keyFetcher: KeyFetcher): Promise<Verifier> => {
    const policy = ordersPolicy({
      login: loginWith({ jwks: { keys: [signer.jwk] } }),
      partner: loginWith({ jwksUri: 'https://p.example/jwks' }, { iss: 'https://p.example' }),
    });
    return createVerifier({ policy, clock: () => NOW, keyFetcher });
  };

  it('is there once the keys of every issuer are', async () => {
    const verifier = await open(() =>
      Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify({ keys: [signer.jwk] })) }),
    );
    expect(await verifier.warmUp()).toEqual({
      ready: true,
      policyState: 'active',
      issuers: [
        { issuer: 'login', iss: ISS, source: 'jwks', ready: true },
        { issuer: 'partner', iss: 'https://p.example', source: 'jwksUri', ready: true },
      ],
    });
  });

  it('says who is missing, and why', async () => {
    const verifier = await open(() => Promise.resolve({ status: 502, body: new Uint8Array() }));
    expect(await verifier.warmUp()).toEqual({
      ready: false,
      policyState: 'active',
      issuers: [
        { issuer: 'login', iss: ISS, source: 'jwks', ready: true },
        {
          issuer: 'partner',
          iss: 'https://p.example',
          source: 'jwksUri',
          ready: false,
          reason: 'status 502',
        },
      ],
    });
  });
});

describe('a closed verifier', () => {
  it('refuses every question', async () => {
    const verifier = await ordersVerifier([signer.jwk]);
    await verifier.close();
    const closed = new ConfigurationError('The verifier is closed.');
    await expect(verifier.decide(request)).rejects.toThrow(closed);
    await expect(verifier.identify(request)).rejects.toThrow(closed);
    await expect(verifier.explain(request)).rejects.toThrow(closed);
    await expect(verifier.warmUp()).rejects.toThrow(closed);
  });

  it('may be closed twice', async () => {
    const verifier = await ordersVerifier([signer.jwk]);
    await verifier.close();
    await expect(verifier.close()).resolves.toBeUndefined();
  });
});
