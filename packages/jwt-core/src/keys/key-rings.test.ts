import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { collecting } from '../../test/event-sinks.js';
import { createSigner, NOW, type Signer } from '../../test/mint.js';
import { AUDIENCE, ISS, loginWith, ordersPolicy } from '../../test/orders.js';
import { EventSink, observerOf } from '../io/event-sink.js';
import { compileService } from '../policy/compile/compile-service.js';
import type { IssuerDocument, KeySource, KeySources } from '../policy/document/document.js';
import { parsePolicy } from '../policy/policy.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { IssuerEntry, ServicePolicy } from '../policy/compile/service-policy.js';
import type { KeyFetcher } from './remote/fetcher.js';
import type { KeyEvent } from './key-event.js';
import { FRESH_MS } from '../refresh/http-answer.js';
import { KeyRings, type RingOptions } from './key-rings.js';

const nothing: KeyFetcher = () => Promise.reject(new Error('nothing may be fetched'));

let signer: Signer;
let other: Signer;
beforeAll(async () => {
  [signer, other] = await Promise.all([createSigner(), createSigner('ES256', 'k2')]);
});

type Issuers = Readonly<Record<string, IssuerDocument>>;

const serviceOf = (issuers: Issuers): ServicePolicy => compileService(ordersPolicy(issuers), 'orders');

const opened: KeyRings[] = [];
afterEach(() => {
  for (const rings of opened.splice(0)) rings.close();
});

async function open(
  service: ServicePolicy | Issuers,
  options: Partial<RingOptions> = {},
  previous?: KeyRings,
): Promise<KeyRings> {
  const rings = await KeyRings.open(
    isService(service) ? service : serviceOf(service),
    { clock: () => NOW, fetcher: nothing, ...options },
    previous,
  );
  opened.push(rings);
  return rings;
}

const isService = (value: ServicePolicy | Issuers): value is ServicePolicy => value['issuers'] instanceof Map;

function entryOf({ issuers, trustDomains }: ServicePolicy, iss = ISS): IssuerEntry {
  const entry = issuers.get(iss) ?? trustDomains.get(iss);
  if (entry === undefined) throw new Error(`There is no issuer ${iss}.`);
  return entry;
}

/** Serves discovery and keys for every issuer there is, and counts. */
const serving = (): ReturnType<typeof vi.fn<KeyFetcher>> =>
  vi.fn<KeyFetcher>(({ origin, pathname }) => {
    const iss = `${origin}${pathname.replace(/\/\.well-known\/.*$/u, '')}`;
    const document = pathname.includes('.well-known')
      ? { issuer: iss, jwks_uri: `${origin}/keys` }
      : { keys: [signer.jwk] };
    return Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify(document)) });
  });

const stateOf = async (rings: KeyRings, entry: IssuerEntry, kid = 'k1'): Promise<string> =>
  (await rings.ringOf(entry).find(kid, 'ES256')).state;

describe('the ring of an issuer', () => {
  it.each<KeySource>([{ discovery: 'oidc' }, { jwksUri: `${ISS}/keys` }])(
    'fetches at the first token, not at start: %j',
    async (keys) => {
      const fetcher = serving();
      const service = serviceOf({ login: loginWith(keys) });
      const rings = await open(service, { fetcher });
      expect(fetcher).not.toHaveBeenCalled();
      expect(await stateOf(rings, entryOf(service))).toBe('found');
    },
  );

  it('is the same object each time', async () => {
    const service = serviceOf({ login: loginWith({ discovery: 'oidc' }) });
    const rings = await open(service);
    expect(rings.ringOf(entryOf(service))).toBe(rings.ringOf(entryOf(service)));
  });

  it('is not shared, also where two issuers name one key set', async () => {
    const jwksUri = 'https://keys.example/all';
    const service = serviceOf({
      login: loginWith({ jwksUri }),
      partner: loginWith({ jwksUri }, { iss: 'https://p.example', algs: ['ES384'] }),
    });
    const fetcher = serving();
    const rings = await open(service, { fetcher });
    expect(await stateOf(rings, entryOf(service))).toBe('found');
    expect(await stateOf(rings, entryOf(service, 'https://p.example'))).toBe('unavailable');
    expect(fetcher).toHaveBeenCalledTimes(2);
  });

  it('uses only the keys of a SPIFFE bundle that are for JWT-SVIDs', async () => {
    const spiffe: IssuerDocument = {
      profile: 'spiffe-jwt-svid',
      trustDomain: 'prod.example',
      keys: { jwksUri: 'https://spire.example/bundle' },
      algs: ['ES256'],
    };
    const service = serviceOf({ mesh: spiffe });
    const keys = [{ ...signer.jwk, use: 'jwt-svid' }, other.jwk, { ...other.jwk, kid: 'k3', use: undefined }];
    const fetcher: KeyFetcher = () =>
      Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify({ keys })) });
    const rings = await open(service, { fetcher });
    const entry = entryOf(service, 'prod.example');
    expect([
      await stateOf(rings, entry),
      await stateOf(rings, entry, 'k2'),
      await stateOf(rings, entry, 'k3'),
    ]).toEqual(['found', 'unsuitable', 'unsuitable']);
  });

  it('passes the networks of the policy and the limits to the fetcher', async () => {
    const fetcher = serving();
    const service = serviceOf({
      login: loginWith({ jwksUri: `${ISS}/keys`, allowedNetworks: ['10.0.0.0/8'] }),
    });
    await stateOf(
      await open(service, { fetcher, limits: { timeoutMs: 700, maxBytes: 2048 } }),
      entryOf(service),
    );
    const [, limits] = fetcher.mock.calls[0] ?? [];
    expect(limits).toMatchObject({
      allowedNetworks: ['10.0.0.0/8'],
      maxBytes: 2048,
    });
    expect(limits?.timeoutMs).toBeLessThanOrEqual(700);
  });
});

