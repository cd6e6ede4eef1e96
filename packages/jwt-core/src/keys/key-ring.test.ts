import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSigner, NOW, type Signer } from '../../test/mint.js';
import type { Jwk } from '../policy/document.js';
import { FixedKeyRing, RemoteKeyRing, SecretKeyRing } from './key-ring.js';
import { KeySet } from './key-set.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** As the ring has them. */
const FRESH = 10 * MINUTE;
const STALE = 60 * MINUTE;
const UNKNOWN_COOL_DOWN = 30 * SECOND;
const FAILURE_COOL_DOWN = 5 * SECOND;

const ALGORITHMS = new Set(['ES256']);
let oldKey: Signer;
let newKey: Signer;
beforeAll(async () => {
  [oldKey, newKey] = await Promise.all([createSigner('ES256', 'old'), createSigner('ES256', 'new')]);
});

/** An issuer whose keys, and whose health, the test decides; and a clock that only the test moves. */
class Issuer {
  now = NOW;
  fetches = 0;
  keys: readonly Jwk[] = [oldKey.jwk];
  failure: Error | undefined;
  readonly ring: RemoteKeyRing = new RemoteKeyRing(
    () => this.#fetch(),
    ALGORITHMS,
    () => this.now,
  );

  #fetch(): Promise<readonly Jwk[]> {
    this.fetches += 1;
    return this.failure === undefined ? Promise.resolve(this.keys) : Promise.reject(this.failure);
  }

  async find(kid: string | undefined): Promise<string> {
    const lookup = await this.ring.find(kid, 'ES256');
    return lookup.state === 'unavailable'
      ? `unavailable, retry after ${String(lookup.retryAfter)}`
      : lookup.state;
  }
}

let issuer: Issuer;
beforeEach(() => {
  issuer = new Issuer();
});

describe('fetched keys', () => {
  it('are not fetched before somebody asks', () => {
    expect(issuer.fetches).toBe(0);
  });

  it('are fetched once for a hundred requests at once', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => issuer.find('old')));
    expect(new Set(answers)).toEqual(new Set(['found']));
    expect(issuer.fetches).toBe(1);
  });

  it('serve as long as they are fresh', async () => {
    await issuer.find('old');
    issuer.now += FRESH;
    expect(await issuer.find('old')).toBe('found');
    expect(issuer.fetches).toBe(1);
  });

  it('are fetched again once they are not, once for everybody', async () => {
    await issuer.find('old');
    issuer.now += FRESH + 1;
    await Promise.all(Array.from({ length: 100 }, () => issuer.find('old')));
    expect(issuer.fetches).toBe(2);
  });

  it('are gone when the issuer has withdrawn them', async () => {
    await issuer.find('old');
    issuer.keys = [newKey.jwk];
    issuer.now += FRESH + 1;
    expect(await issuer.find('old')).toBe('unknown');
  });

  it('can be fetched ahead', async () => {
    await issuer.ring.warm();
    await issuer.ring.warm();
    expect(await issuer.find('old')).toBe('found');
    expect(issuer.fetches).toBe(1);
  });
});

describe('a kid that nobody knows', () => {
  beforeEach(() => issuer.find('old'));

  it('is found when the issuer has just begun to use it', async () => {
    issuer.now += UNKNOWN_COOL_DOWN;
    issuer.keys = [oldKey.jwk, newKey.jwk];
    expect(await issuer.find('new')).toBe('found');
    expect(await issuer.find('old')).toBe('found');
    expect(issuer.fetches).toBe(2);
  });

  it('causes one fetch, and then none for a while', async () => {
    for (const kid of ['a', 'b', 'c']) expect(await issuer.find(kid)).toBe('unknown');
    issuer.now += UNKNOWN_COOL_DOWN - 1;
    expect(await issuer.find('d')).toBe('unknown');
    expect(issuer.fetches).toBe(2);
  });

  it('causes another fetch after that while', async () => {
    await issuer.find('a');
    issuer.now += UNKNOWN_COOL_DOWN;
    await issuer.find('b');
    expect(issuer.fetches).toBe(3);
  });

  it('causes one fetch for a hundred requests at once, and all of them wait for it', async () => {
    issuer.keys = [newKey.jwk];
    const answers = await Promise.all(Array.from({ length: 100 }, () => issuer.find('new')));
    expect(new Set(answers)).toEqual(new Set(['found']));
    expect(issuer.fetches).toBe(2);
  });

  it('is what a token without kid counts as, where there are several keys', async () => {
    issuer.keys = [oldKey.jwk, newKey.jwk];
    issuer.now += FRESH + 1;
    expect(await issuer.find(undefined)).toBe('unknown');
  });

  it('causes no fetch for a key that is known and refused', async () => {
    issuer.keys = [oldKey.privateJwk, newKey.jwk];
    issuer.now += FRESH + 1;
    expect(await issuer.find('old')).toBe('unsuitable');
    expect(issuer.fetches).toBe(2);
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
    issuer.now += FRESH + 1;
    expect(await issuer.find('old')).toBe('found');
    expect(issuer.fetches).toBe(2);
  });
});

