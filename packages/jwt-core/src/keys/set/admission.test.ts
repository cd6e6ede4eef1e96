import { beforeAll, describe, expect, it } from 'vitest';
import { generateKeyPair } from '../../../test/key-pairs.js';
import { createSigner, type Signer } from '../../../test/mint.js';
import type { Algorithm } from '../../jose/algorithms.js';
import type { Jwk } from '../../jose/jwk.js';
import { admitKey } from './admission.js';

let rsa: Signer;
let ec: Signer;
let okp: Signer;
beforeAll(async () => {
  [rsa, ec, okp] = await Promise.all([createSigner('RS256'), createSigner('ES256'), createSigner('EdDSA')]);
});

/** The algorithm that a key is admitted for, or why it is not. */
async function admit(jwk: Jwk, ...algorithms: readonly string[]): Promise<string> {
  const key = await admitKey(jwk, { algorithms: new Set(algorithms), use: 'sig' });
  return 'reason' in key ? key.reason : key.algorithm;
}

const without = (jwk: Jwk, name: string): Jwk =>
  Object.fromEntries(Object.entries(jwk).filter(([key]) => key !== name));

describe('a public key', () => {
  it.each<Algorithm>(['RS256', 'PS384', 'ES256', 'ES384', 'ES512', 'EdDSA'])(
    'for %s is admitted',
    async (alg) => {
      const { jwk } = await createSigner(alg, 'k9');
      expect(
        await admitKey(jwk, {
          algorithms: new Set(['RS256', 'PS384', 'ES256', 'ES384', 'ES512', 'EdDSA']),
          use: 'sig',
        }),
      ).toMatchObject({
        algorithm: alg,
        keyId: 'k9',
      });
    },
  );

  it('needs neither kid nor use', async () => {
    expect(
      await admitKey(without(without(ec.jwk, 'kid'), 'use'), { algorithms: new Set(['ES256']), use: 'sig' }),
    ).toMatchObject({
      algorithm: 'ES256',
      keyId: undefined,
    });
  });

  it('has no id where its kid is not a string', async () => {
    expect(
      await admitKey({ ...ec.jwk, kid: 1 }, { algorithms: new Set(['ES256']), use: 'sig' }),
    ).toMatchObject({ keyId: undefined });
  });

  it('is admitted with other members besides', async () => {
    const jwk = { ...ec.jwk, x5c: ['bm8='], x5u: 'https://evil.example', ext: false, custom: {} };
    expect(await admit(jwk, 'ES256')).toBe('ES256');
  });

  it.each([
    ['EdDSA', 'EdDSA'],
    ['Ed25519', 'EdDSA'],
  ] as const)('for Ed25519 may call its algorithm %s', async (alg, bound) => {
    expect(await admit({ ...okp.jwk, alg }, 'EdDSA')).toBe(bound);
  });
});

describe('a key that is more than public', () => {
  it.each([
    ['a private RSA key', () => rsa.privateJwk],
    ['a private EC key', () => ec.privateJwk],
    ['a private Ed25519 key', () => okp.privateJwk],
    ['a secret', () => ({ kty: 'oct', k: 'c2VjcmV0', kid: 'k1' })],
    ['a public key with a secret in it', () => ({ ...ec.jwk, k: 'c2VjcmV0' })],
    ['a public key with one private member', () => ({ ...rsa.jwk, qi: 'AQAB' })],
    ['a public key with a private member of a wrong type', () => ({ ...rsa.jwk, d: 0 })],
  ])('is rejected: %s', async (_what, jwk) => {
    expect(await admit(jwk(), 'RS256', 'ES256', 'EdDSA', 'HS256')).toBe(
      'the key is private or secret, and published',
    );
  });
});

describe('a key that is not for checking signatures', () => {
  it.each([
    [{ use: 'enc' }],
    [{ use: 'SIG' }],
    [{ use: 'jwt-svid' }],
    [{ key_ops: ['sign'] }],
    [{ use: 'enc', key_ops: ['verify'] }],
  ])('is rejected: %j', async (members) => {
    expect(await admit({ ...ec.jwk, ...members }, 'ES256')).toMatch(/^use or key_ops/u);
  });

  it('is not one that says it is', async () => {
    expect(await admit({ ...ec.jwk, use: 'sig', key_ops: ['sign', 'verify'] }, 'ES256')).toBe('ES256');
  });
});

describe('a key of a SPIFFE bundle', () => {
  const admitSvid = async (members: Jwk): Promise<string> => {
    const key = await admitKey(
      { ...ec.jwk, ...members },
      { algorithms: new Set(['ES256']), use: 'jwt-svid' },
    );
    return 'reason' in key ? key.reason : key.algorithm;
  };

  it('is admitted where it says that it is for JWT-SVIDs', async () => {
    expect(await admitSvid({ use: 'jwt-svid' })).toBe('ES256');
    expect(await admitSvid({ use: 'jwt-svid', key_ops: ['verify'] })).toBe('ES256');
  });

  it.each([
    [{ use: 'sig' }],
    [{ use: 'x509-svid' }],
    [{ use: undefined }],
    [{ use: 'jwt-svid', key_ops: ['sign'] }],
  ])('is not where it says something else: %j', async (members) => {
    expect(await admitSvid(members)).toBe('use or key_ops say that the key is not for JWT-SVIDs');
  });
});