describe('a service', () => {
  it('has rings only for the issuers that it accepts', async () => {
    const { document } = ordersPolicy({
      login: loginWith({ discovery: 'oidc' }),
      partner: loginWith({ discovery: 'oidc' }, { iss: 'https://p.example' }),
    });
    const operations = { a: { auth: 'public' } };
    const services = { orders: { audience: AUDIENCE, accept: ['partner'], operations } };
    const policy = await parsePolicy(JSON.stringify({ ...document, services }));
    const rings = await open(compileService(policy, 'orders'));
    expect(rings.states().map(({ issuer }) => issuer)).toEqual(['partner']);
  });

  it.each<[string, KeySource, string]>([
    ['http://id.example', { discovery: 'oidc' }, 'the address is not https'],
    ['http://127.0.0.1:1', { discovery: 'oauth' }, 'allow insecure.allowHttpLoopback'],
    [ISS, { jwksUri: 'http://id.example/keys' }, 'the address is not https'],
    [ISS, { jwksUri: 'http://localhost/keys' }, 'allow insecure.allowHttpLoopback'],
  ])('rejects keys over plain http: %s %j', async (iss, keys, reason) => {
    const promise = open({ login: loginWith(keys, { iss }) });
    await expect(promise).rejects.toThrow(ConfigurationError);
    await expect(promise).rejects.toThrow(reason);
  });

  it('accepts keys over http from this machine, in development', async () => {
    const service = serviceOf({ login: loginWith({ jwksUri: 'http://localhost/keys' }) });
    const rings = await open(service, { fetcher: serving(), insecure: { allowHttpLoopback: true } });
    expect(await stateOf(rings, entryOf(service))).toBe('found');
  });
});

/** An issuer with one `iss` for each tenant. */
const tenantIssuer = (tenants: readonly string[], keys: KeySource = { discovery: 'oidc' }): IssuerDocument =>
  loginWith(keys, { iss: `${ISS}/{tenant}`, tenants });

