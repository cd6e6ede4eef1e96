/** The policy document, version 1, as it is written: in YAML, in JSON, or typed in code. */

import type { Algorithm } from '../../jose/algorithms.js';
import type { Jwk } from '../../jose/jwk.js';
import type { Principal } from '../../request/principal.js';
import type { ClaimMatchers } from './claim-matchers.js';
import type { Duration } from './duration.js';
import type { ProfileName } from './profile-names.js';
import type { ClientClaim, Lacks, PrincipalDocument, RolesDocument } from './provider.js';
import type { CredentialDocument, QueryCredential } from './credentials.js';

export type { ClaimMatchers, Matcher, Scalar } from './claim-matchers.js';
export type { Duration } from './duration.js';
export type { ProfileName } from './profile-names.js';

/** A list means all of them; `anyOf` means one. */
export type Grants = readonly string[] | { readonly anyOf: readonly string[] };

/** Limits for all services and issuers. From outer to inner level, each can only be tightened. */
export interface Limits {
  /** How far clocks may differ. 5s; at most 60s. */
  readonly clockSkew?: Duration;
  /** The longest `exp - iat`. 1h; at most 24h. */
  readonly maxLifetime?: Duration;
  /** The longest time since `iat`. No limit of its own by default. */
  readonly maxAge?: Duration;
  /** The longest token, in bytes. 8192; at most 16384. */
  readonly maxTokenBytes?: number;
  /** `exclusive` also denies tokens that name other audiences. `contains` by default. */
  readonly audienceMode?: 'contains' | 'exclusive';
}

/** A secret is never in the document: it says where the secret is. */
export interface SecretReference {
  /** The name of an environment variable. */
  readonly env?: string;
  /** A file, relative to the policy file. One newline at its end is not part of the secret. */
  readonly file?: string;
  /** How the bytes are written. `utf8` by default. */
  readonly encoding?: 'utf8' | 'base64' | 'base64url';
}

/** Where keys are: exactly one of `discovery`, `jwksUri`, `jwks`, `file` and `secret`. */
export interface KeySource {
  /** OpenID Connect Discovery 1.0 or RFC 8414, under the issuer's URL. */
  readonly discovery?: 'oidc' | 'oauth';
  /** The URL of a JWK Set. */
  readonly jwksUri?: string;
  /** A JWK Set, inline. Public keys only. */
  readonly jwks?: { readonly keys: readonly Jwk[] };
  /** A file with a JWK Set, one JWK or PEM, relative to the policy file. Public keys only. */
  readonly file?: string;
  /** For HMAC alone. Of several, at most four, each is tried. */
  readonly secret?: SecretReference | readonly SecretReference[];
  /** The origin of the key set, where discovery names one on another host than the issuer's. */
  readonly jwksOrigin?: string;
  /**
   * A file with the Bearer token that the key server wants, relative to the policy file. It is read at each fetch, and sent
   * over https to the origin of `jwksUri`, or of the discovery document, alone.
   */
  readonly tokenFile?: string;
  /** A file with the authorities (PEM) that are trusted for these fetches, and no others; relative to the policy file. */
  readonly caFile?: string;
  /** The private networks (CIDR) that the keys may be fetched from. Without it, public addresses alone. */
  readonly allowedNetworks?: readonly string[];
  /** How long fetched keys serve while the issuer cannot be reached. 4h; at most 24h. */
  readonly maxStale?: Duration;
}

/** One of several sources of keys. The `alg` of a token chooses those that are asked, never the other way round. */
export interface ListedKeySource extends KeySource {
  /** The algorithms that its keys may be used with. */
  readonly algs: readonly Algorithm[];
  /** A date, `YYYY-MM-DD`. From 00:00Z of that day on, the source is not used. */
  readonly until?: string;
}

/** One source, or at most four while an issuer changes from one to another. */
export type KeySources = KeySource | readonly ListedKeySource[];

/** Tenants, listed or in a file (a JSON list of strings, relative to the policy file). */
export type Tenants = readonly string[] | { readonly file: string };

/** A party whose tokens are believed. What a profile knows may be left out; what is written may only tighten it. */
export interface IssuerDocument {
  /** A preset for a provider. */
  readonly profile?: ProfileName;
  /** The exact `iss` (RFC 7519 §4.1.1); with `{tenant}` in it, one exact `iss` for each of `tenants`. */
  readonly iss?: string;
  /** SPIFFE alone: tokens without `iss` are selected by the trust domain of their `sub`. */
  readonly trustDomain?: string;
  /** The tenants that this issuer may speak for. */
  readonly tenants?: Tenants;
  readonly keys?: KeySources;
  /** The algorithms that this issuer may use. Where `keys` is a list, those of its sources. */
  readonly algs?: readonly Algorithm[];
  /** The `typ` of its tokens, such as `at+jwt` (RFC 9068 §2.1). A list: one of these. */
  readonly typ?: string | readonly string[];
  /**
   * Which of the provider's tokens are accepted: access tokens (default), or ID tokens (OpenID Connect Core §2), which
   * name a client as their audience, and are for services that are this client.
   */
  readonly tokens?: 'access' | 'id';
  /** What its tokens lack, each with what takes its place. */
  readonly lacks?: Lacks;
  /** How a person is distinguished from a program. `auto` by default. */
  readonly principal?: PrincipalDocument;
  /** The claim that names the client. `client_id` by default. */
  readonly clientId?: string;
  /** The claim that names the tenant. */
  readonly tenant?: string;
  /** The claim that holds the scopes. `scope` by default. */
  readonly scopes?: string;
  /** The claim that holds the roles. `roles` by default. */
  readonly roles?: RolesDocument;
  /** What every token of this issuer must show. */
  readonly require?: ClaimMatchers;
  /** `exclusive` also denies tokens that name other audiences, in every service. */
  readonly audienceMode?: 'contains' | 'exclusive';
  readonly clockSkew?: Duration;
  readonly maxLifetime?: Duration;
}

