/** Shadow mode ends: a rule that is only reported and never enforced protects nothing. */

import type { OperationDocument } from '../document/document.js';
import type { DocumentPlace } from '../problem.js';

const MAX_DAYS = 90;
const DAY_MS = 86_400_000;

/** Reports a shadow without an end, with one too far ahead, or an end without a shadow. */
export function checkShadow({ mode, shadowUntil, allow }: OperationDocument, place: DocumentPlace): void {
  const at = place.at('shadowUntil');
  if (mode !== 'shadow') {
    if (shadowUntil !== undefined) at.invalid('shadowUntil goes with mode: shadow: remove it.');
    return;
  }
  if (allow === undefined) place.missing('allow', 'there is nothing to try in shadow mode');
  if (shadowUntil === undefined) {
    place.missing('shadowUntil', 'the day from which the rules are enforced, YYYY-MM-DD');
  } else if (Date.parse(shadowUntil) > Date.now() + MAX_DAYS * DAY_MS) {
    at.invalid(`Expected a day at most ${String(MAX_DAYS)} days ahead, found ${shadowUntil}.`);
  }
}