describe('an issuer with ten thousand tenants', () => {
  const tenants = Array.from({ length: 10_000 }, (_each, index) => `t${String(index)}`);

  it('makes no ring for a tenant that is not used', async () => {
    const fetcher = serving();
    const service = serviceOf({ login: tenantIssuer(tenants) });
    const rings = await open(service, { fetcher });
    expect(await stateOf(rings, entryOf(service, `${ISS}/t7777`))).toBe('found');
    expect(fetcher).toHaveBeenCalledTimes(2);
    expect(rings.states().map(({ iss, state }) => [iss, state])).toEqual([[`${ISS}/t7777`, 'fresh']]);
  });

  it('warms the tenants that are in use, and the other issuers', async () => {
    const fetcher = serving();
    const single = loginWith({ discovery: 'oidc' }, { iss: 'https://single.example' });
    const service = serviceOf({ login: tenantIssuer(tenants), single });
    const rings = await open(service, { fetcher });
    expect(await rings.warm(5_000)).toEqual([
      { issuer: 'single', iss: 'https://single.example', source: 'discovery', ready: true },
    ]);
    await stateOf(rings, entryOf(service, `${ISS}/t1`));
    expect((await rings.warm(5_000)).map(({ iss }) => iss)).toEqual([`${ISS}/t1`, 'https://single.example']);
  });

  it('has a ring and a URL for each tenant', async () => {
    const asked: string[] = [];
    const fetcher: KeyFetcher = (url) => {
      asked.push(url.href);
      return serving()(url, { timeoutMs: 1, maxBytes: 1 });
    };
    const service = serviceOf({
      login: tenantIssuer(['a', 'b'], { jwksUri: 'https://keys.example/{tenant}/jwks' }),
    });
    const rings = await open(service, { fetcher });
    for (const tenant of ['a', 'b']) await stateOf(rings, entryOf(service, `${ISS}/${tenant}`));
    expect(asked).toEqual(['https://keys.example/a/jwks', 'https://keys.example/b/jwks']);
  });
});

describe('tokens of very many tenants at once', () => {
  it('start 64 fetches at most; the other requests get Retry-After', async () => {
    const tenants = Array.from({ length: 500 }, (_each, index) => `t${String(index)}`);
    const fetcher = vi.fn<KeyFetcher>(() => new Promise(() => undefined));
    const service = serviceOf({ login: tenantIssuer(tenants) });
    const rings = await open(service, { fetcher });
    const asked = tenants.map((tenant) => stateOf(rings, entryOf(service, `${ISS}/${tenant}`)));
    expect(new Set(await Promise.all(asked.slice(64)))).toEqual(new Set(['unavailable']));
    expect(fetcher).toHaveBeenCalledTimes(64);
  });

  it('do not keep another issuer from being warmed, and are not an outage', async () => {
    const tenants = Array.from({ length: 500 }, (_each, index) => `t${String(index)}`);
    const answer = serving();
    const fetcher = vi.fn<KeyFetcher>((url, limits) =>
      url.hostname === 'single.example' ? answer(url, limits) : new Promise(() => undefined),
    );
    const single = loginWith({ discovery: 'oidc' }, { iss: 'https://single.example' });
    const service = serviceOf({ login: tenantIssuer(tenants), single });
    const events: KeyEvent[] = [];
    const rings = await open(service, { fetcher, events: collecting(events) });
    for (const tenant of tenants) void stateOf(rings, entryOf(service, `${ISS}/${tenant}`));
    expect(await stateOf(rings, entryOf(service, 'https://single.example'))).toBe('unavailable');
    expect(await rings.warm(200)).toContainEqual(expect.objectContaining({ issuer: 'single', ready: true }));
    expect(events.map(({ type }) => type)).toEqual(['keys.fetched']);
  });
});

