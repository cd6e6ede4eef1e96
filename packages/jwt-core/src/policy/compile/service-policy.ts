/** One service's part of the policy, compiled: no parsing, no searching at request time. */

import type { ClaimPath } from '../model/claim-path.js';
import type { Jwk } from '../../jose/jwk.js';
import type { Principal } from '../../request/principal.js';
import type { ClaimTest } from './matchers.js';
import type { RouteTable } from '../route/table.js';

/** Everything that a decision needs to know of the policy. Swapped as one reference, never changed. */
export interface ServicePolicy {
  readonly service: string;
  readonly policy: PolicyStamp;
  readonly audience: string;
  /** In bytes. */
  readonly maxTokenBytes: number;
  /** The accepted issuers by their exact `iss`. */
  readonly issuers: ReadonlyMap<string, IssuerEntry>;
  /** The accepted issuers whose tokens carry no `iss`, by the SPIFFE trust domain of `sub`. */
  readonly trustDomains: ReadonlyMap<string, IssuerEntry>;
  readonly operations: ReadonlyMap<string, OperationPolicy>;
  readonly routes: RouteTable;
  /** What holds where no operation narrows it. Seconds. */
  readonly limits: TimeLimits;
}

/** Which policy decided. */
export interface PolicyStamp {
  readonly name: string;
  readonly revision: string | undefined;
  readonly digest: string;
}

/** Limits on a token's times, in seconds; `undefined` where there is none. */
export interface TimeLimits {
  readonly clockSkew: number;
  readonly maxLifetime: number;
  readonly maxAge: number | undefined;
}

/** One exact `iss`. An issuer with a template has one entry for each tenant; they share its policy and no keys. */
export interface IssuerEntry {
  /** The exact `iss`; for tokens without one, `spiffe://` and the trust domain. */
  readonly iss: string;
  /** The tenant that this `iss` belongs to, where the issuer has a template. */
  readonly tenant: string | undefined;
  /** The address of the key set, where the policy names one: with the tenant in it. */
  readonly jwksUri: string | undefined;
  readonly policy: IssuerPolicy;
}

/** How it is told whether a token speaks of a person or of a program. */
export type PrincipalPolicy =
  | Principal
  /** By `sub` and the client: equal in a workload's token. */
  | 'auto'
  /** By what says that no person is meant: a workload where something does, else a user. */
  | 'marked'
  /** By the first that matches, of each the alternatives; none: refused. */
  | { readonly workload: Alternatives; readonly user: Alternatives };

/** One is enough; within one, every test must hold. */
type Alternatives = readonly (readonly ClaimTest[])[];

/** One accepted issuer, its profile applied. */
export interface IssuerPolicy {
  readonly name: string;
  /** What `aud` must contain in this issuer's tokens. */
  readonly audience: string;
  /** `scope`: a token without `aud` is taken where a scope starts with the audience and a slash (Cognito). */
  readonly audienceFrom: 'aud' | 'scope';
  readonly audienceMode: 'contains' | 'exclusive';
  /** Canonical names: `EdDSA` stands for `Ed25519` as well. */
  readonly algorithms: ReadonlySet<string>;
  /** In lower case, without `application/`. `undefined` is among them where a token may lack `typ`. */
  readonly types: ReadonlySet<string | undefined>;
  /** Whether a token may lack `iat` (SPIFFE). */
  readonly iatOptional: boolean;
  /** The trust domain that `sub` must belong to, as a SPIFFE ID. */
  readonly trustDomain: string | undefined;
  readonly principal: PrincipalPolicy;
  /** The only kind that is taken, where the issuer speaks of both. */
  readonly onlyPrincipal: Principal | undefined;
  readonly clientClaim: string;
  /** The tenants that this issuer may speak for. */
  readonly tenants: ReadonlySet<string> | undefined;
  readonly tenantClaim: ClaimPath | undefined;
  readonly scopeClaim: ClaimPath;
  readonly roleClaim: ClaimPath;
  readonly require: readonly ClaimTest[];
  readonly limits: Omit<TimeLimits, 'maxAge'>;
  readonly keys: KeyPolicy;
}

/** Where an issuer's keys come from, and which are meant for its tokens. */
export interface KeyPolicy {
  /** What `use` says on the keys that are meant: `sig`, or `jwt-svid` in a SPIFFE bundle. */
  readonly use: 'sig' | 'jwt-svid';
  /** Keys that need no fetch, where there are such. */
  readonly fixed:
    | { readonly kind: 'jwks'; readonly keys: readonly Jwk[] }
    | { readonly kind: 'file'; readonly content: string | undefined }
    | SecretPolicy
    | undefined;
  readonly remote: {
    readonly discovery: 'oidc' | 'oauth';
    readonly jwksOrigin: string | undefined;
    readonly network: readonly string[] | undefined;
    readonly maxStaleMs: number;
  };
}

/** A secret for HMAC, in the environment or in a file with an absolute path. */
export interface SecretPolicy {
  readonly kind: 'secret';
  readonly env: string | undefined;
  readonly path: string | undefined;
  readonly encoding: 'utf8' | 'base64' | 'base64url';
}

/** One operation. */
export interface OperationPolicy {
  readonly name: string;
  readonly auth: 'required' | 'optional' | 'public';
  readonly route: string | undefined;
  readonly tenant: TenantPolicy | undefined;
  readonly limits: Omit<TimeLimits, 'clockSkew'>;
  /** Until then (milliseconds since 1970), the rules are decided and reported, not enforced. */
  readonly shadowUntil: number | undefined;
  /** Empty only where `auth` is not `required`. */
  readonly rules: readonly RulePolicy[];
}

/** Where a request names its tenant, and which tenants there are. */
export interface TenantPolicy {
  readonly from: 'path' | 'header' | 'host';
  /** The parameter, the header in lower case, or the label's index. */
  readonly key: string;
  readonly served: ReadonlySet<string> | undefined;
}

/** One `allow` rule. */
export interface RulePolicy {
  readonly who: { readonly principal: Principal } | { readonly identity: NamedIdentity };
  /** `undefined`: nobody may act for the subject. */
  readonly actor: readonly ClaimTest[] | undefined;
  readonly scopes: GrantPolicy | undefined;
  readonly roles: GrantPolicy | undefined;
  readonly where: readonly ClaimTest[];
}

/** A non-human identity by its name. */
export interface NamedIdentity {
  readonly name: string;
  /** The issuer's name in the policy. */
  readonly issuer: string;
  readonly require: readonly ClaimTest[];
}

/** What a token must have been granted. */
export interface GrantPolicy {
  readonly mode: 'every' | 'some';
  readonly names: readonly string[];
}
