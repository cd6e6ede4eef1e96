/** Encrypted tokens, and tokens inside tokens (RFC 7516, RFC 7519 §5.2). */

import { randomBytes } from 'node:crypto';
import { CompactEncrypt, importJWK, type CompactJWEHeaderParameters, type CryptoKey } from 'jose';
import type { ReasonCode } from '@org/jwt-core';
import { onToken, type TokenMaterial } from '../alterations/alteration.js';
import { encodeSegment } from '../issuer/compact.js';
import { attack, attacksOf, type AttackClass } from './row.js';
import { familyOf } from './target.js';

const SECRET = randomBytes(32);

const encrypt = (
  text: string,
  header: CompactJWEHeaderParameters,
  key: CryptoKey | Uint8Array,
): Promise<string> => new CompactEncrypt(Buffer.from(text)).setProtectedHeader(header).encrypt(key);

/** Encrypted to the issuer's public key where its type can encrypt, else with a secret. */
async function encryptToIssuer(token: string, { issuer }: TokenMaterial): Promise<string> {
  const { alg, kid } = issuer.header();
  const family = familyOf(alg);
  if (family === 'OKP') return encrypt(token, { alg: 'dir', enc: 'A256GCM', kid }, SECRET);
  const keyAlg = family === 'RSA' ? 'RSA-OAEP-256' : 'ECDH-ES';
  const key = await importJWK({ ...issuer.signingKey().publicKey } as { kty: string }, keyAlg);
  return encrypt(token, { alg: keyAlg, enc: 'A256GCM', kid, cty: 'JWT' }, key);
}

const JWES: Readonly<Record<string, (token: string, material: TokenMaterial) => Promise<string>>> = {
  direct: (token) => encrypt(token, { alg: 'dir', enc: 'A256GCM' }, SECRET),
  'direct-typed': (token) =>
    encrypt(token, { alg: 'dir', enc: 'A256GCM', typ: 'at+jwt', cty: 'JWT' }, SECRET),
  'key-wrap': (token) => encrypt(token, { alg: 'A256KW', enc: 'A128CBC-HS256' }, SECRET),
  'gcm-key-wrap': (token) => encrypt(token, { alg: 'A256GCMKW', enc: 'A256GCM' }, SECRET),
  password: (token) => encrypt(token, { alg: 'PBES2-HS256+A128KW', enc: 'A128GCM' }, SECRET),
  compressed: (token) => encrypt(token, { alg: 'dir', enc: 'A256GCM' }, SECRET),
  'to-the-issuer': encryptToIssuer,
  'of-the-claims': (_, { claims }) => encrypt(JSON.stringify(claims), { alg: 'dir', enc: 'A256GCM' }, SECRET),
};

const jwe = (header: object, ...rest: readonly string[]): string =>
  [encodeSegment({ ...header }), ...rest].join('.');

/** JWEs that cannot be decrypted, and that are expensive to try. */
const HANDMADE: Readonly<Record<string, readonly [ReasonCode, (material: TokenMaterial) => string]>> = {
  'many-rounds': [
    'format.unsupported',
    () =>
      jwe(
        { alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2c: 2_147_483_647, p2s: 'AAAA' },
        'AAAA',
        'AAAA',
        'AAAA',
        'AAAA',
      ),
  ],
  'alg-none': ['format.unsupported', () => jwe({ alg: 'none', enc: 'none' }, '', '', 'e30', '')],
  'empty-parts': ['format.unsupported', () => jwe({ alg: 'dir', enc: 'A256GCM' }, '', '', '', '')],
  'garbage-parts': ['format.unsupported', () => 'a.b.c.d.e'],
  'header-of-signature': [
    'format.unsupported',
    ({ issuer }) => jwe(issuer.header(), 'AAAA', 'AAAA', 'AAAA', 'AAAA'),
  ],
  bomb: [
    'format.unsupported',
    () => jwe({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' }, '', 'AAAA', 'A'.repeat(2000), 'AAAA'),
  ],
  'three-parts': [
    'algorithm.not_allowed',
    ({ claims }) => jwe({ alg: 'dir', enc: 'A256GCM' }, encodeSegment(claims), 'AAAA'),
  ],
  'four-parts': ['format.malformed', () => jwe({ alg: 'dir', enc: 'A256GCM' }, 'AAAA', 'AAAA', 'AAAA')],
};

/** A good token as the payload. The outer signature is good too. */
const NESTED: Readonly<
  Record<string, readonly [ReasonCode, (token: string) => string | Readonly<Record<string, unknown>>]>
> = {
  'as-it-is': ['format.malformed', (token) => token],
  'as-string': ['format.malformed', (token) => JSON.stringify(token)],
  'in-list': ['format.malformed', (token) => JSON.stringify([token])],
  'in-claim-jwt': ['issuer.missing', (token) => ({ jwt: token })],
  'in-claim-payload': ['issuer.missing', (token) => ({ payload: token })],
  'claims-in-claim': ['issuer.missing', (token) => ({ claims: JSON.parse(decode(token)) as unknown })],
  'in-iss': ['issuer.untrusted', (token) => ({ iss: token.slice(0, 500) })],
};

const decode = (token: string): string => Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();

/** JWE and nested tokens. */
export const ENCRYPTED: AttackClass = {
  name: 'encrypted',
  summary: 'The token is encrypted, or inside another token.',
  attacks: () => [
    ...attacksOf('encrypted/jwe', JWES, (make, label) => ({
      summary: `A good token, encrypted: ${label}.`,
      code: 'format.unsupported',
      apply: onToken(make),
    })),
    ...attacksOf('encrypted/handmade', HANDMADE, ([code, make], label) => ({
      summary: `Something like a JWE: ${label}.`,
      code,
      apply: onToken((_, material) => make(material)),
    })),
    ...attacksOf('encrypted/nested', NESTED, ([code, wrap], label) => ({
      summary: `A good token inside a good signature: ${label}.`,
      code,
      apply: onToken((token, { issuer }) => issuer.sign({ ...issuer.header(), cty: 'JWT' }, wrap(token))),
    })),
    attack('encrypted/signed-jwe', {
      summary: 'An encrypted token as the payload, under a good signature.',
      code: 'format.malformed',
      apply: onToken(async (token, { issuer }) =>
        issuer.sign(issuer.header(), await encrypt(token, { alg: 'dir', enc: 'A256GCM' }, SECRET)),
      ),
    }),
  ],
};