describe('a new policy', () => {
  const warmed = async (
    before: Issuers,
    after: Issuers,
  ): Promise<{ readonly state: string; readonly fetches: number }> => {
    const fetcher = serving();
    const service = serviceOf(before);
    const rings = await open(service, { fetcher });
    await stateOf(rings, entryOf(service));
    fetcher.mockClear();
    const next = serviceOf(after);
    const state = await stateOf(await open(next, { fetcher }, rings), entryOf(next));
    rings.close();
    return { state, fetches: fetcher.mock.calls.length };
  };
  const login = loginWith({ jwksUri: `${ISS}/keys` });

  it('takes over the keys of an issuer that did not change', async () => {
    expect(await warmed({ login }, { login: { ...login, maxLifetime: '5m' } })).toEqual({
      state: 'found',
      fetches: 0,
    });
  });

  it.each<[string, IssuerDocument]>([
    ['another address', loginWith({ jwksUri: `${ISS}/other` })],
    ['another network', loginWith({ jwksUri: `${ISS}/keys`, allowedNetworks: ['10.0.0.0/8'] })],
    ['another limit', loginWith({ jwksUri: `${ISS}/keys`, maxStale: '1h' })],
    ['more algorithms', { ...loginWith({ jwksUri: `${ISS}/keys` }), algs: ['ES256', 'ES384'] }],
  ])('fetches again for an issuer with %s', async (_what, issuer) => {
    expect(await warmed({ login }, { login: issuer })).toEqual({ state: 'found', fetches: 1 });
  });

  it.each<[string, KeySources]>([
    [
      'that comes after it',
      [
        { jwksUri: `${ISS}/keys`, algs: ['ES256'] },
        { jwksUri: `${ISS}/new`, algs: ['RS256'] },
      ],
    ],
    [
      'that comes before it',
      [
        { jwksUri: `${ISS}/new`, algs: ['ES256'] },
        { jwksUri: `${ISS}/keys`, algs: ['ES256'], until: '2027-01-31' },
      ],
    ],
  ])('takes over the keys of a source that gets another one next to it: %s', async (_what, keys) => {
    const fetcher = serving();
    const service = serviceOf({ login });
    const rings = await open(service, { fetcher });
    await stateOf(rings, entryOf(service));
    fetcher.mockClear();
    const next = serviceOf({ login: loginWith(keys) });
    const after = await open(next, { fetcher }, rings);
    expect(after.ringOf(entryOf(next)).held('k1', 'ES256')).toHaveLength(1);
    expect(
      after
        .states()
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['cold', 'fresh']);
    expect(fetcher).not.toHaveBeenCalled();
  });

  it('fetches again for the same iss under another name', async () => {
    expect(await warmed({ login }, { partner: login })).toEqual({ state: 'found', fetches: 1 });
  });

  it('takes nothing over where it cannot be used, and the old rings still work', async () => {
    const fetcher = serving();
    const service = serviceOf({ login });
    const events: KeyEvent[] = [];
    const rings = await open(service, { fetcher, events: collecting(events) });
    await stateOf(rings, entryOf(service));
    const bad = loginWith(
      { secret: { env: 'NEVER_SET_HERE' } },
      { algs: ['HS256'], iss: 'https://p.example' },
    );
    await expect(open({ login, partner: bad }, { fetcher }, rings)).rejects.toThrow(ConfigurationError);
    expect(await stateOf(rings, entryOf(service))).toBe('found');
    expect(rings.states()[0]).toMatchObject({ state: 'fresh' });
  });

  it('sends the events of a ring that it took over', async () => {
    const fetcher = serving();
    const before: KeyEvent[] = [];
    const after: KeyEvent[] = [];
    let now = NOW;
    const options = { fetcher, clock: () => now };
    const service = serviceOf({ login });
    const first = await open(service, { ...options, events: collecting(before) });
    await stateOf(first, entryOf(service));
    const next = serviceOf({ login });
    const second = await open(next, { ...options, events: collecting(after) }, first);
    first.close();
    now += 600_000;
    await stateOf(second, entryOf(next));
    expect([before.length, after.length]).toEqual([1, 1]);
  });

  it('leaves a pending request its keys', async () => {
    const fetcher = serving();
    const service = serviceOf({ login });
    const rings = await open(service, { fetcher });
    await stateOf(rings, entryOf(service));
    await open(
      { partner: loginWith({ discovery: 'oidc' }, { iss: 'https://p.example' }) },
      { fetcher },
      rings,
    );
    rings.close();
    expect(await stateOf(rings, entryOf(service))).toBe('found');
  });
});

describe('warming the keys', () => {
  it('reports for each issuer whether its keys are ready; a dead one does not stop the others', async () => {
    const fetcher: KeyFetcher = (url, limits) =>
      url.hostname === 'dead.example' ? Promise.reject(new Error('status 500')) : serving()(url, limits);
    const rings = await open(
      {
        dead: loginWith({ discovery: 'oidc' }, { iss: 'https://dead.example' }),
        login: loginWith({ discovery: 'oidc' }),
        fixed: loginWith({ jwks: { keys: [signer.jwk] } }, { iss: 'https://fixed.example' }),
      },
      { fetcher },
    );
    expect(await rings.warm(5_000)).toEqual([
      {
        issuer: 'dead',
        iss: 'https://dead.example',
        source: 'discovery',
        ready: false,
        reason: 'https://dead.example/.well-known/openid-configuration: status 500',
      },
      { issuer: 'login', iss: ISS, source: 'discovery', ready: true },
      { issuer: 'fixed', iss: 'https://fixed.example', source: 'jwks', ready: true },
    ]);
  });

  it('ends at the deadline, also without an answer', async () => {
    const fetcher: KeyFetcher = (url, limits) =>
      url.hostname === 'stuck.example' ? new Promise(() => undefined) : serving()(url, limits);
    const rings = await open(
      {
        stuck: loginWith({ discovery: 'oidc' }, { iss: 'https://stuck.example' }),
        login: loginWith({ discovery: 'oidc' }),
      },
      { fetcher },
    );
    expect(await rings.warm(50)).toEqual([
      {
        issuer: 'stuck',
        iss: 'https://stuck.example',
        source: 'discovery',
        ready: false,
        reason: 'https://stuck.example/.well-known/openid-configuration: not ready before the deadline',
      },
      { issuer: 'login', iss: ISS, source: 'discovery', ready: true },
    ]);
  });

  it('asks sixteen issuers at a time, and all of them', async () => {
    let [current, most] = [0, 0];
    const fetcher: KeyFetcher = async (url, limits) => {
      current += 1;
      most = Math.max(most, current);
      await new Promise(setImmediate);
      current -= 1;
      return serving()(url, limits);
    };
    const tenants = Array.from({ length: 100 }, (_each, index) => `t${String(index)}`);
    const rings = await open({ login: tenantIssuer(tenants) }, { fetcher });
    const answers = await rings.warm(20_000);
    expect(answers.every(({ ready }) => ready)).toBe(true);
    expect([answers.length, most]).toEqual([100, 16]);
  });
});

