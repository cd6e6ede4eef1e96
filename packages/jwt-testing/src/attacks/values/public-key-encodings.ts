/** Every encoding of a public key, because a vulnerable verifier may use any of them as an HMAC secret. */

import { createHash, createPublicKey, type JsonWebKey } from 'node:crypto';
import type { TestIssuer } from '../../issuer/test-issuer.js';

/** The bytes of one encoding; `undefined` where the key does not have it. */
export type Encoding = (issuer: TestIssuer) => string | Uint8Array | undefined;

const jwkOf = (issuer: TestIssuer): JsonWebKey => ({ ...issuer.signingKey().publicKey });
const keyOf = (issuer: TestIssuer): ReturnType<typeof createPublicKey> =>
  createPublicKey({ key: jwkOf(issuer), format: 'jwk' });

const spkiPem: (issuer: TestIssuer) => string = (issuer) =>
  keyOf(issuer).export({ type: 'spki', format: 'pem' }).toString();
const spkiDer = (issuer: TestIssuer): Buffer => keyOf(issuer).export({ type: 'spki', format: 'der' });

/** PKCS #1, for RSA alone. */
function pkcs1(issuer: TestIssuer): { readonly pem: string; readonly der: Buffer } | undefined {
  const key = keyOf(issuer);
  if (key.asymmetricKeyType !== 'rsa') return undefined;
  const pem = key.export({ type: 'pkcs1', format: 'pem' }).toString();
  return { pem, der: key.export({ type: 'pkcs1', format: 'der' }) };
}

/** RFC 7638 §3: the required members, sorted, without spaces. */
function thumbprintInput(issuer: TestIssuer): string {
  const { kty, crv, n, e, x, y } = jwkOf(issuer);
  return JSON.stringify({ crv, e, kty, n, x, y });
}

const member = (name: 'kty' | 'crv' | 'n' | 'e' | 'x' | 'y'): Readonly<Record<string, Encoding>> => ({
  [`jwk-${name}`]: (issuer) => jwkOf(issuer)[name],
  [`jwk-${name}-bytes`]: (issuer) => {
    const text = jwkOf(issuer)[name];
    return text === undefined ? undefined : Buffer.from(text, 'base64url');
  },
  [`jwk-${name}-hex`]: (issuer) => {
    const text = jwkOf(issuer)[name];
    return text === undefined ? undefined : Buffer.from(text, 'base64url').toString('hex');
  },
});

const point = (issuer: TestIssuer, prefix: readonly number[]): Buffer => {
  const { x = '', y = '' } = jwkOf(issuer);
  return Buffer.concat([Buffer.from(prefix), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
};

/** By name. Where a key does not have the encoding, the attack uses the name as the secret. */
export const PUBLIC_KEY_ENCODINGS: Readonly<Record<string, Encoding>> = {
  'spki-pem': spkiPem,
  'spki-pem-trimmed': (issuer) => spkiPem(issuer).trim(),
  'spki-pem-crlf': (issuer) => spkiPem(issuer).replaceAll('\n', '\r\n'),
  'spki-pem-two-newlines': (issuer) => `${spkiPem(issuer)}\n`,
  'spki-pem-one-line': (issuer) => spkiPem(issuer).replaceAll('\n', ''),
  'spki-pem-escaped-newlines': (issuer) => spkiPem(issuer).replaceAll('\n', '\\n'),
  'spki-pem-body': (issuer) => spkiPem(issuer).split('\n').slice(1, -2).join(''),
  'spki-pem-body-lines': (issuer) => spkiPem(issuer).split('\n').slice(1, -2).join('\n'),
  'spki-der': spkiDer,
  'spki-der-base64url': (issuer) => spkiDer(issuer).toString('base64url'),
  'spki-der-hex': (issuer) => spkiDer(issuer).toString('hex'),
  'pkcs1-pem': (issuer) => pkcs1(issuer)?.pem,
  'pkcs1-pem-trimmed': (issuer) => pkcs1(issuer)?.pem.trim(),
  'pkcs1-der': (issuer) => pkcs1(issuer)?.der,
  'jwk-json': (issuer) => JSON.stringify(jwkOf(issuer)),
  'jwk-json-indented': (issuer) => JSON.stringify(jwkOf(issuer), undefined, 2),
  'jwk-json-with-kid': (issuer) =>
    JSON.stringify({
      ...jwkOf(issuer),
      kid: issuer.signingKey().keyId,
      alg: issuer.header().alg,
      use: 'sig',
    }),
  'jwk-as-published': (issuer) => JSON.stringify(issuer.publicJwks().keys[0]),
  'jwk-set-as-published': (issuer) => JSON.stringify(issuer.publicJwks()),
  'jwk-json-base64url': (issuer) => Buffer.from(JSON.stringify(jwkOf(issuer))).toString('base64url'),
  'thumbprint-input': thumbprintInput,
  thumbprint: (issuer) => createHash('sha256').update(thumbprintInput(issuer)).digest('base64url'),
  'thumbprint-bytes': (issuer) => createHash('sha256').update(thumbprintInput(issuer)).digest(),
  'thumbprint-hex': (issuer) => createHash('sha256').update(thumbprintInput(issuer)).digest('hex'),
  'spki-digest': (issuer) => createHash('sha256').update(spkiDer(issuer)).digest(),
  ...member('kty'),
  ...member('crv'),
  ...member('n'),
  ...member('e'),
  ...member('x'),
  ...member('y'),
  'point-uncompressed': (issuer) => point(issuer, [4]),
  'point-without-prefix': (issuer) => point(issuer, []),
  'key-id': (issuer) => issuer.signingKey().keyId,
  issuer: (issuer) => issuer.url,
  empty: () => '',
  'nul-byte': () => new Uint8Array(1),
  'zero-bytes': () => new Uint8Array(64),
  'word-secret': () => 'secret',
  'word-undefined': () => 'undefined',
  'word-null': () => 'null',
  'word-object': () => '[object Object]',
  'word-key-object': () => '[object KeyObject]',
};
