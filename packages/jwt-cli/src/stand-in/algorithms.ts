/** The keys that a test issuer needs, so that it can sign for each issuer of a policy. */

import type { ResolvedPolicy } from '@org/jwt-core/policy';
import type { SigningAlgorithm } from '@org/jwt-testing';

/** What a key is made for, the cheapest first. */
const CHEAPEST_FIRST: readonly SigningAlgorithm[] = [
  'ES256',
  'EdDSA',
  'Ed25519',
  'ES384',
  'ES512',
  'RS256',
  'PS256',
  'RS384',
  'PS384',
  'RS512',
  'PS512',
];

/** One algorithm of each issuer. Of an issuer with a shared secret, any: its tokens are signed with a key here. */
export function signingAlgorithms({ issuers }: Pick<ResolvedPolicy, 'issuers'>): readonly SigningAlgorithm[] {
  const needed = Object.values(issuers).flatMap(
    ({ algorithms }) => CHEAPEST_FIRST.find((each) => algorithms.includes(each)) ?? [],
  );
  return needed.length === 0 ? ['ES256'] : [...new Set(needed)];
}
