/** Keys in the token, or at a URL in the token (RFC 7515 §4.1.2-8, RFC 8725 §3.10, CVE-2018-0114). */

import { createPublicKey, KeyObject, type JsonWebKey } from 'node:crypto';
import { onToken, type TokenMaterial } from '../alterations/alteration.js';
import { attackerKey, signAsAttacker } from '../alterations/key.js';
import { serialise } from '../issuer/compact.js';
import { macBytes, type SigningKey } from '../issuer/signing-key.js';
import { attacksOf, pairs, type AttackClass } from './row.js';

type Parameters = (key: SigningKey, material: TokenMaterial) => Readonly<Record<string, unknown>>;

const jwkOf = ({ publicKey, keyId, algorithm }: SigningKey): Readonly<Record<string, unknown>> => ({
  ...publicKey,
  kid: keyId,
  alg: algorithm,
  use: 'sig',
});
const derOf = ({ publicKey }: SigningKey): string =>
  createPublicKey({ key: { ...publicKey } as JsonWebKey, format: 'jwk' })
    .export({ type: 'spki', format: 'der' })
    .toString('base64');
const pemOf = ({ publicKey }: SigningKey): string =>
  createPublicKey({ key: { ...publicKey } as JsonWebKey, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();

const URLS: Readonly<Record<string, (issuer: string) => string>> = {
  'of-attacker': () => 'https://attacker.example/jwks.json',
  'of-loopback': () => 'http://127.0.0.1:9/jwks.json',
  'of-metadata-service': () => 'http://169.254.169.254/latest/meta-data/',
  'with-issuer-as-userinfo': (issuer) => `${issuer}@attacker.example/jwks`,
  'with-issuer-as-prefix': (issuer) => `${issuer}.attacker.example/jwks`,
  'with-issuer-in-query': (issuer) => `https://attacker.example/?${issuer}/jwks`,
  'with-issuer-in-fragment': (issuer) => `https://attacker.example/#${issuer}/jwks`,
  'under-issuer': (issuer) => `${issuer}/uploads/jwks`,
  'under-issuer-with-dots': (issuer) => `${issuer}/jwks/../uploads/jwks`,
  'through-redirect': (issuer) => `${issuer}/logout?to=https://attacker.example/jwks`,
  'of-the-issuer-itself': (issuer) => `${issuer}/jwks`,
  'of-file': () => 'file:///etc/passwd',
  'of-data': () => 'data:application/json,{"keys":[]}',
  'of-javascript': () => 'javascript:alert(1)',
  'of-nothing': () => '',
  relative: () => '/jwks',
  'scheme-relative': () => '//attacker.example/jwks',
};

const references = (parameter: 'jku' | 'x5u'): Readonly<Record<string, Parameters>> =>
  Object.fromEntries(
    Object.entries(URLS).map(([label, url]) => [
      `${parameter}-${label}`,
      (_, { issuer }) => ({ [parameter]: url(issuer.url) }),
    ]),
  );

const PARAMETERS: Readonly<Record<string, Parameters>> = {
  jwk: (key) => ({ jwk: jwkOf(key) }),
  'jwk-bare': ({ publicKey }) => ({ jwk: publicKey }),
  'jwk-as-text': (key) => ({ jwk: JSON.stringify(jwkOf(key)) }),
  'jwk-in-list': (key) => ({ jwk: [jwkOf(key)] }),
  'jwk-as-set': (key) => ({ jwk: { keys: [jwkOf(key)] } }),
  'jwk-set-in-jwks': (key) => ({ jwks: { keys: [jwkOf(key)] } }),
  'jwk-private': ({ privateKey, keyId }) => ({
    jwk: { ...KeyObject.from(privateKey).export({ format: 'jwk' }), kid: keyId },
  }),
  'jwk-under-kid-of-issuer': (key, { issuer }) => ({ jwk: { ...jwkOf(key), kid: issuer.header().kid } }),
  'jwk-symmetric': () => ({ jwk: { kty: 'oct', k: 'AAAA' } }),
  'jwk-null': () => ({ jwk: null }),
  'key-in-pem': (key) => ({ key: pemOf(key), publicKey: pemOf(key), pem: pemOf(key) }),
  x5c: (key) => ({ x5c: [derOf(key)] }),
  'x5c-as-text': (key) => ({ x5c: derOf(key) }),
  'x5c-in-pem': (key) => ({ x5c: [pemOf(key)] }),
  'x5c-empty': () => ({ x5c: [] }),
  'x5c-garbage': () => ({ x5c: ['AAAA', 'not base64', 1, null] }),
  x5t: () => ({ x5t: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA' }),
  'x5t-sha256': () => ({ 'x5t#S256': 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }),
  'x5t-with-x5c': (key) => ({ x5t: 'AAAA', x5c: [derOf(key)] }),
  ...references('jku'),
  ...references('x5u'),
  'everything-at-once': (key, { issuer }) => ({
    jwk: jwkOf(key),
    jku: `${issuer.url}/jwks`,
    x5u: 'https://attacker.example/cert',
    x5c: [derOf(key)],
  }),
};

const KIDS = {
  'own-kid': (key: SigningKey): unknown => key.keyId,
  'kid-of-issuer': (...[, { issuer }]: readonly [SigningKey, TokenMaterial]): unknown => issuer.header().kid,
  'no-kid': (): unknown => undefined,
};

/** Every parameter for a key, with every kind of `kid`. */
export const EMBEDDED_KEYS: AttackClass = {
  name: 'embedded-key',
  summary: "The token is signed with the attacker's key, and contains it or its URL.",
  attacks: () => [
    ...attacksOf('embedded-key', pairs(PARAMETERS, KIDS), ([parameters, kid], label) => ({
      summary: `The attacker's key, as ${label}.`,
      code: label.endsWith('-own-kid') ? 'key.unknown' : 'signature.invalid',
      only: label.endsWith('-no-kid') ? 'oneKey' : undefined,
      apply: onToken((_, material) =>
        signAsAttacker(material, (key) => ({ kid: kid(key, material), ...parameters(key, material) })),
      ),
    })),
    ...attacksOf('embedded-key/secret', { 'as-jwk': true, 'as-jwk-with-kid': false }, (dropsKid, label) => ({
      summary: `HS256 with a secret in the header, ${label}.`,
      code: 'algorithm.not_allowed',
      apply: onToken((_, { issuer, claims }) =>
        serialise(
          {
            ...issuer.header(),
            ...(dropsKid ? { kid: undefined } : {}),
            alg: 'HS256',
            jwk: { kty: 'oct', k: Buffer.from('secret').toString('base64url') },
          },
          claims,
          (bytes) => macBytes('secret', bytes),
        ),
      ),
    })),
    ...attacksOf('embedded-key/in-payload', { jwk: 'jwk', 'sub-jwk': 'sub_jwk', jwks: 'jwks' }, (claim) => ({
      summary: `The attacker's key is in the claim ${claim}.`,
      code: 'signature.invalid',
      apply: onToken(async (_, material) => {
        const key = await attackerKey(material.issuer.header().alg);
        const claims = {
          ...material.claims,
          [claim]: claim === 'jwks' ? { keys: [jwkOf(key)] } : jwkOf(key),
        };
        return signAsAttacker({ ...material, claims }, () => ({}));
      }),
    })),
  ],
};
