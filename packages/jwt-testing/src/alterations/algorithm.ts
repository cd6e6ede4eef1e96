/** Attacks by the header's `alg` (RFC 8725 §2.1, §3.1). */

import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { serialise, splitToken } from '../issuer/compact.js';
import { macBytes, signBytes } from '../issuer/signing-key.js';
import { onToken, type Alteration, type TokenMaterial } from './alteration.js';

const NO_SIGNATURE = new Uint8Array(0);

const notAllowed = (
  name: string,
  summary: string,
  change: Parameters<typeof onToken>[0],
  onlyWith?: string,
): Alteration => ({
  name,
  summary,
  code: 'algorithm.not_allowed',
  ...(onlyWith === undefined ? {} : { onlyWith }),
  apply: onToken(change),
});

/** An unsigned token under this name for `none`. */
const unsigned = (name: string, alg: string): Alteration =>
  notAllowed(name, `alg is ${alg} and the signature is empty.`, (_, { issuer, claims }) =>
    serialise({ ...issuer.header(), alg }, claims, () => NO_SIGNATURE),
  );

/** HS256, with the published key as the secret. */
function signWithPublicKey({ issuer, claims }: TokenMaterial, secret: (jwk: JsonWebKey) => string): string {
  const jwk: JsonWebKey = { ...issuer.signingKey().publicKey };
  return serialise({ ...issuer.header(), alg: 'HS256' }, claims, (bytes) => macBytes(secret(jwk), bytes));
}

/** A good signature under another name of the algorithm. */
const renamed = (name: string, alg: string, summary: string): Alteration =>
  notAllowed(name, summary, (_, { issuer, claims }) => issuer.sign({ ...issuer.header(), alg }, claims));

/** Alterations that the algorithm layer must deny. */
export const ALGORITHM_ALTERATIONS: readonly Alteration[] = [
  unsigned('alg-none', 'none'),
  unsigned('alg-none-in-mixed-case', 'nOnE'),
  unsigned('alg-empty', ''),
  notAllowed(
    'alg-none-with-signature',
    'alg is none and the signature of the good token follows.',
    (token, { issuer, claims }) =>
      serialise({ ...issuer.header(), alg: 'none' }, claims, () =>
        Buffer.from(splitToken(token)[2], 'base64url'),
      ),
  ),
  notAllowed('hs256-with-public-pem', 'HS256, with the public key in PEM as the secret.', (_, material) =>
    signWithPublicKey(material, (key) =>
      createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString(),
    ),
  ),
  notAllowed(
    'hs256-with-public-jwk',
    'HS256, with the public key as JWK text as the secret.',
    (_, material) => signWithPublicKey(material, (key) => JSON.stringify(key)),
  ),
  notAllowed('hs256-with-empty-secret', 'HS256, with an empty secret.', (_, material) =>
    signWithPublicKey(material, () => ''),
  ),
  renamed('alg-in-lower-case', 'es256', 'alg is es256: names compare with case (RFC 7515 §4.1.1).'),
  renamed('alg-unknown', 'ES256K', 'alg is an algorithm that this library does not know.'),
  renamed('alg-of-object-member', 'constructor', 'alg is the name of a member that every object inherits.'),
  notAllowed(
    'ps256-in-place-of-rs256',
    'PS256, well signed with the RSA key of an issuer that may use RS256 alone.',
    (_, { issuer, claims }) => {
      const { privateKey, keyId } = issuer.signingKey('RS256');
      return serialise({ ...issuer.header(), alg: 'PS256', kid: keyId }, claims, (bytes) =>
        signBytes('PS256', privateKey, bytes),
      );
    },
    'an issuer with RS256 and without PS256',
  ),
];