describe('a key that is passed over', () => {
  it.each<[string, Jwk]>([
    ['for encryption', { use: 'enc' }],
    ['for another algorithm', { alg: 'ES384' }],
    ['of a kind that this library does not know', { kty: 'AKP' }],
  ])('is not reported as unsafe: %s', async (_what, members) => {
    const key = await admitKey({ ...ec.jwk, ...members }, { algorithms: new Set(['ES256']), use: 'sig' });
    expect(key).toMatchObject({ isUnsafe: false });
  });

  it.each<[string, Jwk]>([
    ['private', { d: 'AAAA' }],
    ['malformed', { x: 'AAAA' }],
  ])('is reported where it is %s', async (_what, members) => {
    const key = await admitKey({ ...ec.jwk, ...members }, { algorithms: new Set(['ES256']), use: 'sig' });
    expect(key).toMatchObject({ isUnsafe: true });
  });
});

describe('a key of another kind', () => {
  it.each([[{ kty: 'AKP' }], [{ kty: 'rsa' }], [{ kty: '' }], [{ kty: 'toString' }]])(
    'is rejected: %j',
    async (jwk) => {
      expect(await admit(jwk, 'RS256')).toBe('the key type is not supported');
    },
  );
});

describe('the algorithm of a key', () => {
  it('is its own, where the policy lists it', async () => {
    expect(await admit({ ...rsa.jwk, alg: 'PS256' }, 'RS256', 'PS256')).toBe('PS256');
  });

  it('is the one of the policy that fits, where the key names none', async () => {
    expect(await admit(without(rsa.jwk, 'alg'), 'PS512', 'ES256', 'EdDSA')).toBe('PS512');
    expect(await admit(without(ec.jwk, 'alg'), 'RS256', 'ES256', 'ES384')).toBe('ES256');
    expect(await admit(without(okp.jwk, 'alg'), 'RS256', 'ES256', 'EdDSA')).toBe('EdDSA');
  });

  it('is not chosen among several', async () => {
    expect(await admit(without(rsa.jwk, 'alg'), 'RS256', 'RS512')).toBe(
      'the key names no alg, and several of the policy fit it',
    );
  });

  it('is none where nothing of the policy fits', async () => {
    expect(await admit(without(ec.jwk, 'alg'), 'ES384', 'RS256', 'EdDSA')).toBe(
      'no algorithm of the policy fits the key',
    );
  });

  it.each(['RS384', 'ES256', 'none', 'HS256', 'RSA-OAEP', 'rs256'])(
    'cannot be %s for an RSA key where the policy lists RS256',
    async (alg) => {
      expect(await admit({ ...rsa.jwk, alg }, 'RS256', 'HS256')).toMatch(/^the alg of the key/u);
    },
  );

  it.each([
    ['ES256', 'ES384'],
    ['ES384', 'ES256'],
    ['ES512', 'ES256'],
  ] as const)('%s does not take a curve of %s', async (alg, other) => {
    const { jwk } = await createSigner(other);
    expect(await admit({ ...jwk, alg }, 'ES256', 'ES384', 'ES512')).toMatch(/^the alg of the key/u);
  });
});

describe('a curve that this library does not take', () => {
  it.each(['ed448', 'x25519', 'x448'] as const)('%s', async (curve) => {
    const { publicKey } = await generateKeyPair(curve as 'ed448');
    const jwk = publicKey.export({ format: 'jwk' }) as Jwk;
    expect(await admit(jwk, 'EdDSA', 'Ed25519')).toBe('no algorithm of the policy fits the key');
    expect(await admit({ ...jwk, alg: 'EdDSA' }, 'EdDSA')).toMatch(/^the alg of the key/u);
  });

  it('secp256k1', async () => {
    const { publicKey } = await generateKeyPair('ec', { namedCurve: 'secp256k1' });
    const jwk = publicKey.export({ format: 'jwk' }) as Jwk;
    expect(await admit(jwk, 'ES256')).toBe('no algorithm of the policy fits the key');
  });
});

describe('a weak RSA key', () => {
  it.each([512, 1024, 2047])('of %i bits is rejected', async (modulusLength) => {
    const { publicKey } = await generateKeyPair('rsa', { modulusLength });
    const jwk = publicKey.export({ format: 'jwk' }) as Jwk;
    expect(await admit(jwk, 'RS256')).toMatch(/fewer than 2048 bits/u);
  });

  it.each(['AQ', 'Ag', 'AQAA'])(
    'with an exponent that is 1 or even, written "%s", is rejected without an exception',
    async (e) => {
      expect(await admit({ ...rsa.jwk, e }, 'RS256')).toBe(
        'the RSA key has an exponent that is even, 1 or huge',
      );
    },
  );
});

/** Members of every wrong form are in `key-forms.deep.test.ts`. */
describe('a point that is not on the curve', () => {
  it('is rejected', async () => {
    expect(await admit({ ...ec.jwk, x: ec.jwk['y'] }, 'ES256')).toBe('the point is not on the curve');
  });

  it('is not one where it is written with a number that is larger than the field', async () => {
    const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
    const x = Buffer.from((p + 5n).toString(16), 'hex').toString('base64url');
    const y = 'RZJDuapYGAb-kTvOmYF63hHKUDxk2aPFM0FcCDJI-8w'; // of x = 5
    expect(await admit({ kty: 'EC', crv: 'P-256', x, y }, 'ES256')).toBe('the point is not on the curve');
  });
});
