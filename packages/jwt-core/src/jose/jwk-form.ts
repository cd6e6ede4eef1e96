/**
 * The form of a public key's members: RFC 7517 §4, RFC 7518 §6, RFC 8037 §2. What imports keys takes more than the RFCs
 * do, and makes a text of everything: a list of one coordinate would be that coordinate.
 */

import { decodeCanonical } from './base64url.js';
import { memberOf, saidBy, type Jwk } from './jwk.js';

/** What is wrong with one member. The value is never quoted: it may be a secret in the wrong place. */
export interface JwkFault {
  readonly member: string;
  /** What follows the member's name in a sentence. */
  readonly fault: string;
}

/** The members of a key type that this library takes. */
export const PUBLIC_MEMBERS = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'] } as const;

/** A key type that this library takes. */
export type KeyType = keyof typeof PUBLIC_MEMBERS;

/** Whether a key of this type can check signatures here. */
export function isKeyType(kty: unknown): kty is KeyType {
  return typeof kty === 'string' && Object.hasOwn(PUBLIC_MEMBERS, kty);
}

/** Whether what the key says of itself has the right types. `kid`, `alg`, `use` and `key_ops` may say nothing. */
export function faultOfLabels(jwk: Jwk): JwkFault | undefined {
  const kty = memberOf(jwk, 'kty');
  return (
    faultOfText('kty', kty) ??
    faultOfOptionalText('kid', saidBy(jwk, 'kid')) ??
    faultOfOptionalText('alg', saidBy(jwk, 'alg')) ??
    faultOfOptionalText('use', saidBy(jwk, 'use')) ??
    faultOfOperations(saidBy(jwk, 'key_ops')) ??
    (kty === 'EC' || kty === 'OKP' ? faultOfText('crv', memberOf(jwk, 'crv')) : undefined)
  );
}

/** Whether the numbers of the key are written as the RFCs want them. Only of a key whose labels are right. */
export function faultOfNumbers(jwk: Jwk): JwkFault | undefined {
  switch (memberOf(jwk, 'kty')) {
    case 'RSA':
      return faultOfInteger('n', memberOf(jwk, 'n')) ?? faultOfInteger('e', memberOf(jwk, 'e'));
    case 'EC':
      return faultOfCoordinate('x', jwk) ?? faultOfCoordinate('y', jwk);
    case 'OKP':
      return faultOfCoordinate('x', jwk);
    default:
      return undefined;
  }
}

function notText(member: string, value: unknown): JwkFault {
  return { member, fault: value === undefined ? 'is missing' : 'is not a string' };
}

function faultOfText(member: string, value: unknown): JwkFault | undefined {
  return typeof value === 'string' ? undefined : notText(member, value);
}

function faultOfOptionalText(member: string, value: unknown): JwkFault | undefined {
  return value === undefined ? undefined : faultOfText(member, value);
}

/** RFC 7517 §4.3: a list of strings, none of them twice. */
function faultOfOperations(value: unknown): JwkFault | undefined {
  const member = 'key_ops';
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'string'))
    return { member, fault: 'is not a list of strings' };
  return new Set(value).size === value.length ? undefined : { member, fault: 'names an operation twice' };
}

function readBytes(member: string, value: unknown): JwkFault | Uint8Array {
  if (typeof value !== 'string') return notText(member, value);
  if (value === '') return { member, fault: 'is empty' };
  if (!/^[\w-]+$/u.test(value)) return { member, fault: 'is not base64url without padding' };
  return decodeCanonical(value) ?? { member, fault: 'is not canonical base64url' };
}

/**
 * RFC 7518 §2: the fewest octets that hold the number. One zero octet before a modulus is taken: libraries whose numbers
 * have a sign write it (§6.3.1.1), the number is the same, and it is the number that is judged and compared.
 */
function faultOfInteger(member: 'n' | 'e', value: unknown): JwkFault | undefined {
  const bytes = readBytes(member, value);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const [first = 0, second = 0] = bytes;
  const isSignOctet = member === 'n' && second >= 0x80;
  return first === 0 && !isSignOctet ? { member, fault: 'begins with a zero octet' } : undefined;
}

/** The size of a coordinate in octets: RFC 7518 §6.2.1.2 wants all of them, RFC 8032 §5.1.5 has 32. */
const COORDINATE_BYTES: Readonly<Record<string, number>> = {
  'P-256': 32,
  'P-384': 48,
  'P-521': 66,
  Ed25519: 32,
};

function faultOfCoordinate(member: 'x' | 'y', jwk: Jwk): JwkFault | undefined {
  const bytes = readBytes(member, memberOf(jwk, member));
  if (!(bytes instanceof Uint8Array)) return bytes;
  const wanted = COORDINATE_BYTES[String(memberOf(jwk, 'crv'))];
  if (wanted === undefined || bytes.length === wanted) return undefined;
  return { member, fault: `has ${String(bytes.length)} octets: its curve has ${String(wanted)}` };
}
