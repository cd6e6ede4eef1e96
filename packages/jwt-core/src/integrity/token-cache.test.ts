import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createSigner, NOW, NOW_SECONDS, type Signer } from '../../test/mint.js';
import { asking, goodClaims, loginWith, ordersPolicy } from '../../test/orders.js';
import type { Decision } from '../decision/decision.js';
import type { DecisionEvent } from '../report/decision-event.js';
import type { FetchedDocument } from '../keys/remote/fetcher.js';
import type { IssuerDocument, OperationDocument } from '../policy/document/document.js';
import type { Jwk } from '../jose/jwk.js';
import type { PolicySource } from '../policy/source/source.js';
import { type Verifier } from '../verify/verifier.js';
import { createVerifier, type VerifierOptions } from '../verify/create-verifier.js';
import { TokenCache } from './token-cache.js';

const HOUR = 3_600_000;
const JWKS_URI = 'https://id.example/keys';

let signer: Signer;
let published: readonly Jwk[];
let isDown: boolean;
let now: number;
let events: DecisionEvent[];

beforeEach(async () => {
  signer = await createSigner();
  published = [signer.jwk];
  isDown = false;
  now = NOW;
  events = [];
});

const keyFetcher = (): Promise<FetchedDocument> => {
  if (isDown) return Promise.reject(new Error('down'));
  const body = Buffer.from(JSON.stringify({ keys: published }));
  return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body });
};

const OPERATIONS: Readonly<Record<string, OperationDocument>> = {
  list: { route: 'GET /orders', allow: [{ principal: 'user', scopes: ['orders:read'] }] },
  erase: { route: 'DELETE /orders', allow: [{ principal: 'user', scopes: ['orders:erase'] }] },
};

function open(options: Partial<VerifierOptions> = {}): Promise<Verifier> {
  return createVerifier({
    policy: ordersPolicy({ login: loginWith({ jwksUri: JWKS_URI }) }, OPERATIONS),
    service: 'orders',
    clock: () => now,
    keyFetcher,
    onDecision: (event) => events.push(event),
    ...options,
  });
}

