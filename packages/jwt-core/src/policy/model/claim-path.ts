/** How the policy names a claim: a plain name is a top-level claim; `/a/b` is a JSON Pointer (RFC 6901). */

import { pointerTo, stepsOf } from '../../json/json-pointer.js';
import type { Claims, JsonValue } from '../../json/json-value.js';

/** The member names from the top of the claims to one claim. */
export type ClaimPath = readonly string[];

/**
 * What is at a path. `absent`: it is not there, or `null`, as serialisers write what is not there. `wrongType`: something on
 * the way is not an object, so the claim is not simply absent.
 */
export type ClaimLookup =
  | { readonly state: 'found'; readonly value: JsonValue }
  | { readonly state: 'absent' }
  | { readonly state: 'wrongType' };

/** Reads a claim's name as the policy writes it. */
export function parseClaimPath(name: string): ClaimPath {
  return name.startsWith('/') ? stepsOf(name) : [name];
}

/** A path as the policy writes it: a plain name, or a JSON Pointer. */
export function claimNameOf(path: ClaimPath): string {
  const [name = '', ...more] = path;
  return more.length === 0 && !name.startsWith('/') ? name : pointerTo(path);
}

const ABSENT: ClaimLookup = { state: 'absent' };
const WRONG_TYPE: ClaimLookup = { state: 'wrongType' };

/** Finds a claim. Own members of objects only; a list has no members to a policy. */
export function findClaim(claims: Claims, path: ClaimPath): ClaimLookup {
  let value: Exclude<JsonValue, null> = claims;
  for (const step of path) {
    if (typeof value !== 'object' || Array.isArray(value)) return WRONG_TYPE;
    const holder = value as Claims;
    const next = Object.hasOwn(holder, step) ? holder[step] : undefined;
    if (next === undefined || next === null) return ABSENT;
    value = next;
  }
  return { state: 'found', value };
}
