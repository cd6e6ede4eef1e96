/**
 * A policy as plain data: profiles applied, the tightest of all limits, matchers by the path of their claim. It can be
 * written as JSON. The checks, the compiler and whatever exports or compares policies are made from it.
 */

import type { Algorithm } from '../../jose/algorithms.js';
import type { KeySource, Metadata, OperationDocument, ProfileName } from '../document/document.js';
import type { Principal } from '../../request/principal.js';
import type { ClientClaim, RoleForm } from '../document/provider.js';
import type { ClaimPath } from './claim-path.js';
import type { ResolvedPlace } from './credentials.js';
import type { ClaimCondition } from './matcher.js';

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

/** The whole policy. Issuers, identities and services by name. */
export interface ResolvedPolicy {
  readonly metadata: Metadata;
  readonly issuers: Readonly<Record<string, ResolvedIssuer>>;
  /** All of them, also those that no rule names. */
  readonly identities: Readonly<Record<string, ResolvedIdentity>>;
  readonly services: Readonly<Record<string, ResolvedService>>;
}

/** One issuer, its profile applied. */
export interface ResolvedIssuer {
  readonly name: string;
  readonly profile: ProfileName | undefined;
  /** The exact `iss`, or a template with `{tenant}`; `undefined`: its tokens are selected by the trust domain. */
  readonly iss: string | undefined;
  /** The trust domain that `sub` must belong to, as a SPIFFE ID. */
  readonly trustDomain: string | undefined;
  /** The tenants that this issuer may speak for. */
  readonly tenants: readonly string[] | undefined;
  /** Empty where neither the document nor the profile says where they are. */
  readonly keys: readonly ResolvedKeySource[];
  /** Empty where neither the document nor the profile names any. */
  readonly algorithms: readonly Algorithm[];
  /** The accepted `typ` values. Empty where neither the document nor the profile names any. */
  readonly types: readonly string[];
  /** Access tokens, or ID tokens. */
  readonly tokens: 'access' | 'id';
  /** Whether a token may lack `typ`. */
  readonly typeOptional: boolean;
  /** The claims that a token must have whose `typ` says nothing: it is absent, or `JWT`. */
  readonly shownBy: readonly ClaimPath[];
  /** The longest `exp - now` of a token without `iat`, in seconds; `undefined`: every token has an `iat`. */
  readonly maxRemaining: number | undefined;
  /** Whether the token of a program may lack `sub`. */
  readonly subjectOptional: boolean;
  /**
   * What names the audience of a token without `aud`: a scope that starts with the audience and a slash, or the claim whose
   * values each service lists. `aud`: nothing does.
   */
  readonly audienceFrom: 'aud' | 'scopes' | ClientClaim;
  /** Until then (milliseconds since 1970), tokens may live as long as this, in seconds. */
  readonly shortLife: { readonly maxLifetime: number; readonly until: number } | undefined;
  /** What the issuer demands; `undefined`: the service and the defaults decide. */
  readonly audienceMode: 'contains' | 'exclusive' | undefined;
  readonly principal: PrincipalRule<readonly ClaimCondition[]>;
  /** The only kind that is taken, where the issuer speaks of both. */
  readonly onlyPrincipal: Principal | undefined;
  readonly clientClaim: string;
  readonly tenantClaim: ClaimPath | undefined;
  readonly scopeClaim: ClaimPath;
  readonly roleClaim: ClaimPath;
  readonly roleForm: RoleForm;
  /** What every token must show: the profile's conditions, then the document's. */
  readonly require: readonly ClaimCondition[];
  /** In seconds; `undefined`: no limit of its own. */
  readonly limits: { readonly clockSkew: number | undefined; readonly maxLifetime: number | undefined };
}

