/** The policy document, version 1, as it is written: in YAML, in JSON, or typed in code. */

import type { Algorithm } from './algorithms.js';

/** A whole number with a unit: `s`, `m` (minutes), `h` or `d`. */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd'}`;

/** A string, number or boolean that a claim is compared with. Types are never converted. */
export type Scalar = string | number | boolean;

/**
 * What a claim must look like. Every member that is given must hold.
 * A missing or wrong-typed claim fails, also under `not`; only `present` speaks about absence.
 */
export interface Matcher {
  /** The claim is exactly this. */
  readonly equals?: Scalar;
  /** The claim is one of these. */
  readonly in?: readonly Scalar[];
  /** The claim is a list that holds this. */
  readonly contains?: Scalar;
  /** The claim is a list that holds all of these. */
  readonly containsAll?: readonly Scalar[];
  /** The claim is a list that holds at least one of these. */
  readonly containsAny?: readonly Scalar[];
  /** The claim is a string that starts so. Must end in a delimiter, as `repo:acme/` does. */
  readonly startsWith?: string;
  /** The claim is there (`true`) or is not (`false`). */
  readonly present?: boolean;
  /** The claim is a number not below this. */
  readonly gte?: number;
  /** The claim is a number not above this. */
  readonly lte?: number;
  /** The claim is there and of the right type, and this does not hold. */
  readonly not?: Matcher;
  /** At least one of these holds. */
  readonly anyOf?: readonly Matcher[];
  /** All of these hold. */
  readonly allOf?: readonly Matcher[];
}

/** Claim → matcher. A name that starts with `/` is a JSON Pointer (RFC 6901); any other is a top-level claim. */
export type ClaimMatchers = Readonly<Record<string, Matcher>>;

/** A list means all of them; `anyOf` means one. */
export type Grants = readonly string[] | { readonly anyOf: readonly string[] };

/** Time and size limits. From outer to inner, each may only be tightened. */
export interface LimitOptions {
  /** How far clocks may differ. 5s; at most 60s. */
  readonly clockSkew?: Duration;
  /** The longest `exp - iat`. 1h; at most 24h. */
  readonly maxLifetime?: Duration;
  /** The longest time since `iat`. No limit of its own by default. */
  readonly maxAge?: Duration;
}

/** Limits for all services and issuers. */
export interface Defaults extends LimitOptions {
  /** The longest token, in bytes. 8192; at most 16384. */
  readonly maxTokenBytes?: number;
}

/** A public key in JWK form (RFC 7517). */
export type Jwk = Readonly<Record<string, unknown>>;

/** A secret is never in the document: it says where the secret is. */
export interface SecretReference {
  /** The name of an environment variable. */
  readonly env?: string;
  /** A file, relative to the policy file. One newline at its end is not part of the secret. */
  readonly file?: string;
  /** How the bytes are written. `utf8` by default. */
  readonly encoding?: 'utf8' | 'base64' | 'base64url';
}

/** Where an issuer's keys are: exactly one member. */
export interface KeySource {
  /** OpenID Connect Discovery 1.0 or RFC 8414, under the issuer's URL. */
  readonly discovery?: 'oidc' | 'oauth';
  /** The URL of a JWK Set. */
  readonly jwksUri?: string;
  /** A JWK Set, inline. Public keys only. */
  readonly jwks?: { readonly keys: readonly Jwk[] };
  /** A file with a JWK Set, relative to the policy file. Public keys only. */
  readonly file?: string;
  /** For HMAC alone. */
  readonly secret?: SecretReference;
}

/** Somebody whose tokens are believed. */
export interface IssuerDocument {
  /** The exact `iss` (RFC 7519 §4.1.1). */
  readonly iss: string;
  readonly keys: KeySource;
  /** The algorithms that this issuer may use. */
  readonly algs: readonly Algorithm[];
  /** The `typ` of its tokens, such as `at+jwt` (RFC 9068 §2.1). */
  readonly type: string;
  /** `auto` (default): a token whose `sub` is its `client_id` is a workload, else a user. */
  readonly principal?: 'user' | 'workload' | 'auto';
  /** The claim that names the tenant. */
  readonly tenant?: string;
  /** The claim that holds the scopes. `scope` by default. */
  readonly scopes?: string;
  /** The claim that holds the roles. `roles` by default. */
  readonly roles?: string;
  /** What every token of this issuer must show. */
  readonly require?: ClaimMatchers;
  readonly clockSkew?: Duration;
  readonly maxLifetime?: Duration;
}

/** A non-human identity: one name, one owner, one review date. */
export interface IdentityDocument {
  readonly issuer: string;
  readonly require?: ClaimMatchers;
  /** The current actor (`act`, RFC 8693 §4.1), where this identity acts for somebody. */
  readonly actor?: ClaimMatchers;
  readonly owner: string;
  /** A date, `YYYY-MM-DD`. It never changes a decision. */
  readonly reviewBy: string;
}

/** Who may do an operation. All members must hold; one of `principal` and `identity` is there. */
export interface Rule {
  readonly principal?: 'user' | 'workload';
  /** A name under `identities`. */
  readonly identity?: string;
  /** Who may act for the subject. Without it, nobody may. */
  readonly actor?: ClaimMatchers;
  readonly scopes?: Grants;
  readonly roles?: Grants;
  readonly where?: ClaimMatchers;
}

/** Where the request names its tenant. */
export type TenantSource = `path.${string}` | `header.${string}` | `host.${number}`;

/** Something that a service does. */
export interface OperationDocument {
  /** `METHOD /path/{parameter}`: lets `guard()` find the operation. */
  readonly route?: string;
  /** `required` (default); `optional`: anonymous without a credential; `public`: reads none. */
  readonly auth?: 'required' | 'optional' | 'public';
  /** `any`: the operation belongs to no tenant. */
  readonly tenant?: 'any';
  readonly tenantFrom?: TenantSource;
  readonly maxAge?: Duration;
  readonly maxLifetime?: Duration;
  /** One rule is enough. */
  readonly allow?: readonly Rule[];
}

/** An issuer that a service accepts; with an audience of its own where the provider cannot issue ours. */
export type AcceptedIssuer = string | { readonly issuer: string; readonly audience: string };

/** One service of the fleet. */
export interface ServiceDocument {
  /** What `aud` must contain: exactly one string. */
  readonly audience: string;
  /** `exclusive` also refuses tokens that name other audiences. `contains` by default. */
  readonly audienceMode?: 'contains' | 'exclusive';
  readonly accept: readonly AcceptedIssuer[];
  /** The tenants that this service serves. */
  readonly tenants?: readonly string[];
  /** Every operation's default. */
  readonly tenantFrom?: TenantSource;
  readonly clockSkew?: Duration;
  readonly maxAge?: Duration;
  readonly maxLifetime?: Duration;
  /** In bytes. */
  readonly maxTokenBytes?: number;
  readonly operations: Readonly<Record<string, OperationDocument>>;
}

/** What the document says of itself. */
export interface Metadata {
  readonly name: string;
  readonly revision?: string;
  readonly owner?: string;
  readonly environment?: string;
}

/** The whole document. */
export interface PolicyDocument {
  readonly apiVersion: 'jwt-policy/v1';
  readonly kind: 'JwtPolicy';
  readonly metadata: Metadata;
  readonly defaults?: Defaults;
  readonly issuers: Readonly<Record<string, IssuerDocument>>;
  readonly identities?: Readonly<Record<string, IdentityDocument>>;
  readonly services: Readonly<Record<string, ServiceDocument>>;
}
