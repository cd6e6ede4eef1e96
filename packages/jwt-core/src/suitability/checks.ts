/** The list: every suitability check, in the order that decides. A new rule is a new file and one line here. */

import type { Denial } from '../decision/denial.js';
import type { Trace } from '../decision/trace.js';
import { audience } from './audience.js';
import { binding } from './binding.js';
import { claims } from './claims.js';
import { operation } from './operation/operation.js';
import type { Check, Question } from './question.js';
import { tenant } from './tenant.js';
import { time } from './time.js';
import { type } from './type.js';

/** What is asked of every signed token, on every request. */
export const SUITABILITY_CHECKS: readonly Check[] = [
  type,
  audience,
  time,
  claims,
  tenant,
  binding,
  operation,
];

/** The first objection, or none. `collect` runs on after it and records every verdict in the trace. */
export function judgeSuitability(
  question: Question,
  trace: Trace,
  mode: 'enforce' | 'collect',
): Denial | undefined {
  let first: Denial | undefined;
  for (const { layer, check } of SUITABILITY_CHECKS) {
    const objection = trace.step(layer, check(question));
    first ??= objection;
    if (first !== undefined && mode === 'enforce') return first;
  }
  return first;
}
