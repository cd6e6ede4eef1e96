import type { ShadowVerdict } from '../decision/decision.js';
import type { PolicyStamp } from '../policy/compile/service-policy.js';
import type { ReasonCode } from '../decision/reasons.js';
import type { LayerVerdict } from '../decision/trace.js';

/** The same checks as a decision, with every verdict. */
export interface Explanation {
  readonly outcome: 'allow' | 'deny';
  /** The code that decides; absent when the request is allowed. */
  readonly code?: ReasonCode;
  /** Whether the signature was good: without it, nothing of the token was judged as if it were true. */
  readonly verified: boolean;
  readonly service: string;
  readonly operation: string | undefined;
  /** The index of the `allow` rule that holds, from 0. */
  readonly rule: number | undefined;
  /** What the rules say, where `mode: shadow` keeps them from being enforced. */
  readonly shadow?: ShadowVerdict;
  /** `undefined` where there has been no policy. */
  readonly policy: PolicyStamp | undefined;
  readonly verdicts: readonly LayerVerdict[];
  /**
   * Each `allow` rule of the operation by itself, in the order of the document. Absent where no token was verified, and where
   * the operation has no rules.
   */
  readonly rules?: readonly RuleVerdict[];
}

/** What one `allow` rule says of the token, whatever the other rules and layers say. */
export interface RuleVerdict {
  /** Its index, from 0. */
  readonly rule: number;
  /** Everything that the token lacks for it: empty where the rule allows it. */
  readonly lacking: readonly LackingPart[];
}

/** One part of a rule that does not hold. */
export interface LackingPart {
  readonly code: ReasonCode;
  readonly expected?: string;
  readonly actual?: string;
}
