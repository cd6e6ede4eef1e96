/** What a suitability check is asked, and what a check is. */

import type { Denial } from '../decision/denial.js';
import type { Layer } from '../decision/layers.js';
import type { Evidence } from '../integrity/evidence.js';
import type { OperationPolicy, ServicePolicy } from '../policy/compile/service-policy.js';
import type { AccessRequest } from '../request/access-request.js';
import type { OperationClaim } from './operation/conflict.js';
import type { RulesVerdict } from './operation/rules-verdict.js';

/** Is this token good for this service, tenant, moment and operation? Immutable. */
export interface Question {
  readonly evidence: Evidence;
  readonly request: AccessRequest;
  readonly policy: ServicePolicy;
  /** What is asked for: an operation, one that the policy does not have, or (`undefined`) only who the caller is. */
  readonly operation: OperationPolicy | 'unknown' | undefined;
  /** An earlier decision about this request that was for another operation. */
  readonly conflict?: OperationClaim | undefined;
  /** The path parameters of the request, where they are known. */
  readonly params: Readonly<Record<string, unknown>> | undefined;
  /** Seconds since 1970, at the start of the request. */
  readonly now: number;
}

/** What a check finds: nothing, a reason to deny, or, where an operation's rules do not deny, what they say. */
export type Finding = Denial | RulesVerdict | undefined;

/** One rule of suitability: pure and synchronous. */
export interface Check {
  readonly layer: Layer;
  readonly check: (question: Question) => Finding;
}

/** The operation, where there is one that the policy knows. */
export function knownOperation({ operation }: Pick<Question, 'operation'>): OperationPolicy | undefined {
  return operation === 'unknown' ? undefined : operation;
}
