/** Which published keys are used, and for which one algorithm. RFC 7517 §4, RFC 8725 §3.1 and §3.2. */

import { KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import { importJWK } from 'jose/key/import';
import { canonicalAlgorithm, isHmac, type Algorithm } from '../../jose/algorithms.js';
import { type Jwk, memberOf, isSecretJwk, saidBy } from '../../jose/jwk.js';
import {
  faultOfLabels,
  faultOfNumbers,
  isKeyType,
  PUBLIC_MEMBERS,
  type JwkFault,
} from '../../jose/jwk-form.js';
import { weaknessOfEd25519, weaknessOfRsa } from './weak-keys.js';

/** A key that may check signatures, bound to one algorithm. */
export interface VerificationKey {
  readonly material: KeyObject;
  readonly algorithm: Algorithm;
  readonly keyId: string | undefined;
  /** What the key is: a key that is published twice has one fingerprint. */
  readonly fingerprint: string;
}

/** A key that was published and is not used, and why. */
export interface RejectedKey {
  readonly keyId: string | undefined;
  readonly reason: string;
  /** Whether the operator is to know of it. A key for encryption, or for another algorithm, is not a mistake. */
  readonly isUnsafe: boolean;
}

/** Which keys an issuer's tokens can be signed with. */
export interface Admission {
  readonly algorithms: ReadonlySet<string>;
  /** What `use` says on the keys that are meant. In a SPIFFE bundle they say `jwt-svid`, and no others are meant. */
  readonly use: 'sig' | 'jwt-svid';
}

/** Admits one entry of a key set. What is published may be anything. */
export async function admitKey(
  jwk: unknown,
  { algorithms, use }: Admission,
): Promise<VerificationKey | RejectedKey> {
  if (!isJwk(jwk)) return { keyId: undefined, reason: 'an entry is not a JSON object', isUnsafe: true };
  const kid = memberOf(jwk, 'kid');
  const keyId = typeof kid === 'string' ? kid : undefined;
  const reject = (reason: string): RejectedKey => ({ keyId, reason, isUnsafe: true });
  const passOver = (reason: string): RejectedKey => ({ keyId, reason, isUnsafe: false });
  if (isSecretJwk(jwk)) return reject('the key is private or secret, and published');
  const mislabelled = faultOfLabels(jwk);
  if (mislabelled !== undefined) return reject(inWords(mislabelled));
  const kty = memberOf(jwk, 'kty');
  if (!isKeyType(kty)) return passOver('the key type is not supported');
  if (!isMeant(jwk, use)) return passOver(`use or key_ops say that the key is not for ${MEANT_FOR[use]}`);
  const algorithm = bindAlgorithm(jwk, algorithms);
  if (typeof algorithm !== 'object') return passOver(algorithm);
  const misspelt = faultOfNumbers(jwk);
  if (misspelt !== undefined) return reject(inWords(misspelt));
  const members = PUBLIC_MEMBERS[kty].map((member) => [member, memberOf(jwk, member)]);
  const material = await importPublic({ kty, ...Object.fromEntries(members) } as JWK, algorithm.name);
  if (material === undefined)
    return reject(kty === 'EC' ? 'the point is not on the curve' : 'the key is malformed');
  // The imported key is checked, not the text: a number has more than one spelling.
  const understood = material.export({ format: 'jwk' });
  const weakness = weaknessOf(understood);
  if (weakness !== undefined) return reject(weakness);
  return { material, algorithm: algorithm.name, keyId, fingerprint: fingerprintOf(understood) };
}

const MEANT_FOR = { sig: 'signatures', 'jwt-svid': 'JWT-SVIDs' } as const;

function isJwk(value: unknown): value is Jwk {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inWords({ member, fault }: JwkFault): string {
  return `${member} ${fault}`;
}

function isMeant(jwk: Jwk, meant: Admission['use']): boolean {
  const [use, operations] = [saidBy(jwk, 'use'), saidBy(jwk, 'key_ops')];
  if (use !== meant && (meant === 'jwt-svid' || use !== undefined)) return false;
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'));
}

/** One key, one algorithm: its own `alg`, else the one of the policy that fits it. */
function bindAlgorithm(jwk: Jwk, allowed: ReadonlySet<string>): { readonly name: Algorithm } | string {
  const alg = saidBy(jwk, 'alg');
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

function fits(algorithm: Algorithm, jwk: Jwk): boolean {
  const [kty, crv] = [memberOf(jwk, 'kty'), memberOf(jwk, 'crv')];
  if (isHmac(algorithm)) return false;
  if (kty === 'RSA') return /^[RP]S/u.test(algorithm);
  return (kty === 'OKP') === (algorithm === 'EdDSA') && CURVES[algorithm] === crv;
}

async function importPublic(jwk: JWK, algorithm: Algorithm): Promise<KeyObject | undefined> {
  try {
    const material = await importJWK(jwk, algorithm);
    return material instanceof Uint8Array ? undefined : KeyObject.from(material);
  } catch {
    return undefined;
  }
}

/** The members of a public key, as Node writes them. */
type PublicMembers = Pick<JWK, 'kty' | 'crv' | 'n' | 'e' | 'x' | 'y'>;

function weaknessOf({ kty, n, e, x }: PublicMembers): string | undefined {
  if (kty === 'RSA') return weaknessOfRsa(bytesOf(n), bytesOf(e));
  return kty === 'OKP' ? weaknessOfEd25519(bytesOf(x)) : undefined;
}

function bytesOf(member: string | undefined): Uint8Array {
  return Buffer.from(member ?? '', 'base64url');
}

function fingerprintOf({ kty, crv, n, e, x, y }: PublicMembers): string {
  return JSON.stringify({ kty, crv, n, e, x, y });
}
