/** What a profile can say of an identity provider. */

import type { Algorithm } from '../../jose/algorithms.js';
import type { ClaimMatchers, KeySource } from '../document/document.js';
import type { Principal } from '../../request/principal.js';

/** How a person is distinguished from a program: `Conditions` must all hold for a token. */
export type PrincipalRule<Conditions> =
  /** Always the same. */
  | Principal
  /** By `sub` and the client: equal in a workload's token. */
  | 'auto'
  /** By what says that no person is meant: a workload where something does, else a user. */
  | 'marked'
  /** By the first of these alternatives that holds, the workload's first; none holds: denied. */
  | { readonly workload: readonly Conditions[]; readonly user: readonly Conditions[] };

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
  /** Deny tokens that name other audiences as well. */
  readonly audienceMode?: 'exclusive';
  /** Who the token speaks of. With `marked`, the document must say `principal`, and the mark of a token must agree. */
  readonly principal: PrincipalRule<ClaimMatchers>;
  /** The claim that names the client. `client_id` by default. */
  readonly client?: string;
  /** The claim that names the tenant. */
  readonly tenant?: string;
  /** The claim that holds the scopes. `scope` by default. */
  readonly scopes?: string;
  /** The claim that holds the roles. `roles` by default. */
  readonly roles?: string;
  /** What every token must show, besides what the document requires. */
  readonly require?: ClaimMatchers;
  /** Claims that the provider writes as text, whatever they look like: ids and versions look like numbers. */
  readonly texts?: readonly string[];
  /** A token with an `azp` must name the audience in it. */
  readonly azpIsAudience?: true;
  /** The document's own `require` must pin at least one of these claims by `equals` or `in`. */
  readonly mustPin?: { readonly claims: readonly string[]; readonly because: string };
  /** Audiences that a service may not ask for from this provider. */
  readonly rejectedAudiences?: { readonly pattern: RegExp; readonly because: string };
  /** Keys of the set that are meant for these tokens carry this `use`. */
  readonly keyUse?: 'jwt-svid';
}
