/** The keys of a test issuer, and signatures over any bytes, including those that a JWT library would not sign. */

import { constants, createHmac, KeyObject, sign } from 'node:crypto';
import type { Algorithm, Jwk } from '@org/jwt-core/policy';
import { exportJWK, generateKeyPair, type CryptoKey } from 'jose';

/** The algorithms of a test issuer: those with a public key. */
export type SigningAlgorithm = Exclude<Algorithm, `HS${number}`>;

/** Whether an `alg` is one of those with a public key. */
export function isSigningAlgorithm(alg: unknown): alg is SigningAlgorithm {
  return typeof alg === 'string' && !alg.startsWith('HS');
}

/** A private key with the name and the public half that its issuer publishes. */
export interface SigningKey {
  /** The `kid` (RFC 7515 §4.1.4). */
  readonly keyId: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: CryptoKey;
  /** The public half: key material alone, without `kid`, `use` and `alg`. */
  readonly publicKey: Jwk;
}

/** Makes a fresh key. RSA keys have 2048 bits. */
export async function generateSigningKey(algorithm: SigningAlgorithm, keyId: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return { keyId, algorithm, privateKey, publicKey: { ...(await exportJWK(publicKey)) } };
}

/** A signature over the bytes, in the form of JWS (RFC 7518 §3). The key must be of the algorithm's type. */
export function signBytes(algorithm: SigningAlgorithm, privateKey: CryptoKey, bytes: Uint8Array): Buffer {
  const key = KeyObject.from(privateKey);
  if (algorithm === 'EdDSA' || algorithm === 'Ed25519') return sign(null, bytes, key);
  const hash = `sha${algorithm.slice(2)}`;
  if (algorithm.startsWith('ES')) return sign(hash, bytes, { key, dsaEncoding: 'ieee-p1363' });
  if (algorithm.startsWith('RS')) return sign(hash, bytes, key);
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  return sign(hash, bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
}

/** HS256, for the attack that uses a public key as a secret (RFC 8725 §2.1). */
export function macBytes(secret: string, bytes: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(bytes).digest();
}
