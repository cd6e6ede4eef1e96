/** One service's part of the policy, compiled: no parsing, no searching at request time. */

import type { Jwk } from '../../jose/jwk.js';
import type { PrincipalRule } from '../model/profile.js';
import type {
  IdentityWith,
  ResolvedAcceptance,
  ResolvedIssuer,
  ResolvedOperation,
  ResolvedTenantSource,
  RuleWith,
  TimeLimits,
} from '../model/resolved-policy.js';
import type { RouteTable } from '../route/table.js';
import type { ClaimTest } from './matchers.js';

export type { GrantPolicy, TimeLimits } from '../model/resolved-policy.js';

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
  /** What holds where no operation narrows it. */
  readonly limits: TimeLimits;
}

/** Which policy decided. */
export interface PolicyStamp {
  readonly name: string;
  readonly revision: string | undefined;
  readonly digest: string;
}

/** One exact `iss`. An issuer with a template has one entry for each tenant; they share its policy and no keys. */
export interface IssuerEntry {
  /** The exact `iss`; for tokens without one, `spiffe://` and the trust domain. */
  readonly iss: string;
  /** The tenant that this `iss` belongs to, where the issuer has a template. */
  readonly tenant: string | undefined;
  readonly policy: IssuerPolicy;
  /** Where its keys come from: mostly one source. */
  readonly sources: readonly KeySourceEntry[];
}

/** One source of the keys of one exact `iss`. The tenants of an issuer share its policy. */
export interface KeySourceEntry {
  readonly iss: string;
  /** The address of the key set, where the policy names one: with the tenant in it. */
  readonly jwksUri: string | undefined;
  readonly policy: KeySourcePolicy;
}

/** How a person is distinguished from a program. */
export type PrincipalPolicy = PrincipalRule<readonly ClaimTest[]>;

type AsResolved =
  | 'name'
  | 'iatOptional'
  | 'trustDomain'
  | 'audienceFrom'
  | 'onlyPrincipal'
  | 'clientClaim'
  | 'tenantClaim'
  | 'scopeClaim'
  | 'roleClaim';

/** One accepted issuer, its profile applied. */
export interface IssuerPolicy
  extends Pick<ResolvedIssuer, AsResolved>, Pick<ResolvedAcceptance, 'audience' | 'audienceMode'> {
  /** Canonical names: `EdDSA` is the name of `Ed25519` as well. */
  readonly algorithms: ReadonlySet<string>;
  /** In lower case, without `application/`. `undefined` is among them where a token may lack `typ`. */
  readonly types: ReadonlySet<string | undefined>;
  readonly principal: PrincipalPolicy;
  /** The tenants that this issuer may speak for. */
  readonly tenants: ReadonlySet<string> | undefined;
  readonly require: readonly ClaimTest[];
  /** In seconds; infinite where the issuer has no limit of its own. */
  readonly limits: Omit<TimeLimits, 'maxAge'>;
}

/** A source of an issuer's keys. */
export interface KeySourcePolicy {
  /** The issuer's name in the policy. */
  readonly name: string;
  /** From the issuer to it in the document, for messages: `keys`, or `keys[1]`. */
  readonly place: string;
  readonly kind: 'discovery' | 'jwksUri' | 'jwks' | 'file' | 'secret';
  /** Which of the issuer's sources of this kind it is, from 1, and how many there are. */
  readonly number: readonly [index: number, count: number];
  /** Canonical names. */
  readonly algorithms: ReadonlySet<string>;
  /** From then on (milliseconds since 1970) it is not used; `undefined`: it has no end. */
  readonly until: number | undefined;
  readonly keys: KeyPolicy;
}

/** Where the keys of a source are, and which are meant for the issuer's tokens. */
export interface KeyPolicy {
  /** What `use` says on the keys that are meant: `sig`, or `jwt-svid` in a SPIFFE bundle. */
  readonly use: 'sig' | 'jwt-svid';
  /** Keys that need no fetch, where there are such. */
  readonly fixed:
    | { readonly kind: 'jwks'; readonly keys: readonly Jwk[] }
    | { readonly kind: 'file'; readonly content: string | undefined }
    | { readonly kind: 'secret'; readonly secrets: readonly SecretPolicy[] }
    | undefined;
  readonly remote: {
    readonly discovery: 'oidc' | 'oauth';
    readonly jwksOrigin: string | undefined;
    readonly allowedNetworks: readonly string[] | undefined;
    readonly maxStaleMs: number;
  };
}

/** A secret for HMAC, in the environment or in a file with an absolute path. */
export interface SecretPolicy {
  readonly env: string | undefined;
  readonly path: string | undefined;
  readonly encoding: 'utf8' | 'base64' | 'base64url';
}

/** One operation. */
export interface OperationPolicy extends Omit<ResolvedOperation, 'tenant' | 'rules'> {
  readonly name: string;
  readonly tenant: TenantPolicy | undefined;
  /** Empty only where `auth` is not `required`. */
  readonly rules: readonly RulePolicy[];
}

/** Where a request names its tenant, and which tenants there are. */
export interface TenantPolicy extends ResolvedTenantSource {
  readonly served: ReadonlySet<string> | undefined;
}

/** One `allow` rule. `actor` has the conditions of the identity as well. */
export type RulePolicy = RuleWith<readonly ClaimTest[]>;
/** A non-human identity by its name. */
export type NamedIdentity = IdentityWith<readonly ClaimTest[]>;
