import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  FRESH,
  HOUR,
  KeyPublisher,
  MAX_STALE,
  MINUTE,
  SECOND,
  UNKNOWN_COOL_DOWN,
} from '../../../test/key-publisher.js';
import { keyIn } from '../../../test/jws.js';
import { createSigner, type Signer } from '../../../test/mint.js';
import type { VerificationKey } from '../set/admission.js';
import { BadStatus } from '../../refresh/http-answer.js';

let oldKey: Signer;
let newKey: Signer;
beforeAll(async () => {
  [oldKey, newKey] = await Promise.all([createSigner('ES256', 'old'), createSigner('ES256', 'new')]);
});

let issuer: KeyPublisher;
beforeEach(() => {
  issuer = new KeyPublisher([oldKey.jwk]);
});

const down = (reason = 'status 500'): Error => new Error(reason);
const atOnce = (count: number, kid: string): Promise<ReadonlySet<string>> =>
  Promise.all(Array.from({ length: count }, () => issuer.find(kid))).then((answers) => new Set(answers));

describe('fetched keys', () => {
  it('are not fetched before the first request', () => {
    expect(issuer.fetches).toBe(0);
    expect(issuer.ring.condition()).toMatchObject({ state: 'cold', keys: 0 });
  });

  it('are fetched once for a thousand requests at once', async () => {
    expect(await atOnce(1000, 'old')).toEqual(new Set(['found']));
    expect(issuer.fetches).toBe(1);
  });

  it('are used as long as they are fresh', async () => {
    await issuer.find('old');
    issuer.pass(FRESH * 0.69);
    expect(await issuer.find('old')).toBe('found');
    expect(issuer.fetches).toBe(1);
    expect(issuer.ring.condition()).toMatchObject({
      state: 'fresh',
      keys: 1,
      fetchedAt: new Date(issuer.wall - FRESH * 0.69).toISOString(),
    });
  });

  it('are fetched again before they are too old, and no request waits for that', async () => {
    await issuer.find('old');
    issuer.pass(FRESH * 0.7);
    const open = issuer.hold();
    expect(await atOnce(100, 'old')).toEqual(new Set(['found']));
    expect(issuer.fetches).toBe(2);
    open();
    await issuer.settled();
  });

  it('are as fresh as the issuer says', async () => {
    issuer.headers = { 'cache-control': 'public, max-age=3600' };
    await issuer.find('old');
    issuer.pass(HOUR * 0.69);
    await issuer.find('old');
    expect(issuer.fetches).toBe(1);
    issuer.pass(HOUR * 0.01);
    await issuer.find('old');
    expect(issuer.fetches).toBe(2);
  });

  it('are fetched first where they are stale without an outage: the issuer may have withdrawn one', async () => {
    await issuer.find('old');
    issuer.keys = [newKey.jwk];
    issuer.pass(FRESH);
    expect(await issuer.find('old')).toBe('unknown');
    expect(issuer.fetches).toBe(2);
  });

  it('are unknown after the next fetch, once withdrawn', async () => {
    await issuer.find('old');
    issuer.keys = [newKey.jwk];
    issuer.pass(FRESH * 0.7);
    await issuer.find('old');
    await issuer.settled();
    expect(await issuer.find('old')).toBe('unknown');
    expect(issuer.fetches).toBe(2);
  });

  it('stay the same objects as long as they are published', async () => {
    const keyOf = async (kid: string): Promise<VerificationKey | undefined> => {
      const lookup = await issuer.ring.find(kid, 'ES256');
      return keyIn(lookup);
    };
    const first = await keyOf('old');
    issuer.keys = [oldKey.jwk, newKey.jwk];
    issuer.pass(FRESH);
    expect(await keyOf('old')).toBe(first);
    issuer.keys = [{ ...newKey.jwk, kid: 'old' }];
    issuer.pass(FRESH);
    expect(await keyOf('old')).not.toBe(first);
  });

  it('are fetched once by warming', async () => {
    await issuer.ring.warm();
    await issuer.ring.warm();
    expect(await issuer.find('old')).toBe('found');
    expect(issuer.fetches).toBe(1);
  });
});

