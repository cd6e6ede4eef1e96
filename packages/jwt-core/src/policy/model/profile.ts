/** What a profile is: what is known of an identity provider, as an issuer of a document would say it. */

import type { IssuerDocument, ProfileName } from '../document/document.js';

/** What a document can say of a provider's tokens. */
export type ProviderFacts = Pick<
  IssuerDocument,
  | 'iss'
  | 'keys'
  | 'algs'
  | 'typ'
  | 'tokens'
  | 'lacks'
  | 'principal'
  | 'clientId'
  | 'tenant'
  | 'scopes'
  | 'roles'
  | 'audienceMode'
  | 'require'
>;

/** What is known of a provider. An issuer may only tighten it. */
export interface Profile {
  /** The provider's name, as it writes it. */
  readonly provider: string;
  /** Where the provider documents its tokens. */
  readonly documentation: string;
  /** What a newcomer would not expect of its tokens, in sentences. */
  readonly notes: readonly string[];
  /** What its tokens are like: an issuer in the document's own form. A document that says the same needs no profile. */
  readonly issuer: ProviderFacts;
  /** What an `iss` written in the document must look like, and the form in words, for messages. */
  readonly issForm?: { readonly pattern: RegExp; readonly words: string };
  /**
   * Every `iss` that this provider signs under, the hosts in words, and why no other profile, and no issuer without
   * one, may name it.
   */
  readonly owns?: {
    readonly pattern: RegExp;
    readonly words: string;
    readonly because: string;
    /** Other profiles that take another kind of the provider's tokens, and may name such an `iss` too. */
    readonly shared?: readonly ProfileName[];
  };
  /** Why nothing in the tokens tells a person from a program: the document must say who is meant. */
  readonly noPrincipal?: string;
  /** Claims that the provider writes as text, whatever they look like: ids and versions look like numbers. */
  readonly texts?: readonly string[];
  /** The document's own `require` must pin at least one of these claims by `equals` or `in`. */
  readonly mustPin?: { readonly claims: readonly string[]; readonly because: string };
  /** Audiences that a service may not ask for from this provider, which they are in words, and why. */
  readonly rejectedAudiences?: { readonly pattern: RegExp; readonly words: string; readonly because: string };
  /** Keys of the set that are meant for these tokens carry this `use` (SPIFFE). */
  readonly keyUse?: 'jwt-svid';
}
