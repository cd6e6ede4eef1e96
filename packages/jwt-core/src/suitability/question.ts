/** What a suitability check is asked, and what a check is. */

import type { Denial } from '../decision/denial.js';
import type { Layer } from '../decision/reasons.js';
import type { SignedToken } from '../integrity/jws/signature.js';
import type { OperationPolicy, ServicePolicy } from '../policy/compile/service-policy.js';
import type { Opinion } from '../verify/opinions.js';
import type { AccessRequest } from '../request/access-request.js';
import type { TokenFacts } from '../integrity/facts/facts.js';
import type { RulesVerdict } from './operation/operation.js';

/** Is this signed token good for this service, tenant, moment and operation? */
export interface Question {
  readonly token: SignedToken;
  /** What the token says of scopes, roles, tenant and actor, read once. */
  readonly facts: TokenFacts;
  readonly request: AccessRequest;
  readonly policy: ServicePolicy;
  /** What is asked for: an operation, one that no policy knows, or (`undefined`) only who it is. */
  readonly operation: OperationPolicy | 'unknown' | undefined;
  /** An earlier opinion about this request that contradicts the operation. */
  readonly conflict?: Opinion | undefined;
  /** The path parameters of the request, where anybody knows them. */
  readonly params: Readonly<Record<string, unknown>> | undefined;
  /** Seconds since 1970, at the start of the request. */
  readonly now: number;
  /** What the operation's `allow` rules say, once somebody has asked them. */
  rules?: RulesVerdict | undefined;
}

/** One rule: pure and synchronous. `undefined` says that it has no objection. */
export interface Check {
  readonly layer: Layer;
  readonly check: (question: Question) => Denial | undefined;
}

/** The operation, where there is one that the policy knows. */
export function knownOperation({ operation }: Pick<Question, 'operation'>): OperationPolicy | undefined {
  return operation === 'unknown' ? undefined : operation;
}