/** A non-human identity: one name, one owner, one review date. */
export interface IdentityDocument {
  /** The name of the issuer whose tokens can be this identity. */
  readonly issuer: string;
  readonly require?: ClaimMatchers;
  /** The current actor (`act`, RFC 8693 §4.1), where this identity acts for another subject. */
  readonly actor?: ClaimMatchers;
  /** Who answers for it. */
  readonly owner: string;
  /** A date, `YYYY-MM-DD`. It never changes a decision. */
  readonly reviewBy: string;
}

/** Who may do an operation. All members must hold; one of `principal`, `issuer` and `identity` is there. */
export interface Rule {
  /** Any person, or any program, that everything else here holds for. */
  readonly principal?: Principal;
  /** A name under `issuers`: its tokens alone. Without `principal`, those of persons and of programs. */
  readonly issuer?: string;
  /** A name under `identities`. */
  readonly identity?: string;
  /** Who may act for the subject. Without it, no actor is allowed. */
  readonly actor?: ClaimMatchers;
  readonly scopes?: Grants;
  readonly roles?: Grants;
  readonly where?: ClaimMatchers;
}

/** Where the request names its tenant. */
export type TenantSource = `path.${string}` | `header.${string}` | `host.${number}`;

/** Something that a service does. */
export interface OperationDocument {
  /** `METHOD /path/{parameter}`, or `METHOD /path/{path...}` for all below it: lets `guard()` find the operation. */
  readonly route?: string;
  /** `required` (default); `optional`: anonymous without a credential; `public`: reads none. */
  readonly auth?: 'required' | 'optional' | 'public';
  /** `any`: the operation belongs to no tenant. */
  readonly tenant?: 'any';
  readonly tenantFrom?: TenantSource;
  /** Where this operation takes tokens from besides: needs a `maxLifetime` of at most 5m. */
  readonly credentials?: QueryCredential;
  readonly maxAge?: Duration;
  readonly maxLifetime?: Duration;
  /** `shadow`: until `shadowUntil`, `allow` is decided and reported, and not enforced. Everything else is. */
  readonly mode?: 'enforce' | 'shadow';
  /** A date, `YYYY-MM-DD`, at most 90 days ahead. From 00:00Z of that day on, `allow` is enforced. */
  readonly shadowUntil?: string;
  /** One rule is enough. */
  readonly allow?: readonly Rule[];
}

/**
 * An issuer that a service accepts; with an audience of its own where the provider cannot issue ours, or the clients whose
 * tokens are for this service, where they name no audience (`lacks: { aud: { pinnedBy: azp } }`).
 */
export type AcceptedIssuer = string | AcceptedIssuerDocument;

/** See {@link AcceptedIssuer}. */
export interface AcceptedIssuerDocument extends Readonly<Partial<Record<ClientClaim, readonly string[]>>> {
  readonly issuer: string;
  /** What `aud` must contain in the tokens of this issuer. A list: one of these. */
  readonly audience?: string | readonly string[];
}

/** One service of the fleet. */
export interface ServiceDocument {
  /** What `aud` must contain. A list, while a service has two names: one of these. */
  readonly audience: string | readonly string[];
  /** `exclusive` also denies tokens that name other audiences. `contains` by default. */
  readonly audienceMode?: 'contains' | 'exclusive';
  /** Issuers by name. All others are denied. */
  readonly accept: readonly AcceptedIssuer[];
  /** The tenants that this service serves. */
  readonly tenants?: Tenants;
  /** Every operation's default. */
  readonly tenantFrom?: TenantSource;
  /** Where tokens are taken from; without it, the `Authorization` header alone. A request with two of them is denied. */
  readonly credentials?: readonly CredentialDocument[];
  readonly clockSkew?: Duration;
  readonly maxAge?: Duration;
  readonly maxLifetime?: Duration;
  /** In bytes. */
  readonly maxTokenBytes?: number;
  /** What the service does, by name. Without them, it identifies callers (`identify`), and `decide` denies every request. */
  readonly operations?: Readonly<Record<string, OperationDocument>>;
}

/** What the document says of itself. */
export interface Metadata {
  /** Part of every decision event. */
  readonly name: string;
  /** Part of every decision event. Written for people: nothing is ordered by it. */
  readonly revision?: string;
  /** Who answers for the policy. */
  readonly owner?: string;
  readonly environment?: string;
}

/** A finding of `jwt-policy check` that is accepted until a day. It never changes a decision. */
export interface Waiver {
  /** The id of the rule, such as `JP005`. */
  readonly rule: string;
  /** A JSON Pointer (RFC 6901): the finding at this place, or inside of it. */
  readonly at: string;
  /** Why it is accepted. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** A date, `YYYY-MM-DD`. From 00:00Z of that day on, the finding is reported again. */
  readonly expires: string;
}

/** The whole document. */
export interface PolicyDocument {
  /** The version of the format. */
  readonly apiVersion: 'jwt-policy/v1';
  readonly kind: 'JwtPolicy';
  readonly metadata: Metadata;
  readonly defaults?: Limits;
  /** Whom we believe, with which keys, for which kind of token. */
  readonly issuers: Readonly<Record<string, IssuerDocument>>;
  /** Programs that have a name, an owner and a review date. */
  readonly identities?: Readonly<Record<string, IdentityDocument>>;
  /** For which service, and what may be done. */
  readonly services: Readonly<Record<string, ServiceDocument>>;
  /** What the linter need not report. */
  readonly waivers?: readonly Waiver[];
}
