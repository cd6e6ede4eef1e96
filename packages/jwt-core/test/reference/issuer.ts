/** Whom a token is from, by exactly which string, with which key. */

import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { IssuerDocument } from '../../src/policy/document/document.js';
import type { Jwk } from '../../src/jose/jwk.js';
import type { Parsed } from './format.js';
import { own, type Case, type Known } from './words.js';

export interface Author {
  readonly issuerName: string;
  readonly issuer: IssuerDocument;
  readonly iss: string;
  readonly issTenant: string | undefined;
}

/** The accepted issuer with this very `iss`. */
export function authorOf(
  asked: Case,
  service: Known['service'],
  { claims }: Parsed,
): Author | { code: string } {
  const iss = own(claims, 'iss');
  if (iss === undefined) return { code: 'issuer.missing' };
  if (typeof iss !== 'string') return { code: 'issuer.malformed' };
  for (const accepted of service.accept) {
    const issuerName = typeof accepted === 'string' ? accepted : accepted.issuer;
    const issuer = asked.document.issuers[issuerName];
    if (issuer?.iss === undefined) continue;
    if (issuer.iss === iss && !iss.includes('{tenant}'))
      return { issuerName, issuer, iss, issTenant: undefined };
    if (!issuer.iss.includes('{tenant}') || !Array.isArray(issuer.tenants)) continue;
    for (const tenant of issuer.tenants as readonly string[]) {
      if (issuer.iss.replace('{tenant}', tenant) === iss) {
        return { issuerName, issuer, iss, issTenant: tenant };
      }
    }
  }
  return { code: 'issuer.untrusted' };
}

/** Two names of one algorithm (RFC 9864). */
const plain = (alg: unknown): unknown => (alg === 'Ed25519' ? 'EdDSA' : alg);

/** What is wrong with algorithm, key or signature. */
export function faultOfSignature(asked: Case, author: Author, token: Parsed): string | undefined {
  const { alg, kid } = token.header;
  const algs = (author.issuer.algs ?? []).map(plain);
  if (!algs.includes(plain(alg))) return 'algorithm.not_allowed';
  const keys = asked.keys.get(author.iss) ?? [];
  if (keys === 'down') return 'key.unavailable';
  // A set of which no key can be used says as little as no set.
  if (!keys.some((key) => algs.includes(plain(algorithmOf(key, algs))))) return 'key.unavailable';
  const named = kid === undefined ? keys : keys.filter((key) => key['kid'] === kid);
  const fitting = named.filter((key) => plain(algorithmOf(key, algs)) === plain(alg));
  if (kid === undefined && fitting.length !== 1) return 'key.unknown';
  if (named.length === 0) return 'key.unknown';
  const [key] = fitting;
  if (key === undefined) return 'key.unsuitable';
  return isSigned(token, key) ? undefined : 'signature.invalid';
}

/** A key without `alg` binds to the one allowed algorithm that fits it. */
function algorithmOf(key: Jwk, algs: readonly unknown[]): unknown {
  if (key['alg'] !== undefined) return key['alg'];
  const kinds: Readonly<Record<string, readonly string[]>> = {
    'P-256': ['ES256'],
    'P-384': ['ES384'],
    'P-521': ['ES512'],
    Ed25519: ['EdDSA'],
  };
  const fitting = (kinds[String(key['crv'])] ?? []).filter((each) => algs.includes(each));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** To read a key takes longer than to use it. */
const KEYS = new WeakMap<Jwk, KeyObject>();

let last:
  | { readonly signed: string; readonly signature: Buffer; readonly jwk: Jwk; readonly isGood: boolean }
  | undefined;

function isSigned(token: Parsed, jwk: Jwk): boolean {
  const { signed, signature } = token;
  const isLast = last?.signed === signed && last.jwk === jwk && last.signature.equals(signature);
  if (!isLast || last === undefined) last = { signed, signature, jwk, isGood: isVerified(token, jwk) };
  return last.isGood;
}

function isVerified({ header, signed, signature }: Parsed, jwk: Jwk): boolean {
  const key = KEYS.get(jwk) ?? createPublicKey({ key: { ...jwk }, format: 'jwk' });
  KEYS.set(jwk, key);
  const data = Buffer.from(signed);
  if (header['alg'] !== 'ES256') return verify(null, data, key, signature);
  return signature.length === 64 && verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature);
}