describe('a clock that was set back', () => {
  it('does not keep a rotated key unknown', async () => {
    issuer.now += 24 * 60 * MINUTE;
    await issuer.find('old');
    await issuer.find('nobody');
    issuer.now -= 24 * 60 * MINUTE;
    issuer.keys = [newKey.jwk];
    expect(await issuer.find('new')).toBe('found');
  });

  it('does not prolong an outage', async () => {
    issuer.failure = new Error('status 500');
    issuer.now += 24 * 60 * MINUTE;
    await issuer.find('old');
    issuer.now -= 24 * 60 * MINUTE;
    issuer.failure = undefined;
    expect(await issuer.find('old')).toBe('found');
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
  });

  it('causes no storm: one fetch, and then none for a while', async () => {
    await Promise.all(Array.from({ length: 100 }, () => issuer.find('old')));
    issuer.now += FAILURE_COOL_DOWN - 1;
    expect(await issuer.find('old')).toBe('unavailable, retry after 1');
    expect(issuer.fetches).toBe(1);
  });

  it('ends with the first fetch that succeeds', async () => {
    await issuer.find('old');
    issuer.failure = undefined;
    issuer.now += FAILURE_COOL_DOWN;
    expect(await issuer.find('old')).toBe('found');
    expect(issuer.fetches).toBe(2);
  });

  it('makes the ring not ready, and says why', async () => {
    await expect(issuer.ring.warm()).rejects.toThrow('ECONNREFUSED');
    issuer.failure = new Error('status 500');
    issuer.now += FAILURE_COOL_DOWN;
    await expect(issuer.ring.warm()).rejects.toThrow('status 500');
  });

  it('is described in one short line, whatever the fetcher threw', async () => {
    issuer.failure = new Error('x'.repeat(1000));
    expect(await issuer.ring.find('old', 'ES256')).toMatchObject({ reason: 'x'.repeat(120) });
    const odd = new RemoteKeyRing(
      () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a fetcher of somebody else may do
        throw 'no';
      },
      ALGORITHMS,
      () => NOW,
    );
    expect(await odd.find('old', 'ES256')).toMatchObject({ reason: 'the fetch failed' });
  });
});

describe('an outage after the first keys', () => {
  beforeEach(async () => {
    await issuer.find('old');
    issuer.failure = new Error('status 503');
  });

  it('does not stop the keys from serving up to their limit', async () => {
    issuer.now += STALE;
    expect(await issuer.find('old')).toBe('found');
  });

  it('does stop them beyond it', async () => {
    issuer.now += STALE + 1;
    expect(await issuer.find('old')).toBe('unavailable, retry after 5');
    await expect(issuer.ring.warm()).rejects.toThrow('status 503');
  });

  it('causes no storm', async () => {
    issuer.now += FRESH + 1;
    for (let request = 0; request < 100; request += 1) await issuer.find('old');
    expect(issuer.fetches).toBe(2);
  });

  it('is no reason to call a kid unknown, however often it is asked for', async () => {
    for (let request = 0; request < 3; request += 1)
      expect(await issuer.find('new')).toMatch(/^unavailable/u);
    issuer.now += FAILURE_COOL_DOWN;
    expect(await issuer.find('new')).toBe('unavailable, retry after 5');
    expect(issuer.fetches).toBe(3);
  });

  it('ends with the first fetch that succeeds, also for new keys', async () => {
    await issuer.find('new');
    issuer.failure = undefined;
    issuer.keys = [newKey.jwk];
    issuer.now += FAILURE_COOL_DOWN;
    expect(await issuer.find('new')).toBe('found');
  });
});

describe('two issuers', () => {
  it('may use one kid and never meet', async () => {
    const other = new Issuer();
    other.keys = [{ ...newKey.jwk, kid: 'old' }];
    const [ours, theirs] = [await issuer.ring.find('old', 'ES256'), await other.ring.find('old', 'ES256')];
    expect([ours, theirs]).toMatchObject([{ state: 'found' }, { state: 'found' }]);
    expect(JSON.stringify(ours)).toContain(oldKey.jwk['x']);
    expect(JSON.stringify(theirs)).toContain(newKey.jwk['x']);
  });
});

describe('keys that are not fetched', () => {
  it('are always ready', async () => {
    const fixed = new FixedKeyRing(await KeySet.admit([oldKey.jwk], ALGORITHMS));
    await expect(fixed.warm()).resolves.toBeUndefined();
    expect(await fixed.find('old', 'ES256')).toMatchObject({ state: 'found', key: { keyId: 'old' } });
  });

  it('may be one secret, whatever kid the token names', async () => {
    const secret = new SecretKeyRing(Buffer.alloc(32, 1));
    await expect(secret.warm()).resolves.toBeUndefined();
    expect(await secret.find('any', 'HS256')).toMatchObject({ state: 'found', key: { algorithm: 'HS256' } });
  });
});
