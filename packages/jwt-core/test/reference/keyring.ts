/** Keys of the random worlds: made once for a run, because only what is signed with which key matters. */

import { sign, type KeyObject } from 'node:crypto';
import type { Jwk } from '../../src/jose/jwk.js';
import { generateKeyPair } from '../key-pairs.js';

export interface Pair {
  readonly alg: 'EdDSA' | 'ES256';
  readonly jwk: Jwk;
  readonly privateKey: KeyObject;
}

async function pair(alg: Pair['alg']): Promise<Pair> {
  const made = await (alg === 'EdDSA'
    ? generateKeyPair('ed25519', {})
    : generateKeyPair('ec', { namedCurve: 'P-256' }));
  return { alg, jwk: { ...made.publicKey.export({ format: 'jwk' }) }, privateKey: made.privateKey };
}

/** Each issuer has one of each; `stranger` belongs to none. */
export const PAIRS: Readonly<Record<string, readonly [Pair, Pair]>> = Object.fromEntries(
  await Promise.all(
    ['login', 'partner', 'customers/eu', 'customers/us', 'dark', 'stranger'].map(
      async (owner) => [owner, [await pair('EdDSA'), await pair('ES256')]] as const,
    ),
  ),
);

/** The pairs of an issuer. */
export function pairsOf(owner: string): readonly [Pair, Pair] {
  const found = PAIRS[owner] ?? PAIRS['stranger'];
  if (found === undefined) throw new Error('There are no keys.');
  return found;
}

/** RFC 7515 §5.1, over whatever the segments are. */
export function signature(signed: string, { alg, privateKey }: Pair): Buffer {
  if (alg === 'EdDSA') return sign(null, Buffer.from(signed), privateKey);
  return sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
}
