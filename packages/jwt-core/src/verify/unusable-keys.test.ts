/** Keys that are published and cannot be used: which, why, and that this is not an outage. */

import { beforeAll, describe, expect, it, vi } from 'vitest';
import { KeySourceWorld, NEW } from '../../test/key-sources.js';
import { generateKeyPair } from '../../test/key-pairs.js';
import { createSigner, type Signer } from '../../test/mint.js';
import { goodClaims, ISS, loginWith, ordersPolicy } from '../../test/orders.js';
import type { Jwk } from '../jose/jwk.js';
import { createVerifier } from './create-verifier.js';

let good: Signer;
let weak: Jwk;
let forEncryption: Jwk;
beforeAll(async () => {
  good = await createSigner('RS256', 'k1');
  const { publicKey } = await generateKeyPair('rsa', { modulusLength: 1024 });
  weak = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256' };
  forEncryption = { ...(await createSigner('RS256', 'enc')).jwk, use: 'enc' };
});

const start = (keys: readonly Jwk[]): Promise<KeySourceWorld> =>
  KeySourceWorld.start({ jwksUri: NEW }, { [NEW]: keys }, { algs: ['RS256'] });

const WEAK = 'the RSA key has fewer than 2048 bits';
const ENCRYPTION = 'use or key_ops say that the key is not for signatures';

describe('a key set of which no key can be used', () => {
  it('names each key with its reason, in warmUp, status, describe and events', async () => {
    const world = await start([weak, forEncryption]);
    const reason = `no key of the set can be used: k1: ${WEAK}; enc: ${ENCRYPTION}`;
    const about = { issuer: 'login', iss: ISS, source: 'jwksUri' };
    expect((await world.verifier.warmUp()).issuers).toEqual([{ ...about, ready: false, reason }]);
    expect(world.verifier.status().issuers).toEqual([{ ...about, ready: false, reason }]);
    const rejectedKeys = [
      { keyId: 'k1', reason: WEAK },
      { keyId: 'enc', reason: ENCRYPTION },
    ];
    expect(world.verifier.describe().issuers).toMatchObject([
      { ...about, state: 'unusable', keys: 0, failure: reason, rejectedKeys },
    ]);
    expect(world.keyEvents).toMatchObject([
      { ...about, type: 'keys.unusable', reason, rejectedKeys, failures: 1, serving: false },
      { ...about, type: 'keys.rejected', keyId: 'k1', reason: WEAK },
    ]);
  });

  it('denies tokens with 503, and the event of the decision says why', async () => {
    const world = await start([weak]);
    const { verdict, event } = await world.ask(await good.sign(goodClaims()));
    expect([verdict, event.status]).toEqual(['key.unavailable', 503]);
    expect(event.trace.at(-1)).toMatchObject({ actual: `no key of the set can be used: k1: ${WEAK}` });
  });

  it('names the first three of many in words, and all of them in describe', async () => {
    const world = await start(
      Array.from({ length: 9 }, (_each, index) => ({ ...weak, kid: `k${String(index)}` })),
    );
    const { issuers } = await world.verifier.warmUp();
    expect(issuers[0]?.reason).toBe(
      `no key of the set can be used: k0: ${WEAK}; k1: ${WEAK}; k2: ${WEAK}; and 6 more`,
    );
    expect(world.verifier.describe().issuers[0]?.rejectedKeys).toHaveLength(9);
  });

  it('is not an outage: an outage has another state and another event', async () => {
    const world = await start([]);
    world.published.delete(NEW);
    await world.verifier.warmUp();
    expect(world.verifier.describe().issuers).toMatchObject([{ state: 'unavailable', rejectedKeys: [] }]);
    expect(world.keyEvents.map(({ type }) => type)).toEqual(['keys.failed']);
  });

  it('may be an empty set', async () => {
    const world = await start([]);
    const reason = 'no key of the set can be used: the set is empty';
    expect((await world.verifier.warmUp()).issuers).toMatchObject([{ ready: false, reason }]);
    expect(world.verifier.describe().issuers).toMatchObject([{ state: 'unusable' }]);
  });

  it('reports a rejected key once, also when it is fetched again, alone or beside good ones', async () => {
    const world = await start([weak]);
    await world.verifier.warmUp();
    world.now += 30_000;
    await world.verifier.warmUp();
    world.published.set(NEW, [weak, { ...good.jwk, kid: 'k2' }]);
    world.now += 30_000;
    expect(await world.askAll([await good.sign(goodClaims(), { kid: 'k2' })])).toEqual(['allow']);
    expect(world.keyEvents.map(({ type }) => type)).toEqual([
      ...['keys.unusable', 'keys.rejected', 'keys.unusable', 'keys.recovered', 'keys.fetched'],
    ]);
    expect(world.verifier.describe().issuers).toMatchObject([
      { state: 'fresh', keys: 1, rejectedKeys: [{ keyId: 'k1', reason: WEAK }] },
    ]);
  });

  it('does not take away the keys that were fetched before', async () => {
    const world = await start([good.jwk]);
    const token = await good.sign(goodClaims());
    expect(await world.askAll([token])).toEqual(['allow']);
    world.published.set(NEW, [weak]);
    world.now += 599_000;
    await world.askAll([token]);
    await vi.waitFor(() => {
      expect(world.keyEvents.map(({ type }) => type)).toContain('keys.unusable');
    });
    world.now += 2_000;
    const claims = goodClaims({ iat: world.now / 1000, exp: world.now / 1000 + 60 });
    expect(await world.askAll([await good.sign(claims)])).toEqual(['allow']);
    expect(world.keyEvents).toContainEqual(expect.objectContaining({ type: 'keys.unusable', serving: true }));
    expect(world.verifier.describe().issuers).toMatchObject([
      { state: 'stale', keys: 1, rejectedKeys: [{ keyId: 'k1', reason: WEAK }] },
    ]);
  });

  it('is a warning of its own where there is no observer', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const verifier = await createVerifier({
      policy: ordersPolicy({ login: loginWith({ jwksUri: NEW }, { algs: ['RS256'] }) }),
      keyFetcher: () => Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify({ keys: [weak] })) }),
    });
    await verifier.warmUp();
    await verifier.close();
    const [first] = warning.mock.calls;
    expect(first?.[0]).toBe(
      `The keys of login (${ISS}) were fetched, and no key of the set can be used: k1: ${WEAK}. This does not pass by itself. Its tokens are answered 503. Give observers or onKeyEvent to receive this yourself.`,
    );
    expect(first?.[1]).toMatchObject({ code: 'JWT_POLICY_KEYS_UNUSABLE' });
  });
});