const long = (claims: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  signer.sign(goodClaims({ exp: NOW_SECONDS + 3000, ...claims }));

const said = (decision: Decision): string => (decision.outcome === 'allow' ? 'allow' : decision.code);
const caches = (): readonly unknown[] => events.map(({ cache }) => cache);

describe('a repeated token', () => {
  it('costs no second signature, and is judged as the first time', async () => {
    const verifier = await open();
    const token = await long();
    const [first, second] = [await verifier.decide(asking(token)), await verifier.decide(asking(token))];
    expect(second).toEqual({ ...first, identity: expect.anything() as unknown });
    expect(caches()).toEqual(['miss', 'hit']);
    expect(events[1]).toMatchObject({ issuer: 'login', algorithm: 'ES256', keyId: 'k1' });
    expect(events[1]?.trace).toEqual(events[0]?.trace);
  });

  it('is judged again by the clock of the moment', async () => {
    const verifier = await open();
    const token = await signer.sign(goodClaims({ exp: NOW_SECONDS + 60 }));
    expect(said(await verifier.decide(asking(token)))).toBe('allow');
    now += 66_000;
    expect(said(await verifier.decide(asking(token)))).toBe('time.expired');
    now += HOUR;
    expect(said(await verifier.decide(asking(token)))).not.toBe('allow');
  });

  it('is judged again for each operation', async () => {
    const verifier = await open();
    const token = await long();
    expect(said(await verifier.decide(asking(token)))).toBe('allow');
    expect(said(await verifier.decide(asking(token, { method: 'DELETE' })))).toBe('operation.scope');
    expect(caches()).toEqual(['miss', 'hit']);
  });

  it('that was refused for what it says is refused again', async () => {
    const verifier = await open();
    const token = await long({ aud: 'https://billing.example' });
    for (let use = 0; use < 3; use += 1)
      expect(said(await verifier.decide(asking(token)))).toBe('audience.mismatch');
  });

  it('with another signature is another token', async () => {
    const verifier = await open();
    const token = await long();
    await verifier.decide(asking(token));
    const [header, payload] = token.split('.');
    const [, , foreign] = (await (await createSigner()).sign(goodClaims())).split('.');
    const forged = `${String(header)}.${String(payload)}.${String(foreign)}`;
    for (let use = 0; use < 2; use += 1)
      expect(said(await verifier.decide(asking(forged)))).toBe('signature.invalid');
    expect(caches()).toEqual(['miss', undefined, undefined]);
  });

  it('is verified once, however many bring it at once', async () => {
    const verifier = await open();
    const token = await long();
    const all = await Promise.all(Array.from({ length: 50 }, () => verifier.decide(asking(token))));
    expect(new Set(all.map(said))).toEqual(new Set(['allow']));
    expect(caches().filter((cache) => cache === 'miss')).toHaveLength(1);
  });

  it('that is bad is refused, however many bring it at once', async () => {
    const verifier = await open();
    const token = `${(await long()).slice(0, -6)}AAAAAA`;
    const all = await Promise.all(Array.from({ length: 20 }, () => verifier.decide(asking(token))));
    expect(new Set(all.map(said))).toEqual(new Set(['signature.invalid']));
  });
});

describe('a remembered token is forgotten', () => {
  it('when its key is withdrawn, with the next fetch', async () => {
    const verifier = await open();
    const token = await long();
    expect(said(await verifier.decide(asking(token)))).toBe('allow');
    published = [(await createSigner('ES256', 'k2')).jwk];
    now += 2 * HOUR; // the old keys are not fresh any more
    const late = await signer.sign(goodClaims({ iat: now / 1000, exp: now / 1000 + 60 }));
    await verifier.decide(asking(late));
    now = NOW + 10_000;
    expect(said(await verifier.decide(asking(token)))).toBe('key.unknown');
  });

  it('when another key is published under its kid', async () => {
    const verifier = await open();
    const token = await long();
    await verifier.decide(asking(token));
    published = [(await createSigner('ES256', 'k1')).jwk];
    now += HOUR - 700_000;
    await verifier.warmUp();
    expect(said(await verifier.decide(asking(token)))).toBe('signature.invalid');
  });

  it('when the keys are too old to serve: an outage, and no bad token', async () => {
    const verifier = await open();
    const token = await signer.sign(goodClaims({ exp: NOW_SECONDS + 3600 - 10 }));
    const policy = ordersPolicy({ login: loginWith({ jwksUri: JWKS_URI, maxStale: '20m' }) }, OPERATIONS);
    const impatient = await open({ policy });
    for (const each of [verifier, impatient]) await each.decide(asking(token));
    isDown = true;
    now += 21 * 60_000;
    expect(said(await verifier.decide(asking(token)))).toBe('allow');
    expect(said(await impatient.decide(asking(token)))).toBe('key.unavailable');
  });
});

/** A source whose document the test changes. */
class ChangingSource implements PolicySource {
  readonly location = 'test';
  readonly everyMs = 1_000_000;
  #changed: () => void = () => undefined;
  #document: object;

  constructor(issuer: Partial<IssuerDocument>) {
    this.#document = documentOf(issuer);
  }

  change(issuer: Partial<IssuerDocument>): void {
    this.#document = documentOf(issuer);
    this.#changed();
  }

  read(): Promise<{ readonly text: string; readonly tag: string }> {
    const text = JSON.stringify(this.#document);
    return Promise.resolve({ text, tag: text });
  }

  watch(onChange: () => void): () => void {
    this.#changed = onChange;
    return () => undefined;
  }
}

function documentOf(issuer: Partial<IssuerDocument>): object {
  return ordersPolicy({ login: loginWith({ jwksUri: JWKS_URI }, issuer) }, OPERATIONS).document;
}

describe('another policy document', () => {
  async function reloaded(before: Partial<IssuerDocument>, after: Partial<IssuerDocument>): Promise<string> {
    const source = new ChangingSource(before);
    const activated = vi.fn();
    const verifier = await open({ policy: source, onPolicyEvent: activated });
    const token = await long();
    expect(said(await verifier.decide(asking(token)))).toBe('allow');
    source.change(after);
    await vi.waitFor(() => {
      expect(activated).toHaveBeenCalledTimes(2);
    });
    const outcome = said(await verifier.decide(asking(token)));
    await verifier.close();
    return `${outcome} ${String(caches().at(-1))}`;
  }

  it.each<[string, Partial<IssuerDocument>, Partial<IssuerDocument>, string]>([
    ['does not forget what it does not touch', {}, { clockSkew: '1s' }, 'allow hit'],
    ['judges by its own rules', {}, { require: { acr: { equals: 'high' } } }, 'claims.missing hit'],
    [
      'that takes the algorithm away is obeyed',
      { algs: ['ES256', 'RS256'] },
      { algs: ['RS256'] },
      'algorithm.not_allowed undefined',
    ],
    [
      'that takes the issuer away is obeyed',
      {},
      { iss: 'https://other.example' },
      'issuer.untrusted undefined',
    ],
  ])('%s', async (_what, before, after, outcome) => {
    expect(await reloaded(before, after)).toBe(outcome);
  });
});

describe('the number of remembered tokens', () => {
  it.each([[1], [-1], [2.5], [1_000_001], [Number.NaN]])('cannot be %d', async (maxEntries) => {
    await expect(open({ tokenCache: { maxEntries } })).rejects.toThrow(
      'tokenCache.maxEntries: expected 0, or a whole number from 2 to 1000000',
    );
  });

  it('may be none', async () => {
    const verifier = await open({ tokenCache: { maxEntries: 0 } });
    const token = await long();
    for (let use = 0; use < 2; use += 1) await verifier.decide(asking(token));
    expect(caches()).toEqual(['miss', 'miss']);
  });

  it('is kept, and nothing is kept of a token but what it says', () => {
    const tokens = new TokenCache(5);
    const evidence = { token: { claims: { exp: 100 } } } as never;
    for (let index = 0; index < 50; index += 1) tokens.set(tokens.nameOf(String(index)), evidence, 0);
    expect(tokens.size).toBeLessThanOrEqual(5);
    tokens.set('without exp', { token: { claims: {} } } as never, 0);
    expect(tokens.get('without exp', 0)).toBeUndefined();
  });
});
