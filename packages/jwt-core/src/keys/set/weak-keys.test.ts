import { beforeAll, describe, expect, it } from 'vitest';
import { generateKeyPair } from '../../../test/key-pairs.js';
import { admitKey } from './admission.js';
import { weaknessOfEd25519, weaknessOfRsa } from './weak-keys.js';

const E = Buffer.from('010001', 'hex');

function bytesOf(value: bigint): Uint8Array {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}

let modulus: Uint8Array;
beforeAll(async () => {
  const { publicKey } = await generateKeyPair('rsa', { modulusLength: 2048 });
  const { n } = publicKey.export({ format: 'jwk' });
  modulus = Buffer.from(n ?? '', 'base64url');
});

describe('an RSA key', () => {
  it('that is sound is accepted', () => {
    expect(weaknessOfRsa(modulus, E)).toBeUndefined();
  });

  it('is measured by its number, not by its bytes', () => {
    const padded = Buffer.concat([Buffer.alloc(64), modulus.subarray(0, 192)]);
    expect(weaknessOfRsa(padded, E)).toBe('the RSA key has fewer than 2048 bits');
    expect(weaknessOfRsa(new Uint8Array(), E)).toBe('the RSA key has fewer than 2048 bits');
  });

  it('that is huge is rejected: each check would cost too much', () => {
    expect(weaknessOfRsa(bytesOf(2n ** 8192n + 1n), E)).toBe('the RSA key has more than 8192 bits');
  });

  it.each([
    ['1', '01'],
    ['1 with zeros before it', '0000000000000001'],
    ['even', '010000'],
    ['nothing', ''],
    ['huge', 'ffffffffffffffffff'],
  ])('with an exponent that is %s is rejected', (_what, hex) => {
    expect(weaknessOfRsa(modulus, Buffer.from(hex, 'hex'))).toBe(
      'the RSA key has an exponent that is even, 1 or huge',
    );
  });

  it.each([3, 17, 65_537])('with the exponent %i is accepted', (exponent) => {
    expect(weaknessOfRsa(modulus, bytesOf(BigInt(exponent)))).toBeUndefined();
  });

  it.each([2n, 3n, 7n, 167n])('with the factor %i is rejected', (factor) => {
    const product = (2n ** 2048n / factor + 1n) * factor;
    expect(weaknessOfRsa(bytesOf(product), E)).toBe('the RSA key has a small factor');
  });
});

/** Numbers as the broken smart cards made them: k·M + (65537^a mod M), with M the product of the first small primes. */
describe('an RSA key of the ROCA kind', () => {
  const primesTo = (limit: number): readonly bigint[] =>
    Array.from({ length: limit - 1 }, (_each, index) => index + 2)
      .filter((each) =>
        Array.from({ length: each }, (_other, index) => index).every((d) => d < 2 || each % d !== 0),
      )
      .map(BigInt);
  const primorial = primesTo(701).reduce((product, prime) => product * prime, 1n);
  const power = (exponent: number): bigint => {
    let value = 1n;
    for (let each = 0; each < exponent; each += 1) value = (value * 65_537n) % primorial;
    return value;
  };
  const factor = (k: bigint, a: number): bigint => k * primorial + power(a);

  it.each([
    [2n ** 55n, 17, 2n ** 54n + 5n, 4711],
    [2n ** 60n, 0, 2n ** 50n, 1],
  ])('is rejected: k=%i a=%i', (k1, a1, k2, a2) => {
    const n = factor(k1, a1) * factor(k2, a2);
    expect(n.toString(2).length).toBeGreaterThanOrEqual(2000);
    const large = n * factor(2n ** 60n, 99); // the product stays in the group
    expect(weaknessOfRsa(bytesOf(large), E)).toBe('the RSA key is of the ROCA kind (CVE-2017-15361)');
  });

  it('is not found among sound keys', async () => {
    for (let each = 0; each < 3; each += 1) {
      const { publicKey } = await generateKeyPair('rsa', { modulusLength: 2048 });
      const { n, e } = publicKey.export({ format: 'jwk' });
      expect(
        weaknessOfRsa(Buffer.from(n ?? '', 'base64url'), Buffer.from(e ?? '', 'base64url')),
      ).toBeUndefined();
    }
  });
});

/** Eight points, by their y coordinate, and every way in which 32 bytes can write them (little-endian). */
const SMALL_ORDER = [
  ['order 1', '0100000000000000000000000000000000000000000000000000000000000000'],
  ['order 1, sign bit', '0100000000000000000000000000000000000000000000000000000000000080'],
  ['order 2', 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
  ['order 2, sign bit', 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'],
  ['order 4', '0000000000000000000000000000000000000000000000000000000000000000'],
  ['order 4, sign bit', '0000000000000000000000000000000000000000000000000000000000000080'],
  ['order 8', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
  ['order 8, sign bit', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
  ['order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
  ['order 8, sign bit', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
] as const;

describe('an Ed25519 key', () => {
  it('that is sound is accepted', async () => {
    const { publicKey } = await generateKeyPair('ed25519', {});
    const { x } = publicKey.export({ format: 'jwk' });
    expect(weaknessOfEd25519(Buffer.from(x ?? '', 'base64url'))).toBeUndefined();
  });

  it.each(SMALL_ORDER)('that is a point of %s is rejected: %s', async (_order, hex) => {
    const point = Buffer.from(hex, 'hex');
    expect(weaknessOfEd25519(point)).toBe('the Ed25519 key is a point of small order');
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url') };
    expect(await admitKey(jwk, { algorithms: new Set(['EdDSA']), use: 'sig' })).toMatchObject({
      isUnsafe: true,
    });
  });

  it.each([
    ['p, for 0', 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['p, for 0, sign bit', 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'],
    ['p + 1, for 1', 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['p + 1, for 1, sign bit', 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'],
    ['2^255 - 1', 'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
  ])('that is not reduced is rejected: %s', (_what, hex) => {
    expect(weaknessOfEd25519(Buffer.from(hex, 'hex'))).toBe('the Ed25519 key is not written canonically');
  });

  it('has small order where doubling it three times gives the neutral element: the list is complete and right', () => {
    const P = 2n ** 255n - 19n;
    const mod = (value: bigint): bigint => ((value % P) + P) % P;
    const ys = [...new Set(SMALL_ORDER.map(([, hex]) => hex))]
      .map((hex) => BigInt(`0x${Buffer.from(hex, 'hex').reverse().toString('hex')}`) & (2n ** 255n - 1n))
      .map(mod);
    const inverse = (value: bigint): bigint => {
      let [result, base, exponent] = [1n, mod(value), P - 2n];
      for (; exponent > 0n; exponent >>= 1n, base = (base * base) % P)
        if (exponent & 1n) result = (result * base) % P;
      return result;
    };
    const d = mod(-121_665n * inverse(121_666n));
    // y of the doubled point: (y² + x²) / (2 + x² - y²), with x² = (y² - 1) / (d·y² + 1)
    const double = (y: bigint): bigint => {
      const x2 = mod((y * y - 1n) * inverse(d * y * y + 1n));
      return mod((y * y + x2) * inverse(2n + x2 - y * y));
    };
    expect(ys.map((y) => double(double(double(y))))).toEqual(ys.map(() => 1n));
    expect(new Set(ys).size).toBe(5);
  });
});
