/** The list: every suitability check, in the order that decides. A new rule is a new file and one line here. */

import { Denial } from '../decision/denial.js';
import type { Trace } from '../decision/trace.js';
import { audience } from './audience.js';
import { binding } from './binding.js';
import { claims } from './claims.js';
import { operation } from './operation/operation.js';
import type { RulesVerdict } from './operation/rules-verdict.js';
import type { Check, Question } from './question.js';
import { tenant } from './tenant.js';
import { time } from './time.js';
import { type } from './type.js';

/** What is asked of every authenticated token, on every request. */
export const SUITABILITY_CHECKS: readonly Check[] = [
  type,
  audience,
  time,
  claims,
  tenant,
  binding,
  operation,
];

/** What all checks together found. */
export interface SuitabilityVerdict {
  /** The first denial. */
  readonly denial: Denial | undefined;
  /** What the operation's `allow` rules say, where they were asked and do not deny. */
  readonly rules: RulesVerdict | undefined;
}

const NOTHING: SuitabilityVerdict = { denial: undefined, rules: undefined };

/** Asks one check after the other. `collect` runs on after a denial and records every verdict in the trace. */
export function checkSuitability(
  question: Question,
  trace: Trace,
  mode: 'enforce' | 'collect',
): SuitabilityVerdict {
  let verdict = NOTHING;
  for (const { layer, check } of SUITABILITY_CHECKS) {
    const finding = trace.step(layer, check(question));
    if (finding === undefined || verdict.denial !== undefined) continue;
    verdict =
      finding instanceof Denial
        ? { denial: finding, rules: undefined }
        : { denial: undefined, rules: finding };
    if (verdict.denial !== undefined && mode === 'enforce') return verdict;
  }
  return verdict;
}
