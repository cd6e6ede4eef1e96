/** The verdict for a machine. Without the token. */

import type { Judged } from './judge.js';
import { nearestRule } from './nearest-rule.js';
import { sentencesFor, type NamedPolicy } from './picture.js';
import { iso } from './span.js';

/** One JSON document. */
export function asJson(judged: Judged, { file, digest }: NamedPolicy): string {
  const { asked, mode, outcome, explanation, rows, areHints, decision, end, replaced, unmatched } = judged;
  const rules = explanation.rules ?? [];
  const answer = {
    outcome,
    ...(decision.outcome === 'deny' ? { code: decision.code } : {}),
    mode,
    verified: mode === 'online' && explanation.verified,
    service: explanation.service,
    operation: explanation.operation ?? null,
    at: iso(asked.at),
    policy: { file, digest },
    layers: rows,
    layersAfterSignatureAreHints: areHints,
    replacedInHeader: areHints ? replaced : [],
    ...(explanation.rule === undefined ? {} : { rule: explanation.rule }),
    rules,
    nearestRule: nearestRule(rules)?.rule ?? null,
    ...(explanation.shadow === undefined ? {} : { shadow: explanation.shadow }),
    ...(unmatched === undefined ? {} : { unmatched }),
    response: decision.outcome === 'deny' ? decision.response : null,
    end: end === undefined ? null : { at: iso(end.at), because: end.because },
    changes: outcome === 'deny' ? sentencesFor(rows, rules) : [],
  };
  return `${JSON.stringify(answer, undefined, 2)}\n`;
}
