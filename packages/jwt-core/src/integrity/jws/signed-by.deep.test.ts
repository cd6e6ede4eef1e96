import { createHook } from 'node:async_hooks';
import { createPublicKey, createSecretKey, KeyObject, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { CompactSign, compactVerify, errors, generateKeyPair, type CryptoKey } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keyIn, splitJws } from '../../../test/jws.js';
import { describeVectors } from '../../../test/vectors.js';
import { Denial } from '../../decision/denial.js';
import type { VerificationKey } from '../../keys/key-ring.js';
import { KeySet } from '../../keys/set/key-set.js';
import {
  ASYMMETRIC_ALGORITHMS,
  canonicalAlgorithm,
  HMAC_ALGORITHMS,
  isHmac,
  type Algorithm,
} from '../../jose/algorithms.js';
import type { Jwk } from '../../jose/jwk.js';
import { parseCompact } from './format.js';
import { isSignedBy } from './signed-by.js';

/** What `jose` says of the same token and key. */
async function joseSays(compact: string, key: CryptoKey | Uint8Array, alg: string): Promise<boolean> {
  try {
    await compactVerify(compact, key, { algorithms: [alg] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/** A key of ours, and the same for `jose`, with what signs. */
interface Keys {
  readonly ours: VerificationKey;
  readonly theirs: CryptoKey | Uint8Array;
  readonly sign: (payload: string) => Promise<string>;
}

async function keysFor(alg: Algorithm): Promise<Keys> {
  const algorithm = canonicalAlgorithm(alg) ?? alg;
  const about = { algorithm, keyId: undefined, fingerprint: '' };
  const signWith =
    (key: CryptoKey | Uint8Array): Keys['sign'] =>
    (payload) =>
      new CompactSign(Buffer.from(payload)).setProtectedHeader({ alg }).sign(key);
  if (isHmac(alg)) {
    const secret = randomBytes(64);
    return { ours: { material: createSecretKey(secret), ...about }, theirs: secret, sign: signWith(secret) };
  }
  const { publicKey, privateKey } = await generateKeyPair(alg);
  return {
    ours: { material: KeyObject.from(publicKey), ...about },
    theirs: publicKey,
    sign: signWith(privateKey),
  };
}

const ed25519 = await generateKeyPair('EdDSA');

const bytesOf = (segment: string): Buffer => Buffer.from(segment, 'base64url');

/** What may be done to the bytes of a signature. */
const DAMAGE: Readonly<Record<string, (bytes: Buffer) => Uint8Array>> = {
  'nothing done to it': (bytes) => bytes,
  'no byte': () => Buffer.alloc(0),
  'one byte': (bytes) => bytes.subarray(0, 1),
  'its first byte gone': (bytes) => bytes.subarray(1),
  'its last byte gone': (bytes) => bytes.subarray(0, -1),
  'half of it gone': (bytes) => bytes.subarray(0, bytes.length / 2),
  'a zero before it': (bytes) => Buffer.concat([Buffer.alloc(1), bytes]),
  'a zero behind it': (bytes) => Buffer.concat([bytes, Buffer.alloc(1)]),
  'itself twice': (bytes) => Buffer.concat([bytes, bytes]),
  'zeros alone': (bytes) => Buffer.alloc(bytes.length),
  'ones alone': (bytes) => Buffer.alloc(bytes.length, 0xff),
  'its halves swapped': (bytes) =>
    Buffer.concat([bytes.subarray(bytes.length / 2), bytes.subarray(0, bytes.length / 2)]),
  'its first half zero': (bytes) =>
    Buffer.concat([Buffer.alloc(bytes.length / 2), bytes.subarray(bytes.length / 2)]),
  'its second half zero': (bytes) =>
    Buffer.concat([bytes.subarray(0, bytes.length / 2), Buffer.alloc(bytes.length / 2)]),
  'its bytes backwards': (bytes) => Buffer.from(bytes).reverse(),
  'a DER sequence around it': (bytes) => Buffer.concat([Buffer.from([0x30, bytes.length & 0x7f]), bytes]),
};

describe.each<Algorithm>([...ASYMMETRIC_ALGORITHMS, ...HMAC_ALGORITHMS])('a signature with %s', (alg) => {
  let keys: Keys;
  let stranger: Keys;
  let token: string;
  beforeAll(async () => {
    [keys, stranger] = await Promise.all([keysFor(alg), keysFor(alg)]);
    token = await keys.sign('{"sub":"a"}');
  });

  const withSignature = (bytes: Uint8Array): string =>
    token.slice(0, token.lastIndexOf('.') + 1) + Buffer.from(bytes).toString('base64url');
  const signatureOf = (compact: string): Buffer => bytesOf(compact.slice(compact.lastIndexOf('.') + 1));

  /** Both, who must agree; but that jose takes a signature with PSS that has lost the zeros at its beginning. */
  async function isGood(compact: string, by = keys): Promise<boolean> {
    const said = await isSignedBy(splitJws(compact), by.ours);
    const isShort = alg.startsWith('PS') && signatureOf(compact).length < signatureOf(token).length;
    expect(said).toBe(!isShort && (await joseSays(compact, by.theirs, alg)));
    return said;
  }

  it('is good by its key, and by no other', async () => {
    expect([await isGood(token), await isGood(token, stranger)]).toEqual([true, false]);
  });

  it.each(Object.entries(DAMAGE))('with %s is what jose says it is', async (name, damage) => {
    expect(await isGood(withSignature(damage(signatureOf(token))))).toBe(name === 'nothing done to it');
  });

  it('is of these very bytes: with any bit changed, in the content or in the signature, it is bad', async () => {
    const bit = fc.record({ at: fc.nat(), bit: fc.nat(7), part: fc.constantFrom(0, 1, 2) });
    await fc.assert(
      fc.asyncProperty(bit, async ({ at, bit: shift, part }) => {
        const parts = token.split('.').map(bytesOf);
        const bytes = parts[part];
        if (bytes === undefined) throw new Error('A token has three parts.');
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << shift);
        const changed = parts.map((each) => each.toString('base64url')).join('.');
        // `jose` would read the header, and refuse what it says.
        expect(part === 0 ? await isSignedBy(splitJws(changed), keys.ours) : await isGood(changed)).toBe(
          false,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('of any bytes is what jose says it is', async () => {
    const length = signatureOf(token).length;
    const near = fc.integer({ min: length - 2, max: length + 2 });
    const any = near.chain((size) => fc.uint8Array({ minLength: size, maxLength: size }));
    await fc.assert(
      fc.asyncProperty(any, async (bytes) => {
        expect(await isGood(withSignature(bytes))).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('is good of any payload', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (payload) => {
        expect(await isGood(await keys.sign(payload))).toBe(true);
      }),
      { numRuns: alg.startsWith('RS') || alg.startsWith('PS') ? 10 : 40 },
    );
  });
});

/** One in 256 begins so. */
async function signedWithZeros(keys: Keys): Promise<readonly [content: string, signature: Buffer]> {
  for (let number = 0; ; number += 1) {
    const token = await keys.sign(String(number));
    const end = token.lastIndexOf('.') + 1;
    const signature = bytesOf(token.slice(end));
    if (signature[0] === 0) return [token.slice(0, end), signature];
  }
}

describe.each<Algorithm>(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'])(
  'a signature with %s that begins with a zero',
  (alg) => {
    it('is good as it is, and has no other spelling', async () => {
      const keys = await keysFor(alg);
      const [content, signature] = await signedWithZeros(keys);
      const spellings = [
        signature,
        signature.subarray(1),
        Buffer.concat([Buffer.alloc(1), signature]),
        Buffer.concat([signature.subarray(1), Buffer.alloc(1)]),
      ];
      const said = spellings.map((each) =>
        isSignedBy(splitJws(content + each.toString('base64url')), keys.ours),
      );
      expect(await Promise.all(said)).toEqual([true, false, false, false]);
    }, 30_000);
  },
);

describe('signatures that are asked for in one turn', () => {
  let begun: number;
  const hook = createHook({
    init(_id, type) {
      if (type === 'SIGNREQUEST') begun += 1;
    },
  });
  beforeEach(() => {
    begun = 0;
    hook.enable();
  });
  afterEach(() => {
    hook.disable();
  });

  it('are begun together when it ends, and each is told for itself', async () => {
    const keys = await keysFor('ES256');
    const good = await keys.sign('{"sub":"a"}');
    const bad = good.replace(/\.[^.]+\./u, '.e30.');
    for (let turn = 0; turn < 3; turn += 1) {
      begun = 0;
      const said = [good, bad, good].map((each) => isSignedBy(splitJws(each), keys.ours));
      await new Promise<void>((resolve) => {
        process.nextTick(resolve);
      });
      expect(begun).toBe(0);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      expect(begun).toBe(3);
      expect(await Promise.all(said)).toEqual([true, false, true]);
    }
  });
});

describe('a key that is none of its algorithm', () => {
  const rsa = createPublicKey({
    format: 'jwk',
    key: { kty: 'RSA', e: 'AQAB', n: Buffer.alloc(256, 0xc5).toString('base64url') },
  });
  it.each([
    ['a secret for ES256', 'ES256', createSecretKey(Buffer.alloc(32)), 'ec, found secret'],
    ['an RSA key for ES256', 'ES256', rsa, 'ec, found rsa'],
    ['an RSA key for EdDSA', 'EdDSA', rsa, 'ed25519, found rsa'],
    ['a private key for EdDSA', 'EdDSA', KeyObject.from(ed25519.privateKey), 'ed25519, found private'],
    ['a public key for HS256', 'HS256', rsa, 'secret, found rsa'],
  ] as const)(
    'such as %s is a mistake in the program, not a bad token',
    (_what, algorithm, material, says) => {
      const key = { material, algorithm, keyId: undefined, fingerprint: '' };
      expect(() => isSignedBy(splitJws('e30.e30.AAAA'), key)).toThrow(
        new TypeError(`Expected a key of the type ${says}.`),
      );
    },
  );

  const named = (key: object): KeyObject =>
    Object.defineProperties(key, {
      type: { value: 'public' },
      asymmetricKeyType: { value: 'ec' },
    }) as KeyObject;
  it.each([
    ['no key at all', {}],
    ['another that says it were one', KeyObject.from(ed25519.publicKey)],
  ])('or %s, and then the other calls of the same turn are still answered', async (_what, lying) => {
    const keys = await keysFor('ES256');
    const good = splitJws(await keys.sign('{"sub":"a"}'));
    const said = [keys.ours, { ...keys.ours, material: named(lying) }, keys.ours].map((key) =>
      isSignedBy(good, key),
    );
    expect(await Promise.allSettled(said)).toMatchObject([
      { value: true },
      { status: 'rejected', reason: expect.any(Error) as Error },
      { value: true },
    ]);
  });
});

describeVectors('wycheproof/json_web_signature_test.json', 1, ({ testGroups }) => {
  const cases = testGroups.flatMap((group) =>
    group.tests.map((test) => ({ ...test, jwk: group.public ?? group.private })),
  );

  /** The key as the token's header wants it: what the policy makes of it is not asked here. */
  async function keyFor(jwk: Jwk, alg: Algorithm): Promise<VerificationKey | undefined> {
    const about = { algorithm: alg, keyId: undefined, fingerprint: '' };
    if (isHmac(alg)) {
      if (jwk['kty'] !== 'oct') return undefined;
      return { material: createSecretKey(Buffer.from(String(jwk['k']), 'base64url')), ...about };
    }
    const members = ['kty', 'crv', 'n', 'e', 'x', 'y'].flatMap((name) => {
      return jwk[name] === undefined ? [] : [[name, jwk[name]] as const];
    });
    const set = await KeySet.admit([Object.fromEntries(members)], { algorithms: new Set([alg]), use: 'sig' });
    const lookup = set.find(undefined, alg);
    return keyIn(lookup);
  }

  it('are judged as jose judges them, in every case that has a key for its algorithm', async () => {
    let judged = 0;
    for (const { jws, jwk, tcId } of cases) {
      const token = typeof jws === 'string' && parseCompact(jws);
      if (token === false || token instanceof Denial) continue;
      const alg = canonicalAlgorithm(token.header.alg);
      const key = alg === undefined ? undefined : await keyFor(jwk, alg);
      if (key === undefined) continue;
      judged += 1;
      const theirs = key.material.type === 'secret' ? key.material.export() : key.material;
      const said = await compactVerify(jws, theirs, { algorithms: [token.header.alg] }).then(
        () => true,
        () => false,
      );
      expect([tcId, await isSignedBy(token, key)]).toEqual([tcId, said]);
    }
    expect(judged).toBeGreaterThan(150);
  });
});
