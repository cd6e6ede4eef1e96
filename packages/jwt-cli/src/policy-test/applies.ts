/** Whether an alteration breaks what this issuer's tokens must have. */

import type { ResolvedIssuer } from '@org/jwt-core/policy';
import type { Alteration } from '@org/jwt-testing';

/**
 * Alterations of what not every provider writes, and whether a policy reads it of this issuer. A claim that is not read
 * can say anything, and an ID token is no other type where access tokens have the same.
 */
const READ_OF: readonly (readonly [names: RegExp, isRead: (issuer: ResolvedIssuer) => boolean])[] = [
  [/^typ-missing$/u, ({ typeOptional }) => !typeOptional],
  [
    /^id-token$/u,
    ({ types, typeOptional }) => !typeOptional && !types.some((each) => each.toUpperCase() === 'JWT'),
  ],
  [/^aud-/u, ({ audienceFrom }) => audienceFrom === 'aud'],
  [/^iat-(?:missing|is-null)$/u, ({ maxRemaining }) => maxRemaining === undefined],
  [/^sub-/u, ({ subjectOptional }) => !subjectOptional],
  [/^client-id-/u, ({ clientClaim, principal }) => clientClaim === 'client_id' && principal === 'auto'],
  [/^scope-/u, ({ scopeClaim }) => scopeClaim.join() === 'scope'],
  [/^roles-/u, ({ roleClaim, roleForm }) => roleClaim.join() === 'roles' && roleForm !== 'memberNames'],
];

/** What `onlyWith` says of claims that tell a person from a program. Other conditions are about the policy of the kit. */
const AUTO = /^an issuer with principal: auto/u;

/** `false`: where all alterations are asked for, a token that this one has changed may still be good. */
export function applies({ name, onlyWith }: Alteration, issuer: ResolvedIssuer): boolean {
  if (onlyWith !== undefined && !(AUTO.test(onlyWith) && tellsByClaims(issuer))) return false;
  return READ_OF.every(([names, isRead]) => !names.test(name) || isRead(issuer));
}

/** Where these claims are what shows an access token as well, a token without them is of another type first. */
function tellsByClaims({ principal, shownBy }: ResolvedIssuer): boolean {
  return principal === 'auto' && !shownBy.some((path) => ['sub', 'client_id'].includes(path.join()));
}
