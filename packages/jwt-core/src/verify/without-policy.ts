/** The judgement where there is no policy to judge by. */

import { deny } from '../decision/denial.js';
import { LAYERS } from '../decision/reasons.js';
import type { Trace } from '../decision/trace.js';
import type { Judgement, Mode } from './evaluate.js';

/** Everybody is refused: that an operation is public, or a credential optional, stands in the policy as well. */
export function judgeWithoutPolicy(mode: Mode, trace: Trace): Judgement {
  const denial = trace.step('policy', deny('policy.unavailable', { expected: 'a valid policy in force' }));
  if (mode === 'collect') {
    trace.skip(
      LAYERS.filter((layer) => layer !== 'policy'),
      'not_reached',
    );
  }
  return {
    denial,
    identity: undefined,
    operation: undefined,
    rule: undefined,
    shadow: undefined,
    unmatched: undefined,
    token: undefined,
    facts: undefined,
    trace,
  };
}
