import { describe, expect, it } from 'vitest';
import { createSigner } from '../../test/mint.js';
import { FixedKeyRing, SecretKeys } from './key-ring.js';
import { KeySet } from './set/key-set.js';

describe('keys that are not fetched', () => {
  it('are always ready', async () => {
    const { jwk, privateJwk } = await createSigner('ES256', 'k1');
    const admission = { algorithms: new Set(['ES256']), use: 'sig' } as const;
    const ring = new FixedKeyRing(await KeySet.admit([jwk, { ...privateJwk, kid: 'k2' }], admission));
    await expect(ring.warm()).resolves.toBeUndefined();
    expect(await ring.find('k1', 'ES256')).toMatchObject({ state: 'found', key: { keyId: 'k1' } });
    expect(ring.condition()).toMatchObject({ state: 'fixed', keys: 1, rejectedKeys: 1 });
  });

  it('are one secret for every kid', async () => {
    const ring = new FixedKeyRing(new SecretKeys(Buffer.alloc(32, 1)));
    await expect(ring.warm()).resolves.toBeUndefined();
    expect(await ring.find('any', 'HS256')).toMatchObject({ state: 'found', key: { algorithm: 'HS256' } });
    expect(ring.condition()).toMatchObject({ state: 'fixed', keys: 1 });
  });

  it('are the same objects each time, so that callers can compare them', async () => {
    const ring = new FixedKeyRing(new SecretKeys(Buffer.alloc(32, 1)));
    const [first, second, other] = [
      await ring.find('a', 'HS256'),
      await ring.find('b', 'HS256'),
      await ring.find('a', 'HS512'),
    ];
    if (first.state !== 'found' || second.state !== 'found' || other.state !== 'found')
      throw new Error('not found');
    expect(first.key).toBe(second.key);
    expect(first.key).not.toBe(other.key);
  });
});
