/** Claims whose type is known: a matcher of another type never holds, and the policy can say so when it is read. */

import { pointerTo } from '../../json/json-pointer.js';
import { parseClaimPath } from '../model/claim-path.js';
import { PROFILES } from '../model/profiles.js';
import type { ResolvedIssuer } from '../model/resolved-policy.js';

/** `texts`: one text, or a list of them. */
export type ClaimType = 'text' | 'texts' | 'number';

/** By JSON Pointer, whichever way the policy spells the claim's name. */
export type ClaimTypes = ReadonlyMap<string, ClaimType>;

/** RFC 7519 §4.1, RFC 8693 §4, RFC 9068 §2.2, OpenID Connect Core §2. */
const STANDARD = {
  text: ['iss', 'sub', 'jti', 'client_id', 'azp', 'nonce', 'acr', 'sid'],
  texts: ['aud', 'scope', 'amr'],
  number: ['exp', 'nbf', 'iat'],
} as const;

/** What holds for the tokens of every issuer, and for the actor in them (RFC 8693 §4.1). */
export const STANDARD_CLAIM_TYPES: ClaimTypes = new Map(
  (['text', 'texts', 'number'] as const).flatMap((type) =>
    STANDARD[type].map((claim): readonly [string, ClaimType] => [keyOf(claim), type]),
  ),
);

/** What holds for the tokens of one issuer: its profile says so, or the token is denied otherwise. */
export function claimTypesOf(issuer: ResolvedIssuer): ClaimTypes {
  const { profile, clientClaim, tenantClaim, scopeClaim, roleClaim, roleForm } = issuer;
  const texts = [clientClaim, ...(profile === undefined ? [] : (PROFILES[profile].texts ?? []))].map(
    parseClaimPath,
  );
  if (tenantClaim !== undefined) texts.push(tenantClaim);
  return new Map([
    ...STANDARD_CLAIM_TYPES,
    ...texts.map((path) => [pointerTo(path), 'text'] as const),
    // An object whose member names are the roles has no type that a matcher knows.
    ...[scopeClaim, ...(roleForm === 'memberNames' ? [] : [roleClaim])].map(
      (path) => [pointerTo(path), 'texts'] as const,
    ),
  ]);
}

/** What holds for the tokens of all of these issuers. */
export function commonClaimTypes(all: readonly ClaimTypes[]): ClaimTypes {
  const [first = STANDARD_CLAIM_TYPES, ...others] = all;
  return new Map([...first].filter(([claim, type]) => others.every((types) => types.get(claim) === type)));
}

/** One spelling for `sub` and `/sub`. */
export function keyOf(claim: string): string {
  return pointerTo(parseClaimPath(claim));
}