describe('an unknown kid', () => {
  beforeEach(() => issuer.find('old'));

  it('is found where the issuer has just begun to use it', async () => {
    issuer.keys = [oldKey.jwk, newKey.jwk];
    expect(await issuer.find('new')).toBe('found');
    expect(await issuer.find('old')).toBe('found');
    expect(issuer.fetches).toBe(2);
  });

  it('causes one fetch for a hundred requests at once, and all of them wait for it', async () => {
    issuer.keys = [newKey.jwk];
    expect(await atOnce(100, 'new')).toEqual(new Set(['found']));
    expect(issuer.fetches).toBe(2);
  });

  it('causes one fetch, and then none in the cool-down', async () => {
    for (let each = 0; each < 2_000; each += 1) expect(await issuer.find(`k${String(each)}`)).toBe('unknown');
    issuer.pass(UNKNOWN_COOL_DOWN - 1);
    expect(await issuer.find('d')).toBe('unknown');
    expect(issuer.fetches).toBe(2);
  });

  it('causes another fetch after the cool-down', async () => {
    await issuer.find('a');
    issuer.pass(UNKNOWN_COOL_DOWN);
    await issuer.find('b');
    expect(issuer.fetches).toBe(3);
  });

  it('does not block a new key among many others: it is known within one cool-down', async () => {
    await issuer.find('made-up');
    issuer.keys = [oldKey.jwk, newKey.jwk];
    expect(await issuer.find('new')).toBe('unknown');
    issuer.pass(UNKNOWN_COOL_DOWN);
    expect(issuer.ring.dueAt(issuer.steady)).toBe(issuer.steady);
    await issuer.ring.run(issuer.steady); // what the scheduler does
    const fetches = issuer.fetches;
    expect(await issuer.find('new')).toBe('found');
    expect([fetches, issuer.fetches]).toEqual([3, 3]);
  });

  it('is answered at once where it was asked for before, also during a fetch', async () => {
    await issuer.find('a');
    issuer.pass(UNKNOWN_COOL_DOWN - 1);
    const open = issuer.hold();
    void issuer.find('b');
    expect(await issuer.find('a')).toBe('unknown');
    open();
  });

  it('is remembered longer each time, so that it does not use up the fetch that a new key needs', async () => {
    await issuer.find('old');
    issuer.keys = [newKey.jwk];
    issuer.pass(FRESH);
    await issuer.find('new'); // and the old one is withdrawn
    const before = issuer.fetches;
    issuer.pass(UNKNOWN_COOL_DOWN);
    await issuer.find('old');
    issuer.pass(UNKNOWN_COOL_DOWN);
    await issuer.find('old');
    expect(issuer.fetches).toBe(before + 1);
  });

  it('causes no fetch where the issuer has just withdrawn it', async () => {
    issuer.keys = [newKey.jwk];
    issuer.pass(FRESH);
    await issuer.find('new');
    expect(await issuer.find('old')).toBe('unknown');
    expect(issuer.fetches).toBe(2);
  });

  it('is found also where a fetch was under way that began before the issuer had it', async () => {
    issuer.pass(FRESH * 0.7);
    const open = issuer.hold();
    await issuer.find('old');
    issuer.keys = [oldKey.jwk, newKey.jwk];
    const [one, two] = [issuer.find('new'), issuer.find('new')];
    open();
    expect([await one, await two]).toEqual(['found', 'found']);
    expect(issuer.fetches).toBe(3);
  });

  it('is found likewise on a cold ring', async () => {
    issuer = new KeyPublisher([oldKey.jwk]);
    const open = issuer.hold();
    const first = issuer.find('old');
    issuer.keys = [oldKey.jwk, newKey.jwk];
    const second = issuer.find('new');
    open();
    expect([await first, await second]).toEqual(['found', 'found']);
  });

  it('causes one fetch in a cold ring: the answer has been given', async () => {
    issuer = new KeyPublisher([oldKey.jwk]);
    expect(await issuer.find('made-up')).toBe('unknown');
    expect(issuer.fetches).toBe(1);
  });

  it('is what a token without kid counts as, where there are several keys', async () => {
    issuer.keys = [oldKey.jwk, newKey.jwk];
    issuer.pass(FRESH);
    expect(await issuer.find(undefined)).toBe('unknown');
  });

  it('causes no fetch for a key that is known and refused', async () => {
    issuer.keys = [oldKey.privateJwk, newKey.jwk];
    issuer.pass(FRESH);
    expect(await issuer.find('old')).toBe('unsuitable');
    expect(issuer.fetches).toBe(2);
  });
});

