/** What a profile can say of an identity provider. */

import type { Algorithm } from '../../jose/algorithms.js';
import type { ClaimMatchers, KeySource } from '../document/document.js';

/** The presets. */
export type ProfileName =
  | 'rfc9068'
  | 'oidc-id-token'
  | 'kubernetes-sa'
  | 'spiffe-jwt-svid'
  | 'github-actions'
  | 'entra-v2'
  | 'auth0'
  | 'keycloak'
  | 'cognito'
  | 'google';

/** What is known of a provider. An issuer may only tighten it. */
export interface Profile {
  /** Where the provider documents its tokens. */
  readonly documentation: string;
  /** The exact `iss`, or a template with `{tenant}`, where the provider has just one. */
  readonly iss?: string;
  /** What an `iss` written in the document must look like, and the form in words, for messages. */
  readonly issForm?: { readonly pattern: RegExp; readonly words: string };
  /** Every `iss` that this provider signs under, and why no other profile, and no issuer without one, may name it. */
  readonly owns?: { readonly pattern: RegExp; readonly because: string };
  /** Where the keys are when the document does not say. */
  readonly keys?: KeySource;
  /** The most that `algs` may list; also what holds where the document lists none. */
  readonly algs?: readonly Algorithm[];
  /** The accepted `typ` values. The first one is the ordinary one. */
  readonly types: readonly string[];
  /** Named exception: the token may lack `typ`. */
  readonly typeOptional?: true;
  /** Named exception: the token may lack `iat`. */
  readonly iatOptional?: true;
  /** Named exception: a token without `aud` is taken where a scope starts with `<audience>/`. */
  readonly audienceFromScope?: true;
  /** Refuse tokens that name other audiences as well. */
  readonly audienceMode?: 'exclusive';
  /**
   * Who the token speaks of: always the same; `auto`, by `sub` equal to the client; or the first of these alternatives
   * that matches, the workload being asked first. `marked`: the document must say `principal`, and what marks a token
   * as a program's must agree.
   */
  readonly principal:
    | 'user'
    | 'workload'
    | 'auto'
    | 'marked'
    | { readonly workload: readonly ClaimMatchers[]; readonly user: readonly ClaimMatchers[] };
  /** The claim that names the client. `client_id` by default. */
  readonly client?: string;
  /** The claim that names the tenant. */
  readonly tenant?: string;
  /** The claim that holds the scopes. `scope` by default. */
  readonly scopes?: string;
  /** The claim that holds the roles. `roles` by default. */
  readonly roles?: string;
  /** What every token must show, beside what the document requires. */
  readonly require?: ClaimMatchers;
  /** A token with an `azp` must name the audience in it. */
  readonly azpIsAudience?: true;
  /** The document's own `require` must pin at least one of these claims by `equals` or `in`. */
  readonly mustPin?: { readonly claims: readonly string[]; readonly because: string };
  /** Audiences that a service may not ask for from this provider. */
  readonly refusedAudiences?: { readonly pattern: RegExp; readonly because: string };
  /** Keys of the set that are meant for these tokens carry this `use`. */
  readonly keyUse?: 'jwt-svid';
}
