import type { KeyPairKeyObjectResult as KeyPair } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certify } from '../../../test/certificates.js';
import { generateKeyPair } from '../../../test/key-pairs.js';
import { KeySourceWorld } from '../../../test/key-sources.js';
import { signerOfPair, type Signer } from '../../../test/mint.js';
import { goodClaims } from '../../../test/orders.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import type { Algorithm } from '../../jose/algorithms.js';

let rsa: KeyPair;
let other: KeyPair;
let ec: KeyPair;
let ed: KeyPair;
let folder: string;
beforeAll(async () => {
  [rsa, other, ec, ed] = await Promise.all([
    generateKeyPair('rsa', { modulusLength: 2048 }),
    generateKeyPair('rsa', { modulusLength: 2048 }),
    generateKeyPair('ec', { namedCurve: 'P-256' }),
    generateKeyPair('ed25519', {}),
  ]);
  folder = mkdtempSync(join(tmpdir(), 'jwt-core-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const spki = ({ publicKey }: KeyPair): string => publicKey.export({ type: 'spki', format: 'pem' }).toString();
const pkcs1 = ({ publicKey }: KeyPair): string =>
  publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const certificate = ({ publicKey }: KeyPair, signer: KeyPair = ec): string =>
  certify(publicKey, signer.privateKey, 'login');
const jwkOf = ({ publicKey }: KeyPair): object => publicKey.export({ format: 'jwk' });

/** A verifier whose issuer has this key file. */
function open(content: string, algs: readonly Algorithm[] = ['RS256']): Promise<KeySourceWorld> {
  const file = join(folder, 'keys');
  writeFileSync(file, content);
  return KeySourceWorld.start({ file }, {}, { algs });
}

const signed = async (pair: KeyPair, alg: Algorithm = 'RS256', kid: string | undefined = 'any') =>
  (await signerOf(pair, alg)).sign(goodClaims(), { kid });
const signerOf = (pair: KeyPair, alg: Algorithm): Promise<Signer> => signerOfPair(alg, pair);

describe('a public key in PEM', () => {
  it.each<[string, () => string, Algorithm, () => KeyPair]>([
    ['SubjectPublicKeyInfo of RSA', () => spki(rsa), 'RS256', () => rsa],
    ['SubjectPublicKeyInfo of a curve', () => spki(ec), 'ES256', () => ec],
    ['SubjectPublicKeyInfo of Ed25519', () => spki(ed), 'EdDSA', () => ed],
    ['PKCS #1', () => pkcs1(rsa), 'RS256', () => rsa],
    ['a certificate', () => certificate(rsa), 'RS256', () => rsa],
    ['a certificate signed by itself', () => certify(ec.publicKey, ec.privateKey), 'ES256', () => ec],
    ['lines that end as on Windows', () => spki(rsa).replaceAll('\n', '\r\n'), 'RS256', () => rsa],
    ['text around it', () => `Bag Attributes\n  name: x\n${spki(rsa)}\nend\n`, 'RS256', () => rsa],
    ['no line end', () => spki(rsa).trimEnd(), 'RS256', () => rsa],
  ])('is taken as %s, whatever the kid of the token says', async (_form, content, alg, pair) => {
    const world = await open(content(), [alg]);
    for (const kid of ['any', undefined]) {
      const token = (await signerOf(pair(), alg)).sign(goodClaims({ jti: String(kid) }), { kid });
      expect(await world.ask(await token)).toMatchObject({
        verdict: 'allow',
        event: { keySource: 'file', algorithm: alg },
      });
    }
    expect(world.verifier.describe().issuers).toMatchObject([{ source: 'file', state: 'fixed', keys: 1 }]);
  });

  it('of another issuer is denied with signature.invalid', async () => {
    const world = await open(spki(rsa));
    expect(await world.askAll([await signed(other)])).toEqual(['signature.invalid']);
  });

  it('is one of several: each that fits the algorithm is tried, and the event shows which', async () => {
    const world = await open([spki(rsa), spki(ec), certificate(other)].join('\n'), ['RS256', 'ES256']);
    const keySource = async (token: Promise<string>): Promise<unknown> =>
      (await world.ask(await token)).event.keySource;
    expect(await keySource(signed(rsa))).toBe('file, key 1 of 3');
    expect(await keySource(signed(ec, 'ES256'))).toBe('file, key 2 of 3');
    expect(await keySource(signed(other))).toBe('file, key 3 of 3');
  });

  it('is one key where it is in the file twice', async () => {
    const world = await open([spki(rsa), pkcs1(rsa), certificate(rsa)].join('\n'));
    expect((await world.ask(await signed(rsa))).event.keySource).toBe('file');
  });

  it('does not become a secret', async () => {
    const opened = KeySourceWorld.start({ file: join(folder, 'keys') }, {}, { algs: ['HS256'] });
    await expect(opened).rejects.toThrow('HS256 needs keys: { secret: { env: NAME } }');
  });

  it.each<[string, () => string, string]>([
    ['a private key', () => exported(rsa, 'pkcs8'), 'holds a private key: expected public keys only.'],
    ['a private key of PKCS #1', () => exported(rsa, 'pkcs1'), 'holds a private key'],
    ['a private key of a curve', () => exported(ec, 'sec1'), 'holds a private key'],
    ['a private key after a public one', () => spki(rsa) + exported(rsa, 'pkcs8'), 'holds a private key'],
    ['an encrypted private key', () => encrypted(rsa), 'holds a private key'],
    [
      'the label of another thing',
      () => spki(rsa).replaceAll('PUBLIC KEY', 'X509 CRL'),
      'has a block of another kind: expected PUBLIC KEY, RSA PUBLIC KEY, CERTIFICATE.',
    ],
    [
      'no end',
      () => spki(rsa).replace(/-----END.*/u, ''),
      'has a block in PEM without its BEGIN or its END line.',
    ],
    [
      'another end',
      () => spki(rsa).replace('END PUBLIC KEY', 'END RSA PUBLIC KEY'),
      'without its BEGIN or its END',
    ],
    [
      'a beginning in the midst',
      () => spki(rsa).replace('\nMII', '\n-----BEGIN PUBLIC KEY-----\nMII'),
      'without its BEGIN or its END',
    ],
    ['an end alone', () => `${spki(rsa)}-----END PUBLIC KEY-----\n`, 'without its BEGIN or its END'],
    [
      'a broken key',
      () => spki(rsa).replace('MIIB', 'MIIA'),
      'has a key of block 1 (PUBLIC KEY) that is malformed.',
    ],
    [
      'a broken certificate',
      () => certificate(rsa).replace('MII', 'AAA'),
      'has a key of block 1 (CERTIFICATE) that is malformed.',
    ],
    [
      'another thing under the label',
      () => certificate(rsa).replaceAll('CERTIFICATE', 'PUBLIC KEY'),
      'that is malformed',
    ],
    ['101 keys', () => spki(ec).repeat(101), 'has more than 100 keys.'],
  ])('is a mistake at start with %s', async (_what, content, says) => {
    const opened = open(content(), ['RS256']);
    await expect(opened).rejects.toThrow(ConfigurationError);
    await expect(opened).rejects.toThrow(`The key file of issuer "login" (issuers.login.keys.file) `);
    await expect(opened).rejects.toThrow(says);
  });

  it('is a mistake at start with the authority that has issued it: its key is not for tokens', async () => {
    const chain = certify(rsa.publicKey, ec.privateKey, 'login') + certify(ec.publicKey, ec.privateKey);
    await expect(open(chain, ['RS256', 'ES256'])).rejects.toThrow('together with that of the authority');
  });

  it('may be in a certificate and in the renewed one', async () => {
    const renewed = certify(ec.publicKey, ec.privateKey) + certify(ec.publicKey, ec.privateKey);
    expect(await (await open(renewed, ['ES256'])).askAll([await signed(ec, 'ES256')])).toEqual(['allow']);
  });

  it.each<[string, () => Promise<string>, string]>([
    [
      'too short',
      async () => spki(await generateKeyPair('rsa', { modulusLength: 1024 })),
      '(no kid): the RSA key has fewer than 2048 bits',
    ],
    [
      'for another algorithm',
      () => Promise.resolve(spki(ec)),
      '(no kid): no algorithm of the policy fits the key',
    ],
    [
      'of RSASSA-PSS',
      async () => spki(await generateKeyPair('rsa-pss', { modulusLength: 2048 })),
      'has a key of block 1 (PUBLIC KEY) of a type that is not supported.',
    ],
  ])('is a mistake at start where it is %s', async (_what, content, says) => {
    await expect(open(await content())).rejects.toThrow(says);
  });

  it('is rejected and reported beside a good one', async () => {
    const weak = spki(await generateKeyPair('rsa', { modulusLength: 1024 }));
    const world = await open(weak + spki(rsa));
    expect(world.keyEvents).toMatchObject([{ type: 'keys.rejected', source: 'file' }]);
    expect(await world.askAll([await signed(rsa)])).toEqual(['allow']);
  });

  it('is a mistake at start where more fit one algorithm than are tried', async () => {
    const pairs = await Promise.all(
      Array.from({ length: 5 }, () => generateKeyPair('ec', { namedCurve: 'P-256' })),
    );
    await expect(open(pairs.map(spki).join(''), ['ES256'])).rejects.toThrow(
      'has 5 keys for ES256 that have no kid: expected at most 4, because each is tried.',
    );
    const world = await open(pairs.slice(1).map(spki).join(''), ['ES256']);
    const [, , , , last] = pairs;
    expect(last && (await world.askAll([await signed(last, 'ES256')]))).toEqual(['allow']);
  });
});

describe('one JWK in a file', () => {
  it('is taken; without a kid, whatever the kid of the token says', async () => {
    const world = await open(JSON.stringify(jwkOf(rsa)));
    expect(await world.askAll([await signed(rsa, 'RS256', 'any')])).toEqual(['allow']);
  });

  it('with a kid is for tokens that name it', async () => {
    const world = await open(JSON.stringify({ ...jwkOf(rsa), kid: 'k1' }));
    const tokens = [await signed(rsa, 'RS256', 'k1'), await signed(rsa, 'RS256', 'k2')];
    expect(await world.askAll(tokens)).toEqual(['allow', 'key.unknown']);
  });

  it('that is private is a mistake at start', async () => {
    const jwk = rsa.privateKey.export({ format: 'jwk' });
    await expect(open(JSON.stringify(jwk))).rejects.toThrow('holds a private or a secret key');
  });
});

describe('a key set in a file', () => {
  it('looks up the kid of a token, also where a key has none', async () => {
    const world = await open(JSON.stringify({ keys: [jwkOf(rsa)] }));
    expect(await world.askAll([await signed(rsa)])).toEqual(['key.unknown']);
  });

  it('may have PEM in a member that is not read', async () => {
    const jwk = { ...jwkOf(rsa), kid: 'any', pem: spki(other) };
    const world = await open(JSON.stringify({ keys: [jwk] }));
    expect(await world.askAll([await signed(rsa)])).toEqual(['allow']);
  });
});

describe('a key file next to another source', () => {
  it('does not keep a new key of the other one from being fetched', async () => {
    const file = join(folder, 'old.pem');
    writeFileSync(file, spki(rsa));
    const address = 'https://id.example/new';
    const world = await KeySourceWorld.start([
      { file, algs: ['RS256'], until: '2027-01-31' },
      { jwksUri: address, algs: ['RS256'] },
    ]);
    world.published.set(address, [{ ...jwkOf(other), kid: 'n1' }]);
    const tokens = [await signed(rsa), await signed(other, 'RS256', 'n1')];
    expect(await world.askAll(tokens)).toEqual(['allow', 'allow']);
  });
});

function exported({ privateKey }: KeyPair, type: 'pkcs8' | 'pkcs1' | 'sec1'): string {
  if (type === 'pkcs1') return privateKey.export({ type, format: 'pem' }).toString();
  if (type === 'sec1') return privateKey.export({ type, format: 'pem' }).toString();
  return privateKey.export({ type, format: 'pem' }).toString();
}

function encrypted({ privateKey }: KeyPair): string {
  return privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString();
}
