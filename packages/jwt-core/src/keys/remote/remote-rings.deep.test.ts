import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSigner, NOW, type Signer } from '../../../test/mint.js';
import { asking, goodClaims, ISS, loginWith, ordersPolicy } from '../../../test/orders.js';
import { compileService } from '../../policy/compile/compile-service.js';
import type { KeySource } from '../../policy/document/document.js';
import type { IssuerEntry, ServicePolicy } from '../../policy/compile/service-policy.js';
import { createVerifier } from '../../verify/create-verifier.js';
import type { KeyFetcher } from './fetcher.js';
import { KeyRings, type RingOptions } from '../key-rings.js';
import type { KeyLookup } from '../set/keys.js';
import { RING_LIMITS } from './remote-rings.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

let signer: Signer;
let stranger: Signer;
beforeAll(async () => {
  [signer, stranger] = await Promise.all([createSigner(), createSigner()]);
});

const opened: KeyRings[] = [];
afterEach(() => {
  for (const rings of opened.splice(0)) rings.close();
});

const named = (count: number): readonly string[] =>
  Array.from({ length: count }, (_each, index) => `t${index}`);
const KEYS: KeySource = { jwksUri: 'https://keys.example/{tenant}' };

/** One service, one issuer of many tenants, and a provider that answers for all of them, or fails. */
class World {
  now = NOW;
  answer: () => ReturnType<KeyFetcher> = () =>
    Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify({ keys: [signer.jwk] })) });
  readonly fetches: string[] = [];
  readonly service: ServicePolicy;
  rings: KeyRings | undefined;

  constructor(tenants: number) {
    this.service = this.policyOf(named(tenants));
  }

  policyOf(tenants: readonly string[], keys: KeySource = KEYS): ServicePolicy {
    return compileService(
      ordersPolicy({ login: loginWith(keys, { iss: `${ISS}/{tenant}`, tenants }) }),
      'orders',
    );
  }

  async open(
    options: Partial<RingOptions> = {},
    service: ServicePolicy = this.service,
    previous?: KeyRings,
  ): Promise<KeyRings> {
    this.rings = await KeyRings.open(
      service,
      {
        clock: () => this.now,
        chance: () => 0,
        allowHttpLoopback: false,
        fetcher: (url) => {
          this.fetches.push(url.pathname.slice(1));
          return this.answer();
        },
        ...options,
      },
      previous,
    );
    opened.push(this.rings);
    return this.rings;
  }

  entry(tenant: string, service: ServicePolicy = this.service): IssuerEntry {
    const entry = service.issuers.get(`${ISS}/${tenant}`);
    if (entry === undefined) throw new Error(`There is no tenant ${tenant}.`);
    return entry;
  }

  /** A forged token of this tenant: it names a key, and its signature is not good. */
  forge(tenant: string): Promise<KeyLookup> {
    if (this.rings === undefined) throw new Error('The rings are not open.');
    return this.rings.ringOf(this.entry(tenant)).find('k1', 'ES256');
  }

  /** A good token of this tenant. */
  async use(tenant: string): Promise<KeyLookup> {
    const lookup = await this.forge(tenant);
    if (lookup.state === 'found') this.rings?.prove(this.entry(tenant));
    return lookup;
  }

  fetchesOf(tenant: string): number {
    return this.fetches.filter((each) => each === tenant).length;
  }

  /** The tenants whose rings are held. */
  held(): readonly string[] {
    return (this.rings?.states() ?? []).map(({ iss }) => iss.slice(ISS.length + 1));
  }
}