describe('a kid that is published while the issuer cannot be reached', () => {
  const failedRefresh = async (): Promise<void> => {
    issuer.failure = down();
    issuer.pass(FRESH * 0.7);
    await issuer.find('old');
    await issuer.settled();
  };

  it.each([
    ['was guessed before', () => issuer.find('new')],
    [
      'was withdrawn before',
      async () => {
        issuer.keys = [oldKey.jwk, newKey.jwk];
        await issuer.find('new');
        issuer.keys = [oldKey.jwk];
        issuer.pass(FRESH);
        await issuer.find('old');
      },
    ],
  ])('is unavailable and not unknown, also where it %s', async (_what, before) => {
    await issuer.find('old');
    await before();
    expect(await issuer.find('new')).toBe('unknown');
    await failedRefresh();
    expect(await issuer.find('new')).toMatch(/^unavailable/u);
    issuer.failure = undefined;
    issuer.keys = [oldKey.jwk, newKey.jwk];
    issuer.pass(30 * SECOND);
    expect(await issuer.find('new')).toBe('found');
  });
});

describe.each([
  ['empty', () => []],
  ['without a key that can be used', () => [oldKey.privateJwk]],
])('a key set that is %s', (_what, keys) => {
  it('is an outage before the first keys', async () => {
    issuer.keys = keys();
    expect(await issuer.find('old')).toBe('unavailable, retry after 5');
    await expect(issuer.ring.warm()).rejects.toThrow('no key of the set can be used');
  });

  it('does not take the place of good keys', async () => {
    await issuer.find('old');
    issuer.keys = keys();
    issuer.pass(FRESH);
    expect(await issuer.find('old')).toBe('found');
    expect(issuer.fetches).toBe(2);
  });
});

describe('a wall clock that is set', () => {
  it.each([-90 * SECOND, 90 * SECOND])('by %i ms changes nothing', async (step) => {
    await issuer.find('old');
    issuer.wall += step;
    expect(await issuer.find('old')).toBe('found');
    expect(issuer.fetches).toBe(1);
  });

  it('back by a day does not keep old keys fresh', async () => {
    await issuer.find('old');
    issuer.wall -= 24 * HOUR;
    issuer.pass(FRESH);
    issuer.keys = [newKey.jwk];
    expect(await issuer.find('old')).toBe('unknown');
  });

  it('back by a day does not prolong an outage', async () => {
    issuer.failure = down();
    await issuer.find('old');
    issuer.wall -= 24 * HOUR;
    issuer.failure = undefined;
    issuer.pass(5 * SECOND);
    expect(await issuer.find('old')).toBe('found');
  });

  it('forward by a day, as after a night of sleep, has the keys fetched before they are used', async () => {
    await issuer.find('old');
    issuer.wall += 24 * HOUR;
    issuer.keys = [newKey.jwk];
    expect(await issuer.find('old')).toBe('unknown');
    expect(issuer.fetches).toBe(2);
  });

  it('to nonsense serves nothing', async () => {
    await issuer.find('old');
    issuer.wall = Number.NaN;
    expect(await issuer.find('old')).toMatch(/^unavailable/u);
  });
});

