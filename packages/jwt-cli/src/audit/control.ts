/** What a control is: something that the policy, or the engine under it, enforces. */

import type { Policy } from '@org/jwt-core/policy';

/** Where a control is configured, and how. */
export interface Evidence {
  /** A JSON Pointer (RFC 6901); `undefined`: the engine does it under every policy. */
  readonly at: string | undefined;
  readonly says: string;
}

/** One control. */
export interface Control {
  readonly title: string;
  /** Ids of the requirements that it supports. */
  readonly supports: readonly string[];
  /** None: the policy does not use it. */
  evidence(policy: Policy): readonly Evidence[];
}