describe('the events of keys', () => {
  it('name the issuer and the time', async () => {
    const events: KeyEvent[] = [];
    const service = serviceOf({ login: loginWith({ discovery: 'oidc' }) });
    const rings = await open(service, { fetcher: serving(), events: collecting(events) });
    await stateOf(rings, entryOf(service));
    expect(events).toEqual([
      {
        type: 'keys.fetched',
        issuer: 'login',
        iss: ISS,
        source: 'discovery',
        time: '2026-11-23T12:00:00.000Z',
        keys: 1,
        freshMs: 600_000,
      },
    ]);
  });

  it('cost no key, whatever the observer does with them', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const service = serviceOf({ login: loginWith({ discovery: 'oidc' }) });
    const rings = await open(service, {
      fetcher: serving(),
      events: new EventSink<KeyEvent>('key', [
        observerOf('observer', () => {
          throw new Error('no');
        }),
      ]),
    });
    expect(await stateOf(rings, entryOf(service))).toBe('found');
    expect(warning).toHaveBeenCalledTimes(1);
  });

  it('are reflected in the states', async () => {
    const service = serviceOf({
      login: loginWith({ discovery: 'oidc' }),
      dead: loginWith({ jwksUri: 'https://dead.example/k' }, { iss: 'https://dead.example' }),
      fixed: loginWith({ jwks: { keys: [signer.jwk] } }, { iss: 'https://fixed.example' }),
      cold: loginWith({ discovery: 'oauth' }, { iss: 'https://cold.example' }),
    });
    const fetcher: KeyFetcher = (url, limits) =>
      url.hostname === 'dead.example' ? Promise.reject(new Error('status 500')) : serving()(url, limits);
    const rings = await open(service, { fetcher });
    await stateOf(rings, entryOf(service));
    await stateOf(rings, entryOf(service, 'https://dead.example'));
    const nothingYet = {
      ...{ algs: ['ES256'], until: undefined },
      ...{ keys: 0, rejectedKeys: [], admittedKeys: [], passedOverKeys: [] },
      ...{ fetchedAt: undefined, freshUntil: undefined, failure: undefined },
    };
    const admittedKeys = [{ keyId: 'k1', alg: 'ES256', kty: 'EC' }];
    expect(rings.states()).toEqual([
      {
        ...nothingYet,
        issuer: 'login',
        iss: ISS,
        source: 'discovery',
        address: `${ISS}/.well-known/openid-configuration`,
        state: 'fresh',
        keys: 1,
        admittedKeys,
        fetchedAt: new Date(NOW).toISOString(),
        freshUntil: new Date(NOW + FRESH_MS.default).toISOString(),
      },
      {
        ...nothingYet,
        issuer: 'dead',
        iss: 'https://dead.example',
        source: 'jwksUri',
        address: 'https://dead.example/k',
        state: 'unavailable',
        failure: 'https://dead.example/k: status 500',
      },
      {
        ...nothingYet,
        issuer: 'fixed',
        iss: 'https://fixed.example',
        source: 'jwks',
        address: undefined,
        state: 'fixed',
        keys: 1,
        admittedKeys,
      },
      {
        ...nothingYet,
        issuer: 'cold',
        iss: 'https://cold.example',
        source: 'discovery',
        address: 'https://cold.example/.well-known/oauth-authorization-server',
        state: 'cold',
      },
    ]);
  });
});