describe('a key whose serialiser wrote what it does not have', () => {
  it.each([
    { key_ops: null },
    { use: null },
    { key_ops: [] },
    { use: [], alg: null, key_ops: [] },
    { x5c: [], x5t: null, d: null, p: null, q: null, dp: null, dq: null, qi: null, oth: [], k: null },
  ])('is used: %j', async (members) => {
    const world = await start([{ ...good.jwk, ...members }]);
    expect(await world.askAll([await good.sign(goodClaims())])).toEqual(['allow']);
    expect(world.keyEvents.map(({ type }) => type)).toEqual(['keys.fetched']);
  });

  it('is used where it has no kid, by a token without one', async () => {
    const world = await start([{ ...good.jwk, kid: [] }]);
    expect(await world.askAll([await good.sign(goodClaims(), { kid: undefined })])).toEqual(['allow']);
  });

  it.each([{ use: 1 }, { key_ops: {} }, { alg: ['RS256'] }, { key_ops: 'verify' }, { d: 'AQAB' }])(
    'is rejected where a value has a wrong type, or is private: %j',
    async (members) => {
      const world = await start([{ ...good.jwk, ...members }]);
      expect(await world.askAll([await good.sign(goodClaims())])).toEqual(['key.unavailable']);
      expect(world.keyEvents).toContainEqual(expect.objectContaining({ type: 'keys.rejected', keyId: 'k1' }));
    },
  );
});