describe('forged tokens that name very many tenants', () => {
  it('hold a bounded number of rings', async () => {
    const world = new World(1_500);
    await world.open();
    for (const tenant of named(1_500)) await world.forge(tenant);
    expect(world.held()).toHaveLength(RING_LIMITS.unproven);
    expect(world.fetches).toHaveLength(1_500);
  });

  it('release no ring that has verified a good token', async () => {
    const world = new World(200);
    await world.open({ ringLimits: { unproven: 10, proven: 100 } });
    const regulars = named(50);
    for (const tenant of regulars) await world.use(tenant);
    const before = regulars.map((tenant) => world.rings?.ringOf(world.entry(tenant)));
    for (const tenant of named(200).slice(50)) await world.forge(tenant);
    for (const tenant of named(200).slice(50)) await world.forge(tenant);
    expect(regulars.map((tenant) => world.rings?.ringOf(world.entry(tenant)))).toEqual(before);
    expect(regulars.map((tenant) => world.fetchesOf(tenant))).toEqual(regulars.map(() => 1));
    expect(world.held()).toHaveLength(60);
  });

  it('keep no tenant that they do not name from being served', async () => {
    const world = new World(200);
    await world.open({ ringLimits: { unproven: 10, proven: 100 } });
    for (const tenant of named(199)) await world.forge(tenant);
    expect(await world.use('t199')).toMatchObject({ state: 'found' });
    expect(await world.use('t199')).toMatchObject({ state: 'found' });
    expect(world.fetchesOf('t199')).toBe(1);
  });

  it('cause one fetch of a tenant in half a minute, however often its ring is released', async () => {
    const world = new World(200);
    await world.open({ ringLimits: { unproven: 10, proven: 100 } });
    for (let round = 0; round < 5; round += 1) {
      for (const tenant of named(100)) await world.forge(tenant);
      world.now += 5 * SECOND;
    }
    expect(new Set(named(100).map((tenant) => world.fetchesOf(tenant)))).toEqual(new Set([1]));
    expect(await world.forge('t0')).toMatchObject({
      state: 'unavailable',
      reason: 'the keys were released, and were fetched a moment ago',
      retryAfter: 5,
    });
    world.now += 5 * SECOND;
    expect(await world.forge('t0')).toMatchObject({ state: 'found' });
    expect(world.fetchesOf('t0')).toBe(2);
  });

  it('make no ring forget that its provider asked to be left alone', async () => {
    const world = new World(200);
    world.answer = () =>
      Promise.resolve({ status: 503, body: Buffer.from(''), headers: { 'retry-after': '200' } });
    await world.open({ ringLimits: { unproven: 10, proven: 100 } });
    await world.forge('t0');
    for (const tenant of named(100).slice(1)) await world.forge(tenant);
    expect(world.held()).not.toContain('t0');
    world.now += 199 * SECOND;
    expect(await world.forge('t0')).toMatchObject({ state: 'unavailable', retryAfter: 1 });
    expect(world.fetchesOf('t0')).toBe(1);
    world.now += SECOND;
    await world.forge('t0');
    expect(world.fetchesOf('t0')).toBe(2);
  });

  it('release no ring whose keys are being fetched: a request waits for them', async () => {
    const world = new World(200);
    await world.open({ ringLimits: { unproven: 10, proven: 100 } });
    let release = (): void => undefined;
    const good = world.answer;
    world.answer = () =>
      new Promise((resolve) => {
        release = () => {
          void good().then(resolve);
        };
      });
    const waiting = world.use('t0');
    await vi.waitFor(() => expect(world.fetches).toHaveLength(1), { interval: 1 });
    world.answer = good;
    for (const tenant of named(100).slice(1)) await world.forge(tenant);
    expect(world.held()).toContain('t0');
    release();
    expect(await waiting).toMatchObject({ state: 'found' });
    for (const tenant of named(200).slice(100)) await world.forge(tenant);
    expect(world.held()).toContain('t0');
  });

  it('make no good token wait whose ring was released while its signature was checked', async () => {
    const world = new World(200);
    await world.open({ ringLimits: { unproven: 10, proven: 100 } });
    expect(await world.forge('t0')).toMatchObject({ state: 'found' });
    for (const tenant of named(100).slice(1)) await world.forge(tenant);
    expect(world.held()).not.toContain('t0');
    world.rings?.prove(world.entry('t0'));
    expect(await world.use('t0')).toMatchObject({ state: 'found' });
    expect(world.held()).toContain('t0');
  });

  it('do not prove a ring: a good signature does, in the whole verifier', async () => {
    const fetches: string[] = [];
    const tenants = named(1_300);
    const verifier = await createVerifier({
      policy: ordersPolicy({ login: loginWith(KEYS, { iss: `${ISS}/{tenant}`, tenants }) }),
      clock: () => NOW,
      keyFetcher: (url) => {
        fetches.push(url.pathname);
        return Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify({ keys: [signer.jwk] })) });
      },
    });
    const decide = async (by: Signer, tenant: string, jti: string): Promise<string> => {
      const token = await by.sign(goodClaims({ iss: `${ISS}/${tenant}`, jti }));
      const decision = await verifier.decide(asking(token));
      return decision.outcome === 'deny' ? decision.code : 'allow';
    };
    expect(await decide(signer, 't0', 'a')).toBe('allow');
    for (const tenant of tenants.slice(1)) {
      expect(await decide(stranger, tenant, 'b')).toBe('signature.invalid');
    }
    expect(await decide(signer, 't0', 'c')).toBe('allow');
    expect(fetches.filter((path) => path === '/t0')).toHaveLength(1);
    expect(verifier.describe().issuers).toHaveLength(RING_LIMITS.unproven + 1);
    await verifier.close();
  });
});

