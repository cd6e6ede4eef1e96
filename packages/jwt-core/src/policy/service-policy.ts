/** One service's part of the policy, compiled: no parsing, no searching at request time. */

import type { ClaimPath } from './claim-path.js';
import type { Principal } from '../identity.js';
import type { ClaimTest } from './matchers.js';
import type { RouteTable } from './routes.js';

/** Everything that a decision needs to know of the policy. Swapped as one reference, never changed. */
export interface ServicePolicy {
  readonly service: string;
  readonly policy: PolicyStamp;
  readonly audience: string;
  readonly audienceMode: 'contains' | 'exclusive';
  /** In bytes. */
  readonly maxTokenBytes: number;
  /** The accepted issuers by their exact `iss`. */
  readonly issuers: ReadonlyMap<string, IssuerPolicy>;
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

/** One accepted issuer. */
export interface IssuerPolicy {
  readonly name: string;
  readonly iss: string;
  /** What `aud` must contain in this issuer's tokens. */
  readonly audience: string;
  /** Canonical names: `EdDSA` stands for `Ed25519` as well. */
  readonly algorithms: ReadonlySet<string>;
  /** In lower case, without `application/`. */
  readonly type: string;
  readonly principal: Principal | 'auto';
  readonly tenantClaim: ClaimPath | undefined;
  readonly scopeClaim: ClaimPath;
  readonly roleClaim: ClaimPath;
  readonly require: readonly ClaimTest[];
  readonly limits: Omit<TimeLimits, 'maxAge'>;
}

/** One operation. */
export interface OperationPolicy {
  readonly name: string;
  readonly auth: 'required' | 'optional' | 'public';
  readonly route: string | undefined;
  readonly tenant: TenantPolicy | undefined;
  readonly limits: Omit<TimeLimits, 'clockSkew'>;
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
