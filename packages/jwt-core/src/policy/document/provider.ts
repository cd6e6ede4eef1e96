/** What an issuer says of its provider's tokens: which claim holds what, in which form, and what they lack. */

import type { Principal } from '../../request/principal.js';
import type { ClaimMatchers } from './claim-matchers.js';
import type { Duration } from './duration.js';

/** The claim that holds the roles, and how: see {@link ROLE_FORMS}. */
export type RolesDocument = string | { readonly claim: string; readonly as?: RoleForm };

/**
 * `names` (default): a string is one role, a list is several. `spaceDelimited`: a string is several roles with spaces
 * between them. `memberNames`: an object, whose member names are the roles.
 */
export const ROLE_FORMS = ['names', 'spaceDelimited', 'memberNames'] as const;

/** How a claim holds roles. */
export type RoleForm = (typeof ROLE_FORMS)[number];

/**
 * How a person is distinguished from a program. `user` and `workload`: always the same. `auto`: a token whose `sub` is
 * its client is a workload's, else a user's (RFC 9068 §5). `marked`: a token with a claim that no person's token has is a
 * workload's, else a user's. Predicates: by the first that holds, the workload's first; none holds: denied.
 */
export type PrincipalDocument = Principal | 'auto' | 'marked' | PrincipalPredicates;

/** What the claims of each kind show. A list of matchers is a list of alternatives. */
export interface PrincipalPredicates {
  readonly workload?: ClaimMatchers | readonly ClaimMatchers[];
  readonly user?: ClaimMatchers | readonly ClaimMatchers[];
}

/** The claims that name the client: RFC 9068 §2.2, OpenID Connect Core §2, Okta. */
export const CLIENT_CLAIMS = ['client_id', 'azp', 'cid'] as const;

/** A claim that names the client. */
export type ClientClaim = (typeof CLIENT_CLAIMS)[number];

/** What the tokens of a provider lack, and what takes its place. A check is replaced, and never switched off. */
export interface Lacks {
  /**
   * No `typ`, or one that says nothing (`JWT`). `shownBy`: claims that its access tokens have and its ID tokens do not
   * have. All must be there; what only ID tokens have (`nonce`, `at_hash`, `c_hash`, `s_hash`) must not be there, nor
   * what shows another kind of token: `events`, and a `token_use` or `typ` that names one.
   */
  readonly typ?: { readonly shownBy: readonly string[] };
  /** No `iat`: what is left of the life, `exp - now`, is limited instead. At most 24h. */
  readonly iat?: { readonly maxRemaining: Duration };
  /** No `sub` in the tokens of programs. A person always has one. */
  readonly sub?: 'workload';
  /**
   * No `aud`. `pinnedBy`: the claim that names the client, whose values each service lists under `accept`.
   * `shownBy: scopes`: a scope that starts with the audience and a slash. An `aud` that is there is checked all the same.
   */
  readonly aud?: { readonly pinnedBy: ClientClaim } | { readonly shownBy: 'scopes' };
  /**
   * No short life: until 00:00Z of a day (`YYYY-MM-DD`, at most 366 days ahead), `exp - iat` may be this long, at most 90d,
   * where a service or an operation does not say less.
   */
  readonly shortLife?: { readonly maxLifetime: Duration; readonly until: string };
}