describe('rings that have verified good tokens', () => {
  it('are bounded: the one that was not used for the longest time is released', async () => {
    const world = new World(200);
    await world.open({ ringLimits: { unproven: 10, proven: 3 } });
    for (const tenant of ['t0', 't1', 't2']) {
      world.now += SECOND;
      await world.use(tenant);
    }
    world.now += SECOND;
    await world.use('t0');
    await world.use('t3');
    expect(world.held()).toEqual(['t0', 't2', 't3']);
  });

  it('are released after a day without use, when another ring is made', async () => {
    const world = new World(200);
    await world.open();
    await world.use('t0');
    await world.use('t1');
    world.now += 23 * HOUR;
    await world.use('t1');
    world.now += 2 * HOUR;
    await world.forge('t2');
    expect(world.held()).toEqual(['t1', 't2']);
  });

  it.each([
    ['fetch in the background while they are held', 10, true],
    ['do nothing in the background once they are released', 1, false],
  ])('%s', async (_what, unproven, isFetched) => {
    vi.useFakeTimers();
    try {
      const world = new World(200);
      await world.open({ ringLimits: { unproven, proven: 10 } });
      await world.forge('t0');
      world.now += 8 * 60 * SECOND;
      await world.forge('t0');
      await vi.waitFor(() => expect(world.fetchesOf('t0')).toBe(2));
      await vi.waitFor(() =>
        expect(world.rings?.states()[0]?.fetchedAt).toBe(new Date(world.now).toISOString()),
      );
      await world.forge('t1');
      for (let minute = 0; minute < 10; minute += 1) {
        world.now += 60 * SECOND;
        await vi.advanceTimersByTimeAsync(60 * SECOND);
      }
      expect(world.fetchesOf('t0') > 2).toBe(isFetched);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('an issuer of at most a hundred tenants', () => {
  it('has a ring for each, and none is ever released', async () => {
    const world = new World(100);
    await world.open({ ringLimits: { unproven: 1, proven: 1 } });
    for (const tenant of named(100)) await world.forge(tenant);
    for (const tenant of named(100)) await world.forge(tenant);
    expect(world.fetches).toHaveLength(100);
  });
});

describe('a new policy', () => {
  it('takes over which rings are proven, and which keys must not be fetched yet', async () => {
    const world = new World(200);
    const limits = { ringLimits: { unproven: 10, proven: 100 } };
    const first = await world.open(limits);
    await world.use('t0');
    for (const tenant of named(50).slice(1)) await world.forge(tenant);
    const next = world.policyOf(named(201));
    const second = await world.open(limits, next, first);
    const ask = (tenant: string): Promise<KeyLookup> =>
      second.ringOf(world.entry(tenant, next)).find('k1', 'ES256');
    for (const tenant of named(150).slice(100)) await ask(tenant);
    expect(await ask('t0')).toMatchObject({ state: 'found' });
    expect(world.fetchesOf('t0')).toBe(1);
    expect(await ask('t1')).toMatchObject({ state: 'unavailable' });
    expect(world.fetchesOf('t1')).toBe(1);
  });

  it('takes over no ring of a tenant that it does not list', async () => {
    const world = new World(200);
    const first = await world.open();
    await world.use('t0');
    await world.use('t1');
    const second = await world.open({}, world.policyOf(named(200).slice(1)), first);
    expect(second.states().map(({ iss }) => iss)).toEqual([`${ISS}/t1`]);
  });
});