/** A source of an issuer's keys, and which are meant for its tokens. */
export interface ResolvedKeySource {
  /** From `keys` in the document to the source: none where it is the only one. */
  readonly steps: readonly number[];
  readonly source: KeySource;
  /** What its keys may be used with. */
  readonly algorithms: readonly Algorithm[];
  /** From then on (milliseconds since 1970) it is not used; `undefined`: it has no end. */
  readonly until: number | undefined;
  /** What `use` says on the keys that are meant: `sig`, or `jwt-svid` in a SPIFFE bundle. */
  readonly use: 'sig' | 'jwt-svid';
  /** The text of the key file, where the source is a file. */
  readonly fileContent: string | undefined;
  /** The text of the file with authorities, where the source names one. */
  readonly ca: string | undefined;
}

/** One service. */
export interface ResolvedService {
  /** Its names: one, or several for a while. */
  readonly audiences: readonly string[];
  /** The tightest limit, in bytes. */
  readonly maxTokenBytes: number;
  readonly limits: TimeLimits;
  /** Where tokens are taken from. */
  readonly credentials: readonly ResolvedPlace[];
  readonly accept: readonly ResolvedAcceptance[];
  readonly tenants: readonly string[] | undefined;
  readonly operations: Readonly<Record<string, ResolvedOperation>>;
}

/** The tightest limits on a token's times, in seconds; `undefined` where there is none. */
export interface TimeLimits {
  readonly clockSkew: number;
  readonly maxLifetime: number;
  /** What the service or the operation itself says of `maxLifetime`: it holds for tokens of a long life as well. */
  readonly ownMaxLifetime: number | undefined;
  readonly maxAge: number | undefined;
}

/** An issuer that a service accepts. */
export interface ResolvedAcceptance {
  /** Its name. */
  readonly issuer: string;
  /** What `aud` must contain in this issuer's tokens: one of these. */
  readonly audiences: readonly string[];
  /** The clients whose tokens are for this service, where the issuer's tokens lack `aud`. */
  readonly clients: readonly string[] | undefined;
  readonly audienceMode: 'contains' | 'exclusive';
  /** What its tokens must show for this service, besides what the issuer requires. */
  readonly require: readonly ClaimCondition[];
}

/** One operation. */
export interface ResolvedOperation {
  readonly auth: NonNullable<OperationDocument['auth']>;
  readonly route: string | undefined;
  /** `undefined`: the operation belongs to no tenant. */
  readonly tenant: ResolvedTenantSource | undefined;
  /** The parameter of the query from which a token is taken as well. */
  readonly query: string | undefined;
  readonly limits: Omit<TimeLimits, 'clockSkew'>;
  /** Until then (milliseconds since 1970), the rules are decided and reported, not enforced. */
  readonly shadowUntil: number | undefined;
  /** Empty only where `auth` is not `required`. */
  readonly rules: readonly ResolvedRule[];
}

/** Where a request names its tenant. */
export interface ResolvedTenantSource {
  readonly from: 'path' | 'header' | 'host';
  /** The parameter, the header in lower case, or the label's index. */
  readonly key: string;
}

/** The subjects that a rule is for: at least one of these is there. */
export interface SubjectPolicy {
  readonly principal: Principal | undefined;
  /** The issuer's name in the policy. */
  readonly issuer: string | undefined;
}

/** One `allow` rule. `Conditions` are data here, and tests where they are compiled. */
export interface RuleWith<Conditions> {
  readonly who: SubjectPolicy | { readonly identity: IdentityWith<Conditions> };
  /** What the current actor must show; `undefined`: no actor is allowed. */
  readonly actor: Conditions | undefined;
  readonly scopes: GrantPolicy | undefined;
  readonly roles: GrantPolicy | undefined;
  readonly where: Conditions;
}

/** A non-human identity. All rules that name it share one. */
export interface IdentityWith<Conditions> {
  readonly name: string;
  /** The issuer's name in the policy. */
  readonly issuer: string;
  readonly require: Conditions;
  /** What the current actor must show as well, whichever rule names the identity. */
  readonly actor: Conditions | undefined;
}

/** A rule as data. */
export type ResolvedRule = RuleWith<readonly ClaimCondition[]>;
/** An identity as data. */
export type ResolvedIdentity = IdentityWith<readonly ClaimCondition[]>;

/** What a token must have been granted. */
export interface GrantPolicy {
  readonly mode: 'every' | 'some';
  readonly names: readonly string[];
}
