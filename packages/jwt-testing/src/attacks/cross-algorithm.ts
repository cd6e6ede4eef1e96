/** One key, used under another algorithm than its own (RFC 8725 §3.1, §3.2). */

import { constants, KeyObject, sign } from 'node:crypto';
import type { ReasonCode } from '@org/jwt-core';
import { onToken, type Alteration } from '../alterations/alteration.js';
import { serialise } from '../issuer/compact.js';
import type { SigningAlgorithm } from '../issuer/signing-key.js';
import { attacksOf, named, type AttackClass } from './row.js';
import { familyOf, hashOf, type Aim } from './target.js';

const NAMES = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
  ...[
    'HS256',
    'HS384',
    'HS512',
    'ES256K',
    'Ed448',
    'ESP256',
    'RS1',
    'ES256-K',
    'ML-DSA-44',
    'SLH-DSA-SHA2-128s',
    'ESB256',
  ],
  ...[
    'dir',
    'A128KW',
    'A256GCMKW',
    'RSA1_5',
    'RSA-OAEP',
    'RSA-OAEP-256',
    'ECDH-ES',
    'PBES2-HS256+A128KW',
    'A128GCM',
  ],
  ...[
    'RSA',
    'RSASSA-PSS',
    'ECDSA',
    'SHA256withRSA',
    'SHA256withECDSA',
    'sha256',
    'RSA-SHA256',
    'ed25519',
    'eddsa',
    'EDDSA',
  ],
];

/** Near misses of the right name. */
function nearNames(alg: string): readonly string[] {
  return [
    alg.toLowerCase() === alg ? alg.toUpperCase() : alg.toLowerCase(),
    ...[
      `${alg} `,
      ` ${alg}`,
      `${alg}\0`,
      `${alg}\n`,
      `${alg},none`,
      `none,${alg}`,
      `${alg}${alg}`,
      `"${alg}"`,
    ],
    ...[
      alg.slice(0, -1),
      `${alg}0`,
      alg.replace('S', '\u0405'),
      `${alg}\u200b`,
      `urn:${alg}`,
      alg.replace(/\d/u, '\uff12'),
    ],
  ].filter((name) => name !== alg);
}

const canonical = (name: string): string => (name === 'Ed25519' ? 'EdDSA' : name);

function codeFor(name: string, { algs }: Aim): ReasonCode {
  return algs.some((alg) => canonical(alg) === canonical(name)) ? 'key.unsuitable' : 'algorithm.not_allowed';
}

type Signer = (key: KeyObject, bytes: Uint8Array) => Buffer;

const pss =
  (hash: string, saltLength: number): Signer =>
  (key, bytes) =>
    sign(hash, bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
const pkcs1 =
  (hash: string): Signer =>
  (key, bytes) =>
    sign(hash, bytes, key);
const ecdsa =
  (hash: string): Signer =>
  (key, bytes) =>
    sign(hash, bytes, { key, dsaEncoding: 'ieee-p1363' });

const HASHES = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3-256'];

/** Signatures that the key can make, and that its algorithm does not define. */
function wrongSigners(alg: SigningAlgorithm): Readonly<Record<string, Signer>> {
  const own = hashOf(alg);
  const others = HASHES.filter((hash) => hash !== own);
  switch (familyOf(alg)) {
    case 'OKP':
      return { 'without-the-first-byte': (key, bytes) => sign(null, Buffer.from(bytes).subarray(1), key) };
    case 'EC':
      return Object.fromEntries(others.map((hash) => [`with-${hash}`, ecdsa(hash)]));
    case 'RSA': {
      const isPss = alg.startsWith('PS');
      const salts = isPss
        ? [0, 1, 20, 31, 33, constants.RSA_PSS_SALTLEN_MAX_SIGN].filter(
            (each) => each !== Number(alg.slice(2)) / 8,
          )
        : [];
      const same = (hash: string): Signer =>
        isPss ? pss(hash, constants.RSA_PSS_SALTLEN_DIGEST) : pkcs1(hash);
      return {
        ...Object.fromEntries(others.map((hash) => [`with-${hash}`, same(hash)])),
        ...Object.fromEntries(
          salts.map((salt) => [
            salt < 0 ? 'with-longest-salt' : `with-salt-of-${String(salt)}`,
            pss(own, salt),
          ]),
        ),
        'with-the-other-padding': isPss ? pkcs1(own) : pss(own, constants.RSA_PSS_SALTLEN_DIGEST),
      };
    }
  }
}

const apply = (alg: string, signer?: Signer): Alteration['apply'] =>
  onToken((_, { issuer, claims }) => {
    const header = { ...issuer.header(), alg };
    if (signer === undefined) return issuer.sign(header, claims);
    const key = KeyObject.from(issuer.signingKey().privateKey);
    return serialise(header, claims, (bytes) => signer(key, bytes));
  });

/** The other algorithms of the key's family, and good signatures of them. */
function signersOfFamily({ alg }: Aim): Readonly<Record<string, Signer>> {
  const sizes = ['256', '384', '512'];
  const family = familyOf(alg);
  if (family === 'OKP') return {};
  const all = sizes.flatMap((size): readonly (readonly [string, Signer])[] =>
    family === 'EC'
      ? [[`ES${size}`, ecdsa(`sha${size}`)]]
      : [
          [`RS${size}`, pkcs1(`sha${size}`)],
          [`PS${size}`, pss(`sha${size}`, constants.RSA_PSS_SALTLEN_DIGEST)],
        ],
  );
  return Object.fromEntries(all.filter(([name]) => name !== alg));
}

/** The right key under the wrong name, and the wrong signature under the right name. */
export const CROSS_ALGORITHM: AttackClass = {
  name: 'cross-algorithm',
  summary: 'The right key is used under another algorithm.',
  attacks: (aim) => [
    ...attacksOf(
      'cross-algorithm/renamed',
      named(
        [...NAMES.filter((name) => canonical(name) !== canonical(aim.alg)), ...nearNames(aim.alg)].filter(
          isFirst,
        ),
      ),
      (alg, label) => ({
        summary: `A good signature under the name ${label}.`,
        code: codeFor(alg, aim),
        apply: apply(alg),
      }),
    ),
    ...attacksOf('cross-algorithm/signed', signersOfFamily(aim), (signer, alg) => ({
      summary: `Named and signed as ${alg}, with a key for another algorithm.`,
      code: codeFor(alg, aim),
      apply: apply(alg, signer),
    })),
    ...attacksOf('cross-algorithm/signature', wrongSigners(aim.alg), (signer, label) => ({
      summary: `The right key and alg, with a signature made ${label}.`,
      code: 'signature.invalid',
      apply: apply(aim.alg, signer),
    })),
  ],
};

function isFirst(name: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(name) === index;
}
