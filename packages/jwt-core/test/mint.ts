/** Mints tokens for the tests of core, good and broken. */

import type { KeyPairKeyObjectResult } from 'node:crypto';
import { CompactSign, exportJWK, generateKeyPair, importJWK, type CryptoKey } from 'jose';
import type { Algorithm } from '../src/jose/algorithms.js';
import type { Jwk } from '../src/jose/jwk.js';

/** What every frozen clock of the tests says. */
export const NOW = Date.parse('2026-11-23T12:00:00Z');

/** {@link NOW} in seconds, as claims have it. */
export const NOW_SECONDS: number = NOW / 1000;

/** A private key, and its public half as an issuer would publish it. */
export interface Signer {
  readonly jwk: Jwk;
  readonly privateJwk: Jwk;
  /** Signs a payload: an object becomes JSON, a text stays as it is. The header has `alg`, `kid` and `typ: at+jwt`. */
  sign(payload: object | string, header?: Readonly<Record<string, unknown>>): Promise<string>;
}

/** A fresh key pair. `members` are added to the public JWK, or taken away where they are `undefined`. */
export async function createSigner(
  alg: Algorithm = 'ES256',
  kid = 'k1',
  members: Readonly<Record<string, unknown>> = {},
): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return signerOf(alg, kid, await exportJWK(publicKey), await exportJWK(privateKey), privateKey, members);
}

/** The signer of a pair that was made otherwise. */
export async function signerOfPair(
  alg: Algorithm,
  { publicKey, privateKey }: KeyPairKeyObjectResult,
): Promise<Signer> {
  const privateJwk = privateKey.export({ format: 'jwk' });
  const key = await importJWK(privateJwk, alg);
  if (key instanceof Uint8Array) throw new Error('The key is a secret.');
  return signerOf(alg, 'k1', publicKey.export({ format: 'jwk' }), privateJwk, key, {});
}

function signerOf(
  alg: Algorithm,
  kid: string,
  publicJwk: object,
  privateJwk: object,
  key: CryptoKey,
  members: Readonly<Record<string, unknown>>,
): Signer {
  return {
    jwk: without({ ...publicJwk, kid, alg, use: 'sig', ...members }),
    privateJwk: { ...privateJwk, kid, alg, use: 'sig' },
    sign: (payload, header = {}) =>
      new CompactSign(Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)))
        .setProtectedHeader({ alg, kid, typ: 'at+jwt', ...header })
        .sign(key),
  };
}

/** A JWK without the members that are `undefined`. */
function without(jwk: Readonly<Record<string, unknown>>): Jwk {
  return Object.fromEntries(Object.entries(jwk).filter(([, value]) => value !== undefined));
}

/** One segment of a token. */
export function segment(content: object | string | Uint8Array): string {
  if (content instanceof Uint8Array) return Buffer.from(content).toString('base64url');
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url');
}

/** A token of these parts whose signature no key has made. */
export function forge(
  header: object | string,
  payload: object | string | Uint8Array,
  signature = 'c2ln',
): string {
  return `${segment(header)}.${segment(payload)}.${signature}`;
}
