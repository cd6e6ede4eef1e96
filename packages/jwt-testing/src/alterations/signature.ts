/** Tokens whose signature does not match (RFC 7515 §5.2). */

import { KeyObject, sign } from 'node:crypto';
import { encodeSegment, serialise, splitToken } from '../issuer/compact.js';
import { onToken, type Alteration, type TokenMaterial } from './alteration.js';
import { signAsAttacker } from './key.js';

const forged = (
  name: string,
  summary: string,
  change: (token: string, material: TokenMaterial) => string | Promise<string>,
): Alteration => ({
  name,
  summary,
  code: 'signature.invalid',
  apply: onToken(change),
});

/** The token with other signature bytes. */
function withSignature(token: string, change: (signature: Buffer) => Uint8Array): string {
  const [header, payload, signature] = splitToken(token);
  return `${header}.${payload}.${encodeSegment(change(Buffer.from(signature, 'base64url')))}`;
}

/** Alterations that the signature layer must deny. */
export const SIGNATURE_ALTERATIONS: readonly Alteration[] = [
  forged('flipped-bit', 'One bit of the signature is flipped.', (token) =>
    withSignature(token, (bytes) => bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte))),
  ),
  forged('empty-signature', 'The signature is empty, and alg is the right one.', (token) =>
    withSignature(token, () => new Uint8Array(0)),
  ),
  forged('zero-signature', 'Every byte of the signature is zero (CVE-2022-21449).', (token) =>
    withSignature(token, (bytes) => new Uint8Array(bytes.length)),
  ),
  forged('short-signature', 'The last byte of the signature is missing.', (token) =>
    withSignature(token, (bytes) => bytes.subarray(0, -1)),
  ),
  forged('long-signature', 'A zero byte follows the signature.', (token) =>
    withSignature(token, (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])),
  ),
  {
    ...forged(
      'der-signature',
      'The signature is good, but in DER (RFC 7518 §3.4 requires R and S alone).',
      (token, { issuer }) => {
        const signingInput = token.slice(0, token.lastIndexOf('.'));
        const key = KeyObject.from(issuer.signingKey().privateKey);
        return withSignature(token, () => sign('sha256', Buffer.from(signingInput), key));
      },
    ),
    onlyWith: 'an issuer whose first algorithm is ES256',
  },
  forged(
    'swapped-payload',
    'The payload is another one, under the signature of the good token.',
    (token, { claims }) => {
      const [header, , signature] = splitToken(token);
      return `${header}.${encodeSegment({ ...claims, sub: 'admin' })}.${signature}`;
    },
  ),
  forged(
    'swapped-header',
    'The header is another one, under the signature of the good token.',
    (token, { issuer }) => {
      const [, payload, signature] = splitToken(token);
      return `${encodeSegment({ ...issuer.header(), cty: 'JWT' })}.${payload}.${signature}`;
    },
  ),
  forged(
    'signature-of-another-token',
    'The signature is a good signature of the same issuer for another token.',
    (token, { issuer, claims }) => {
      const other = splitToken(issuer.sign(issuer.header(), { ...claims, jti: 'another' }));
      return withSignature(token, () => Buffer.from(other[2], 'base64url'));
    },
  ),
  forged(
    'payload-signed-alone',
    'The signature is over the payload without the header.',
    (_, { issuer, claims }) =>
      serialise(issuer.header(), claims, (bytes) => {
        const payload = Buffer.from(bytes).toString().split('.')[1] ?? '';
        return Buffer.from(splitToken(issuer.sign('', payload))[2], 'base64url');
      }),
  ),
  forged(
    'other-key-with-right-kid',
    "The token has a good signature of an attacker's key, under the kid of the issuer.",
    (_, material) => signAsAttacker(material, () => ({})),
  ),
  forged(
    'other-key-with-right-kid-and-jwk',
    "As before, and the header contains the attacker's key.",
    (_, material) => signAsAttacker(material, ({ publicKey }) => ({ jwk: publicKey })),
  ),
];
