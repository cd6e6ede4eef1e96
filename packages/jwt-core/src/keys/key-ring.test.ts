import { describe, expect, it } from 'vitest';
import { createSigner } from '../../test/mint.js';
import { keyIn } from '../../test/jws.js';
import { FixedKeyRing } from './key-ring.js';
import { KeySet } from './set/key-set.js';
import { secretKeys } from './set/unnamed-keys.js';

describe('keys that are not fetched', () => {
  it('are always ready', async () => {
    const { jwk, privateJwk } = await createSigner('ES256', 'k1');
    const admission = { algorithms: new Set(['ES256']), use: 'sig' } as const;
    const ring = new FixedKeyRing(await KeySet.admit([jwk, { ...privateJwk, kid: 'k2' }], admission));
    await expect(ring.warm()).resolves.toBeUndefined();
    expect(await ring.find('k1', 'ES256')).toMatchObject({ state: 'found', keys: [{ keyId: 'k1' }] });
    expect(ring.condition()).toMatchObject({ state: 'fixed', keys: 1, rejectedKeys: [{ keyId: 'k2' }] });
  });

  it('are reported by kid, algorithm and type, apart from those for other purposes', async () => {
    const signers = await Promise.all([
      createSigner('RS256', 'rsa'),
      createSigner('EdDSA', 'ed'),
      createSigner('ES384', 'other'),
    ]);
    const jwks = [...signers.map(({ jwk }) => jwk), { kty: 'RSA', kid: 'enc', use: 'enc' }];
    const admission = { algorithms: new Set(['RS256', 'EdDSA']), use: 'sig' } as const;
    expect(new FixedKeyRing(await KeySet.admit(jwks, admission)).condition()).toMatchObject({
      admittedKeys: [
        { keyId: 'rsa', alg: 'RS256', kty: 'RSA' },
        { keyId: 'ed', alg: 'EdDSA', kty: 'OKP' },
      ],
      passedOverKeys: [{ keyId: 'other' }, { keyId: 'enc' }],
      rejectedKeys: [],
    });
  });

  it('are one secret for every kid', async () => {
    const ring = new FixedKeyRing(secretKeys([Buffer.alloc(32, 1)], new Set(['HS256', 'HS512'])));
    await expect(ring.warm()).resolves.toBeUndefined();
    expect(await ring.find('any', 'HS256')).toMatchObject({ state: 'found', keys: [{ algorithm: 'HS256' }] });
    expect(ring.condition()).toMatchObject({
      state: 'fixed',
      keys: 1,
      admittedKeys: [
        { alg: 'HS256', kty: 'oct' },
        { alg: 'HS512', kty: 'oct' },
      ],
    });
  });

  it('are the same objects each time, so that callers can compare them', async () => {
    const ring = new FixedKeyRing(secretKeys([Buffer.alloc(32, 1)], new Set(['HS256', 'HS512'])));
    const [first, second, other] = [
      keyIn(await ring.find('a', 'HS256')),
      keyIn(await ring.find('b', 'HS256')),
      keyIn(await ring.find('a', 'HS512')),
    ];
    expect(first).toBeDefined();
    expect(first).toBe(second);
    expect(first).not.toBe(other);
  });
});