describe('an outage before the first keys', () => {
  beforeEach(() => {
    issuer.failure = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443'), { code: 'ECONNREFUSED' });
  });

  it('is reported with its code, and with when to try again', async () => {
    expect(await issuer.ring.find('old', 'ES256')).toEqual({
      state: 'unavailable',
      reason: 'ECONNREFUSED',
      retryAfter: 5,
    });
    expect(issuer.ring.condition()).toMatchObject({ state: 'unavailable', failure: 'ECONNREFUSED' });
  });

  it('causes no storm: one fetch, and then none for a while', async () => {
    await atOnce(100, 'old');
    issuer.pass(5 * SECOND - 1);
    expect(await issuer.find('old')).toBe('unavailable, retry after 1');
    expect(issuer.fetches).toBe(1);
  });

  it('ends with the first fetch that succeeds', async () => {
    await issuer.find('old');
    issuer.failure = undefined;
    issuer.pass(5 * SECOND);
    expect(await issuer.find('old')).toBe('found');
    expect(issuer.fetches).toBe(2);
  });

  it('ends within one cool-down of 30 seconds, however long it has lasted', async () => {
    for (let failures = 0; failures < 20; failures += 1) {
      await issuer.find('old');
      issuer.pass(30 * SECOND);
    }
    issuer.failure = undefined;
    issuer.pass(30 * SECOND);
    expect(await issuer.find('old')).toBe('found');
  });

  it('does not pile up requests: only the first fetch is awaited to its end', async () => {
    await issuer.find('old');
    issuer.pass(5 * SECOND);
    const open = issuer.hold();
    const first = issuer.find('old');
    issuer.pass(1 * SECOND);
    expect(await issuer.find('old')).toBe('unavailable, retry after 1');
    issuer.failure = undefined;
    open();
    expect(await first).toMatch(/^unavailable/u);
  });

  it('makes warming reject with the reason', async () => {
    await expect(issuer.ring.warm()).rejects.toThrow('ECONNREFUSED');
    issuer.failure = down();
    issuer.pass(5 * SECOND);
    await expect(issuer.ring.warm()).rejects.toThrow('status 500');
  });
});

describe('an outage after the first keys', () => {
  beforeEach(async () => {
    await issuer.find('old');
    issuer.failure = down('status 503');
  });

  it('does not stop the use of keys up to their limit, and no request waits', async () => {
    issuer.pass(FRESH);
    await issuer.find('old');
    const open = issuer.hold();
    for (let minutes = 20; minutes <= 240; minutes += 10) {
      expect(await issuer.find('old')).toBe('found');
      if (minutes < 240) issuer.pass(10 * MINUTE);
    }
    issuer.pass(MAX_STALE - 240 * MINUTE);
    expect(issuer.ring.condition()).toMatchObject({ state: 'stale', failure: 'status 503' });
    open();
  });

  it('stops it beyond the limit', async () => {
    issuer.pass(MAX_STALE);
    expect(await issuer.find('old')).toBe('found');
    issuer.pass(1);
    expect(await issuer.find('old')).toMatch(/^unavailable/u);
    expect(issuer.ring.condition()).toMatchObject({ state: 'unavailable' });
    await expect(issuer.ring.warm()).rejects.toThrow('status 503');
  });

  it('does not stop it where the first fetch after a quiet time hangs', async () => {
    issuer.pass(FRESH);
    const open = issuer.hold();
    expect(await issuer.find('old')).toBe('found');
    open();
    await issuer.settled();
  });

  it('causes fetches at growing distances, five minutes at most', async () => {
    issuer.pass(FRESH);
    const at: number[] = [];
    for (let second = 0; second < 3600; second += 1) {
      const before = issuer.fetches;
      await issuer.find('old');
      await issuer.settled();
      if (issuer.fetches > before) at.push(second);
      issuer.pass(SECOND);
    }
    expect(at.slice(0, 9)).toEqual([0, 5, 15, 35, 75, 155, 315, 615, 915]);
  });

  it('keeps an unknown kid unavailable, however often it is asked for', async () => {
    for (let request = 0; request < 3; request += 1)
      expect(await issuer.find('new')).toMatch(/^unavailable/u);
    issuer.pass(5 * SECOND);
    expect(await issuer.find('new')).toMatch(/^unavailable/u);
    expect(issuer.fetches).toBe(3);
  });

  it('ends with the first fetch that succeeds, also for new keys', async () => {
    await issuer.find('new');
    issuer.failure = undefined;
    issuer.keys = [newKey.jwk];
    issuer.pass(30 * SECOND);
    expect(await issuer.find('new')).toBe('found');
  });
});

describe('how long keys are used in an outage', () => {
  it.each([
    [1 * MINUTE, 1 * MINUTE],
    [5 * MINUTE, 5 * MINUTE],
    [24 * HOUR, 24 * HOUR],
    [0, 1 * MINUTE], // never less than they are fresh
  ])('is maxStale of the policy: %i ms', async (maxStaleMs, limit) => {
    issuer = new KeyPublisher([oldKey.jwk], { maxStaleMs });
    issuer.headers = { 'cache-control': 'max-age=3600' };
    await issuer.find('old');
    issuer.failure = down();
    issuer.pass(limit);
    expect(await issuer.find('old')).toBe('found');
    issuer.pass(1);
    expect(await issuer.find('old')).toMatch(/^unavailable/u);
  });
});

