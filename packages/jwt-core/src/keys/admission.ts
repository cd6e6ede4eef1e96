/** Which published keys are taken, and for which one algorithm. RFC 7517 §4, RFC 8725 §3.1 and §3.2. */

import { importJWK, type CryptoKey, type JWK } from 'jose';
import { canonicalAlgorithm, isHmac, type Algorithm } from '../policy/algorithms.js';
import type { Jwk } from '../policy/document.js';
import { isSecretJwk } from '../policy/secret-jwk.js';

/** A key that may check signatures, bound to one algorithm. */
export interface VerificationKey {
  readonly material: CryptoKey | Uint8Array;
  readonly algorithm: Algorithm;
  readonly keyId: string | undefined;
  /** What the key is, for telling the same key published twice from two keys. */
  readonly fingerprint: string;
}

/** A key that was published and must not be used, and why. */
export interface RefusedKey {
  readonly keyId: string | undefined;
  readonly refused: string;
}

const PUBLIC_MEMBERS = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'] } as const;
const SMALLEST_RSA_BITS = 2048;

/** Admits one JWK for an issuer that may use these algorithms. */
export async function admitKey(
  jwk: Jwk,
  algorithms: ReadonlySet<string>,
): Promise<VerificationKey | RefusedKey> {
  const keyId = typeof jwk['kid'] === 'string' ? jwk['kid'] : undefined;
  const refuse = (refused: string): RefusedKey => ({ keyId, refused });
  const { kty } = jwk;
  if (isSecretJwk(jwk)) return refuse('the key is private or secret, and published');
  if (kty !== 'RSA' && kty !== 'EC' && kty !== 'OKP') return refuse('the key type is not supported');
  if (!isForVerifying(jwk)) return refuse('use or key_ops say that the key is not for signatures');
  const algorithm = bindAlgorithm(jwk, algorithms);
  if (typeof algorithm !== 'object') return refuse(algorithm);
  const members = PUBLIC_MEMBERS[kty].map((member) => [member, jwk[member]]);
  const publicJwk = { kty, ...Object.fromEntries(members) } as JWK;
  const material = await importPublic(publicJwk, algorithm.name);
  if (material === undefined) return refuse('the key is malformed');
  const weakness = weaknessOf(material);
  if (weakness !== undefined) return refuse(weakness);
  return { material, algorithm: algorithm.name, keyId, fingerprint: JSON.stringify(publicJwk) };
}

function isForVerifying(jwk: Jwk): boolean {
  const { use, key_ops: operations } = jwk;
  if (use !== undefined && use !== 'sig') return false;
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'));
}

/** One key, one algorithm: its own `alg`, else the one of the policy that fits it. */
function bindAlgorithm(jwk: Jwk, allowed: ReadonlySet<string>): { readonly name: Algorithm } | string {
  const { alg } = jwk;
  const fitting = [...allowed]
    .map(canonicalAlgorithm)
    .filter((name) => name !== undefined && fits(name, jwk));
  if (alg === undefined) {
    const [name, ...more] = fitting;
    if (name === undefined) return 'no algorithm of the policy fits the key';
    return more.length === 0 ? { name } : 'the key names no alg, and several of the policy fit it';
  }
  const name = typeof alg === 'string' ? canonicalAlgorithm(alg) : undefined;
  return name !== undefined && fitting.includes(name)
    ? { name }
    : 'the alg of the key is not one that the policy allows for it';
}

const CURVES: Readonly<Record<string, string>> = {
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  EdDSA: 'Ed25519',
};

function fits(algorithm: Algorithm, { kty, crv }: Jwk): boolean {
  if (isHmac(algorithm)) return false;
  if (kty === 'RSA') return /^[RP]S/u.test(algorithm);
  return (kty === 'OKP') === (algorithm === 'EdDSA') && CURVES[algorithm] === crv;
}

async function importPublic(jwk: JWK, algorithm: Algorithm): Promise<CryptoKey | undefined> {
  try {
    const material = await importJWK(jwk, algorithm);
    return material instanceof Uint8Array ? undefined : material;
  } catch {
    return undefined;
  }
}

function weaknessOf({ algorithm }: CryptoKey): string | undefined {
  if ('modulusLength' in algorithm && Number(algorithm.modulusLength) < SMALLEST_RSA_BITS) {
    return `the RSA key has fewer than ${String(SMALLEST_RSA_BITS)} bits`;
  }
  return 'publicExponent' in algorithm && !isSound(algorithm.publicExponent)
    ? 'the RSA key has an exponent that is even or 1'
    : undefined;
}

/** With the exponent 1 a padded message is its own signature: anybody can make one. An even one is no RSA at all. */
function isSound(exponent: unknown): boolean {
  if (!(exponent instanceof Uint8Array)) return false;
  const bytes = [...exponent];
  const isOne = bytes.every((byte, index) => byte === (index === bytes.length - 1 ? 1 : 0));
  return (bytes.at(-1) ?? 0) % 2 === 1 && !isOne;
}
