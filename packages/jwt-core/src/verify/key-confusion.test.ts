/** No key is used with another algorithm than its source has: RFC 8725 §2.1, §3.1, over issuers with several sources. */

import { createHmac, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { signWithSecret } from '../../test/hmac.js';
import { KeySourceWorld, NEW, OLD } from '../../test/key-sources.js';
import { createSigner, segment, type Signer } from '../../test/mint.js';
import { goodClaims } from '../../test/orders.js';
import { HMAC_ALGORITHMS, type Algorithm } from '../jose/algorithms.js';
import type { Jwk } from '../jose/jwk.js';
import type { KeySources, ListedKeySource } from '../policy/document/document.js';

const SECRET = 's'.repeat(64);
const SPARE = 't'.repeat(64);
const PUBLIC = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
type PublicAlgorithm = (typeof PUBLIC)[number];

let signers: Readonly<Record<PublicAlgorithm, Signer>>;
let folder: string;
beforeAll(async () => {
  const [RS256, PS256, ES256, EdDSA] = await Promise.all([
    createSigner('RS256', 'k'),
    createSigner('PS256', 'k'),
    createSigner('ES256', 'k'),
    createSigner('EdDSA', 'k'),
  ]);
  signers = { RS256, PS256, ES256, EdDSA };
  folder = mkdtempSync(join(tmpdir(), 'jwt-core-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  vi.stubEnv('ORDERS_SECRET', SECRET);
  vi.stubEnv('ORDERS_SPARE', SPARE);
});

/** A public key as it may be written. */
function spellingsOf(jwk: Jwk): readonly (readonly [how: string, secret: string | Uint8Array])[] {
  const key: KeyObject = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  const spki = key.export({ type: 'spki', format: 'pem' }).toString();
  const rsa = key.asymmetricKeyType === 'rsa';
  const pkcs1 = rsa ? key.export({ type: 'pkcs1', format: 'pem' }).toString() : '';
  const numbers = ['n', 'e', 'x', 'y'].flatMap((name) => (typeof jwk[name] === 'string' ? [jwk[name]] : []));
  return [
    ['SubjectPublicKeyInfo in PEM', spki],
    ['SubjectPublicKeyInfo in PEM, without the last line end', spki.trimEnd()],
    ['SubjectPublicKeyInfo in DER', key.export({ type: 'spki', format: 'der' })],
    ['its JWK', JSON.stringify(jwk)],
    ['the key set', JSON.stringify({ keys: [jwk] })],
    ['its kid', String(jwk['kid'])],
    ['an empty secret', ''],
    ...(rsa ? [['PKCS #1 in PEM', pkcs1] as const] : []),
    ...numbers.flatMap((text) => [
      [`the text of a number: ${text.slice(0, 8)}`, text] as const,
      [`a number: ${text.slice(0, 8)}`, Buffer.from(text, 'base64url')] as const,
    ]),
  ];
}

/** Where the published keys of a list are. */
const PLACES: Readonly<
  Record<string, (alg: PublicAlgorithm) => Pick<ListedKeySource, 'jwksUri' | 'jwks' | 'file'>>
> = {
  'keys that are fetched': () => ({ jwksUri: NEW }),
  'keys in the document': (alg) => ({ jwks: { keys: [signers[alg].jwk] } }),
  'a key file in PEM': (alg) => {
    const file = join(folder, `${alg}.pem`);
    const key = createPublicKey({ key: { ...signers[alg].jwk }, format: 'jwk' });
    writeFileSync(file, key.export({ type: 'spki', format: 'pem' }));
    return { file };
  },
};

describe.each(Object.entries(PLACES))('a secret next to %s', (_place, placeOf) => {
  const start = (alg: PublicAlgorithm): Promise<KeySourceWorld> =>
    KeySourceWorld.start(
      [
        { ...placeOf(alg), algs: [alg] },
        { secret: { env: 'ORDERS_SECRET' }, algs: [...HMAC_ALGORITHMS], until: '2027-01-31' },
      ],
      { [NEW]: [signers[alg].jwk] },
    );

  it.each(PUBLIC)('takes good tokens of both: %s', async (alg) => {
    const world = await start(alg);
    const tokens = HMAC_ALGORITHMS.map((hmac) => signWithSecret(SECRET, goodClaims(), {}, hmac));
    expect(await world.askAll([await signers[alg].sign(goodClaims()), ...tokens])).toEqual(
      Array<string>(4).fill('allow'),
    );
  });

  it.each(PUBLIC)('never takes the public key for %s as a secret, however it is written', async (alg) => {
    const world = await start(alg);
    for (const [how, secret] of spellingsOf(signers[alg].jwk)) {
      for (const hmac of HMAC_ALGORITHMS) {
        for (const kid of ['k', undefined]) {
          const token = signWithSecret(secret, goodClaims(), { kid }, hmac);
          expect((await world.ask(token)).verdict, `${how}, ${hmac}`).toBe('signature.invalid');
        }
      }
    }
  });

  it.each(PUBLIC)('never takes the secret for the key of %s', async (alg) => {
    const world = await start(alg);
    for (const header of [{ alg }, { alg, kid: 'k' }]) {
      const signed = `${segment({ typ: 'at+jwt', ...header })}.${segment(goodClaims())}`;
      const signature = createHmac('sha256', SECRET).update(signed).digest();
      const long = Buffer.concat([signature, signature]);
      for (const bytes of [signature, long, Buffer.alloc(256, signature)]) {
        expect(await world.askAll([`${signed}.${bytes.toString('base64url')}`])).toEqual([
          'signature.invalid',
        ]);
      }
    }
  });
});

/** A token of this header that any of the owner's keys has signed, with whatever the key can do. */
function signWith(key: KeyObject | string, alg: string, kid: string | undefined): string {
  const signed = `${segment({ alg, kid, typ: 'at+jwt' })}.${segment(goodClaims())}`;
  return `${signed}.${signatureOf(signed, key, alg).toString('base64url')}`;
}

function signatureOf(signed: string, key: KeyObject | string, alg: string): Buffer {
  if (typeof key === 'string') {
    const hash = alg.endsWith('512') ? 'sha512' : alg.endsWith('384') ? 'sha384' : 'sha256';
    return createHmac(hash, key).update(signed).digest();
  }
  const data = Buffer.from(signed);
  if (key.asymmetricKeyType === 'ed25519') return sign(null, data, key);
  if (key.asymmetricKeyType === 'ec') return sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
  const padding = alg.startsWith('PS') ? { padding: 6, saltLength: 32 } : {};
  return sign('sha256', data, { key, ...padding });
}

describe('every key with every algorithm', () => {
  /** One key for each algorithm; those for RS256 and PS256, and the two secrets, are in different sources. */
  const SOURCES = (): KeySources => [
    { jwksUri: OLD, algs: ['RS256', 'ES256'] },
    { jwks: { keys: [signers.PS256.jwk] }, algs: ['PS256'] },
    { jwksUri: NEW, algs: ['EdDSA'], until: '2027-01-31' },
    { secret: [{ env: 'ORDERS_SECRET' }, { env: 'ORDERS_SPARE' }], algs: ['HS256'], until: '2027-01-31' },
  ];
  const published = (): Readonly<Record<string, readonly Jwk[]>> => {
    const all = [signers.RS256.jwk, signers.ES256.jwk, signers.EdDSA.jwk];
    return { [OLD]: all, [NEW]: all };
  };
  const HEADERS = [...PUBLIC, 'Ed25519', ...HMAC_ALGORITHMS, 'RS384', 'PS384', 'ES384', 'none', 'hs256', ''];
  const OWNERS: Readonly<Record<string, readonly Algorithm[]>> = {
    RS256: ['RS256'],
    PS256: ['PS256'],
    ES256: ['ES256'],
    EdDSA: ['EdDSA', 'Ed25519'],
    secret: ['HS256'],
    spare: ['HS256'],
  };
  const keyOf = (owner: string): KeyObject | string => {
    if (owner === 'secret' || owner === 'spare') return owner === 'secret' ? SECRET : SPARE;
    return createPrivateKey({ key: { ...signers[owner as PublicAlgorithm].privateJwk }, format: 'jwk' });
  };

  it.each(Object.keys(OWNERS))('passes with its own alone: %s', async (owner) => {
    const world = await KeySourceWorld.start(SOURCES(), published());
    for (const alg of HEADERS) {
      for (const kid of ['k', undefined, 'other']) {
        const { verdict } = await world.ask(signWith(keyOf(owner), alg, kid));
        const isOwn = OWNERS[owner]?.includes(alg as Algorithm) === true;
        const isNamed = kid !== 'other' || alg === 'HS256'; // secrets have no kid
        expect(verdict === 'allow', `${alg}, kid ${String(kid)}: ${verdict}`).toBe(isOwn && isNamed);
      }
    }
  });

  it.each(Object.keys(OWNERS))('passes no more once its source has ended: %s', async (owner) => {
    const ended = (SOURCES() as readonly ListedKeySource[]).map((source) => ({
      ...source,
      until: '2026-11-23',
    }));
    const world = await KeySourceWorld.start(ended, published());
    for (const alg of HEADERS) {
      for (const kid of ['k', undefined]) {
        const { verdict } = await world.ask(signWith(keyOf(owner), alg, kid));
        expect(['key.unknown', 'algorithm.not_allowed', 'format.malformed']).toContain(verdict);
      }
    }
    expect(world.fetched).toEqual([]);
  });
});