describe('Retry-After of the provider', () => {
  const tooMany = (after: string): Error => new BadStatus({ status: 429, headers: { 'retry-after': after } });

  it.each([
    ['120', 120],
    ['1', 5],
    ['86400', 300],
    ['Mon, 23 Nov 2026 12:01:00 GMT', 60],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 5],
    ['soon', 5],
  ])('%s is kept as %i seconds', async (after, seconds) => {
    issuer.failure = tooMany(after);
    expect(await issuer.find('old')).toBe(`unavailable, retry after ${String(seconds)}`);
    issuer.pass(seconds * SECOND - 1);
    await issuer.find('old');
    expect(issuer.fetches).toBe(1);
    issuer.pass(1);
    await issuer.find('old');
    expect(issuer.fetches).toBe(2);
  });
});

describe('the events', () => {
  it('report how many keys the first fetch returned', async () => {
    await issuer.find('old');
    expect(issuer.events).toEqual([{ type: 'keys.fetched', keys: 1, freshMs: FRESH }]);
  });

  it('report the added and removed keys of a rotation', async () => {
    await issuer.find('old');
    issuer.newEvents();
    issuer.keys = [newKey.jwk];
    await issuer.find('new');
    expect(issuer.events[1]).toEqual({ type: 'keys.rotated', added: ['new'], removed: ['old'] });
    issuer.newEvents();
    issuer.pass(FRESH);
    await issuer.find('new');
    expect(issuer.newEvents()).toEqual(['keys.fetched']);
  });

  it('report a key that was replaced under its kid as added and removed', async () => {
    await issuer.find('old');
    issuer.keys = [{ ...newKey.jwk, kid: 'old' }];
    issuer.pass(FRESH);
    await issuer.find('old');
    expect(issuer.events.at(-1)).toEqual({ type: 'keys.rotated', added: ['old'], removed: ['old'] });
  });

  it('report an outage: failed, stale once, recovered', async () => {
    await issuer.find('old');
    issuer.newEvents();
    issuer.failure = down();
    issuer.pass(FRESH * 0.7);
    await issuer.find('old');
    await issuer.settled();
    expect(issuer.events).toEqual([
      { type: 'keys.failed', reason: 'status 500', failures: 1, retryMs: 5_000, serving: true },
    ]);
    issuer.newEvents();
    issuer.pass(FRESH * 0.3);
    await issuer.find('old');
    await issuer.find('old');
    await issuer.settled();
    expect(issuer.events[0]).toEqual({ type: 'keys.stale', servingMs: MAX_STALE - FRESH });
    expect(issuer.newEvents()).toEqual(['keys.stale', 'keys.failed']);
    issuer.failure = undefined;
    issuer.pass(HOUR);
    await issuer.find('old');
    await issuer.settled();
    expect(issuer.events[0]).toEqual({
      type: 'keys.recovered',
      failures: 2,
      outageMs: HOUR + FRESH * 0.3,
    });
    expect(issuer.newEvents()).toEqual(['keys.recovered', 'keys.fetched']);
  });

  it('report a rejected key once', async () => {
    issuer.keys = [oldKey.jwk, { ...newKey.privateJwk, kid: 'bad' }, { kty: 'oct', k: 'c2VjcmV0' }];
    await issuer.find('old');
    expect(issuer.events.slice(1)).toEqual([
      { type: 'keys.rejected', keyId: 'bad', reason: 'the key is private or secret, and published' },
      { type: 'keys.rejected', reason: 'the key is private or secret, and published' },
    ]);
    expect(issuer.ring.condition()).toMatchObject({ keys: 1, rejectedKeys: [{ keyId: 'bad' }, {}] });
    issuer.newEvents();
    issuer.pass(FRESH);
    await issuer.find('old');
    expect(issuer.newEvents()).toEqual(['keys.fetched']);
  });

  it('name a kid as one short word', async () => {
    await issuer.find('old');
    issuer.keys = [{ ...newKey.jwk, kid: `line\n\u001b[31mbreak${'x'.repeat(100)}` }];
    issuer.pass(FRESH);
    await issuer.find('old');
    const rotated = issuer.events.find((event) => event.type === 'keys.rotated');
    expect(rotated?.added[0]).toMatch(/^line%0A%1B\[31mbreakx+…$/u);
    expect(rotated?.added[0]?.length).toBeLessThanOrEqual(65);
  });

  it('never hold key material', async () => {
    issuer.keys = [oldKey.jwk, newKey.privateJwk];
    await issuer.find('old');
    issuer.keys = [newKey.jwk];
    await issuer.find('new');
    const text = JSON.stringify(issuer.events);
    for (const member of ['x', 'y', 'd']) expect(text).not.toContain(String(newKey.privateJwk[member]));
  });
});

describe('a ring that is not used', () => {
  const dueIn = (): number => issuer.ring.dueAt(issuer.steady) - issuer.steady;

  it('is refreshed at the issuer’s pace for an hour', async () => {
    await issuer.find('old');
    expect(dueIn()).toBe(FRESH * 0.7);
    issuer.pass(HOUR);
    expect(dueIn()).toBeLessThanOrEqual(0);
  });

  it('is refreshed after that as often as an outage demands', async () => {
    await issuer.find('old');
    issuer.pass(HOUR + 1);
    expect(dueIn()).toBe(MAX_STALE / 2 - HOUR - 1);
  });

  it('is not refreshed after a day', async () => {
    await issuer.find('old');
    issuer.pass(24 * HOUR + 1);
    expect(dueIn()).toBe(Number.POSITIVE_INFINITY);
  });

  it('is not retried after an hour where it never had keys', async () => {
    issuer.failure = down();
    await expect(issuer.ring.warm()).rejects.toThrow('status 500');
    expect(dueIn()).toBe(5 * SECOND);
    issuer.pass(HOUR + 1);
    expect(dueIn()).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a ring that was only ever asked for what is not there', () => {
  it.each([
    ['an unknown kid', undefined],
    ['any kid, in an outage', down()],
  ])('such as %s, is not refreshed', async (_what, failure) => {
    issuer.failure = failure;
    await issuer.find('made-up');
    expect(issuer.ring.dueAt(issuer.steady)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('where the other issuers take all the room there is for fetches', () => {
  beforeEach(() => {
    issuer.hasRoom = false;
  });

  it('makes a request to a cold ring unavailable, with Retry-After 1 and the reason', async () => {
    expect(await issuer.ring.find('old', 'ES256')).toEqual({
      state: 'unavailable',
      reason: 'too many keys are being fetched at once',
      retryAfter: 1,
    });
    expect(issuer.ring.condition()).toMatchObject({ state: 'cold', failure: undefined });
    expect(issuer.newEvents()).toEqual([]);
    issuer.hasRoom = true;
    expect(await issuer.find('old')).toBe('found');
  });

  it('lets keys be warmed all the same', async () => {
    await issuer.ring.warm();
    expect(await issuer.find('old')).toBe('found');
  });

  it('lets known keys be refreshed all the same, by a request and by the scheduler', async () => {
    await issuer.ring.warm();
    issuer.pass(FRESH * 0.7);
    await issuer.find('old');
    await issuer.settled();
    issuer.pass(FRESH * 0.7);
    await issuer.ring.run(issuer.steady);
    expect(issuer.fetches).toBe(3);
  });

  it('lets stale keys be used', async () => {
    await issuer.ring.warm();
    issuer.pass(HOUR);
    expect(await issuer.find('old')).toBe('found');
  });

  it('keeps the question of an unknown kid that could not be asked', async () => {
    await issuer.ring.warm();
    issuer.keys = [oldKey.jwk, newKey.jwk];
    expect(await issuer.find('new')).toBe('unavailable, retry after 1');
    issuer.hasRoom = true;
    expect(await issuer.find('new')).toBe('found');
  });
});

describe('two issuers', () => {
  it('may use one kid without sharing a key', async () => {
    const other = new KeyPublisher([{ ...newKey.jwk, kid: 'old' }]);
    const [ours, theirs] = [await issuer.ring.find('old', 'ES256'), await other.ring.find('old', 'ES256')];
    expect([ours, theirs]).toMatchObject([{ state: 'found' }, { state: 'found' }]);
    expect(JSON.stringify(ours)).toContain(oldKey.jwk['x']);
    expect(JSON.stringify(theirs)).toContain(newKey.jwk['x']);
  });
});
