/**
 * A policy as plain data: profiles applied, the tightest of all limits, matchers by the path of their claim. It can be
 * written as JSON. The checks, the compiler and whatever exports or compares policies are made from it.
 */

import type { Algorithm } from '../../jose/algorithms.js';
import type { KeySource, Metadata, OperationDocument, ProfileName } from '../document/document.js';
import type { Principal } from '../../request/principal.js';
import type { ClaimPath } from './claim-path.js';
import type { ClaimCondition } from './matcher.js';
import type { PrincipalRule } from './profile.js';

/** The whole policy. Issuers and services by name. */
export interface ResolvedPolicy {
  readonly metadata: Metadata;
  readonly issuers: Readonly<Record<string, ResolvedIssuer>>;
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
  /** Whether a token may lack `typ`. */
  readonly typeOptional: boolean;
  /** Whether a token may lack `iat` (SPIFFE). */
  readonly iatOptional: boolean;
  /** `scope`: a token without `aud` is taken where a scope starts with the audience and a slash (Cognito). */
  readonly audienceFrom: 'aud' | 'scope';
  /** What the profile demands; `undefined`: the service and the defaults decide. */
  readonly audienceMode: 'exclusive' | undefined;
  /** Whether an `azp` must be the audience. */
  readonly azpIsAudience: boolean;
  readonly principal: PrincipalRule<readonly ClaimCondition[]>;
  /** The only kind that is taken, where the issuer speaks of both. */
  readonly onlyPrincipal: Principal | undefined;
  readonly clientClaim: string;
  readonly tenantClaim: ClaimPath | undefined;
  readonly scopeClaim: ClaimPath;
  readonly roleClaim: ClaimPath;
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
}

/** One service. */
export interface ResolvedService {
  readonly audience: string;
  /** The tightest limit, in bytes. */
  readonly maxTokenBytes: number;
  readonly limits: TimeLimits;
  readonly accept: readonly ResolvedAcceptance[];
  readonly tenants: readonly string[] | undefined;
  readonly operations: Readonly<Record<string, ResolvedOperation>>;
}

/** The tightest limits on a token's times, in seconds; `undefined` where there is none. */
export interface TimeLimits {
  readonly clockSkew: number;
  readonly maxLifetime: number;
  readonly maxAge: number | undefined;
}

/** An issuer that a service accepts. */
export interface ResolvedAcceptance {
  /** Its name. */
  readonly issuer: string;
  /** What `aud` must contain in this issuer's tokens. */
  readonly audience: string;
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

/** One `allow` rule. `Conditions` are data here, and tests where they are compiled. */
export interface RuleWith<Conditions> {
  readonly who: { readonly principal: Principal } | { readonly identity: IdentityWith<Conditions> };
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
