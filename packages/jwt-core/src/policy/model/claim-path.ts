/** How the policy names a claim: a plain name is a top-level claim; `/a/b` is a JSON Pointer (RFC 6901). */

import type { Claims, JsonValue } from '../../json/json-value.js';

/** The member names from the top of the claims to one claim. */
export type ClaimPath = readonly string[];

/** What stands at a path. `misfit`: something on the way is no object, so the claim is not simply absent. */
export type ClaimLookup =
  | { readonly state: 'found'; readonly value: JsonValue }
  | { readonly state: 'absent' }
  | { readonly state: 'misfit' };

/** Reads a claim's name as the policy writes it. */
export function parseClaimPath(name: string): ClaimPath {
  if (!name.startsWith('/')) return [name];
  return name
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A path as the policy writes it: a plain name, or a JSON Pointer. */
export function claimNameOf(path: ClaimPath): string {
  const [name = '', ...more] = path;
  if (more.length === 0 && !name.startsWith('/')) return name;
  return path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const ABSENT: ClaimLookup = { state: 'absent' };
const MISFIT: ClaimLookup = { state: 'misfit' };

/** Finds a claim. Own members of objects only; a list has no members to a policy. */
export function findClaim(claims: Claims, path: ClaimPath): ClaimLookup {
  let value: JsonValue = claims;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return MISFIT;
    const holder = value as Claims;
    const next = Object.hasOwn(holder, step) ? holder[step] : undefined;
    if (next === undefined) return ABSENT;
    value = next;
  }
  return { state: 'found', value };
}
