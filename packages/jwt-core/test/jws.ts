/** A token through format, algorithm, key and signature, with the keys of a test. */

import { Denial } from '../src/decision/denial.js';
import { checkAlgorithm } from '../src/integrity/jws/algorithm.js';
import { parseCompact, type Jws } from '../src/integrity/jws/format.js';
import { isSignedBy } from '../src/integrity/jws/signed-by.js';
import { FixedKeyRing, type KeyRing, type VerificationKey } from '../src/keys/key-ring.js';
import { KeySet } from '../src/keys/set/key-set.js';
import { keysOf, type KeyLookup } from '../src/keys/set/keys.js';
import { secretKeys } from '../src/keys/set/unnamed-keys.js';
import { canonicalAlgorithm } from '../src/jose/algorithms.js';
import { compileService } from '../src/policy/compile/compile-service.js';
import type { Jwk } from '../src/jose/jwk.js';
import type { IssuerPolicy } from '../src/policy/compile/service-policy.js';
import { ISS, loginWith, ordersPolicy } from './orders.js';

/** An issuer that may use these algorithms. */
export function issuerWith(algorithms: readonly string[]): IssuerPolicy {
  const policy = compileService(ordersPolicy({ login: loginWith({ discovery: 'oidc' }) }), 'orders');
  const issuer = policy.issuers.get(ISS)?.policy;
  if (issuer === undefined) throw new Error('The policy has no issuer.');
  return { ...issuer, algorithms: new Set(algorithms.map((name) => canonicalAlgorithm(name) ?? name)) };
}

/** What was signed and the signature, of a compact JWS that was not checked. */
export function splitJws(compact: string): Jws {
  const end = compact.lastIndexOf('.');
  const signature = Buffer.from(compact.slice(end + 1), 'base64url');
  return { signingInput: compact.slice(0, end), signature };
}

/** `signed`, or what it did not get beyond. One secret is an issuer's own; several keys are published. */
export async function judgeJws(
  jws: string,
  keys: Jwk | readonly Jwk[],
  algorithms: readonly string[],
): Promise<string> {
  const token = parseCompact(jws);
  if (token instanceof Denial) return token.code;
  const algorithm = checkAlgorithm(token.header, issuerWith(algorithms));
  if (algorithm instanceof Denial) return algorithm.code;
  const lookup = await (
    await openRing(Array.isArray(keys) ? keys : [keys], algorithms)
  ).find(token.header.kid, algorithm);
  const key = keyIn(lookup);
  if (key === undefined) return `key.${lookup.state}`;
  return (await isSignedBy(token, key)) ? 'signed' : 'signature.invalid';
}

/** The only key that was found. */
export function keyIn(lookup: KeyLookup): VerificationKey | undefined {
  const [key, ...others] = keysOf(lookup);
  if (others.length > 0) throw new Error('More than one key was found.');
  return key;
}

/** The ring of these keys. */
export async function openRing(keys: readonly Jwk[], algorithms: readonly string[]): Promise<KeyRing> {
  const [only, ...others] = keys;
  if (others.length === 0 && only?.['kty'] === 'oct')
    return new FixedKeyRing(secretKeys([Buffer.from(String(only['k']), 'base64url')], new Set(algorithms)));
  return new FixedKeyRing(
    await KeySet.admit(keys, { algorithms: issuerWith(algorithms).algorithms, use: 'sig' }),
  );
}
