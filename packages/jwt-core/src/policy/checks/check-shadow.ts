/** Shadow mode ends: a rule that is only reported and never enforced is no rule. */

import type { OperationDocument } from '../document/document.js';
import type { Path, Report } from '../problem.js';

const LONGEST_DAYS = 90;
const DAY_MS = 86_400_000;

/** Reports a shadow without an end, with one too far ahead, or an end without a shadow. */
export function checkShadow(operation: OperationDocument, path: Path, report: Report): void {
  const { mode, shadowUntil, allow } = operation;
  const at = [...path, 'shadowUntil'];
  if (mode !== 'shadow') {
    if (shadowUntil !== undefined) report('invalid', at, 'shadowUntil goes with mode: shadow: remove it.');
    return;
  }
  if (allow === undefined) {
    report(
      'missing_key',
      [...path, 'allow'],
      '"allow" is missing here: there is nothing to try in shadow mode.',
    );
  }
  if (shadowUntil === undefined) {
    const message = '"shadowUntil" is missing here: the day from which the rules are enforced, YYYY-MM-DD.';
    report('missing_key', at, message);
  } else if (Date.parse(shadowUntil) > Date.now() + LONGEST_DAYS * DAY_MS) {
    report('invalid', at, `Expected a day at most ${String(LONGEST_DAYS)} days ahead, found ${shadowUntil}.`);
  }
}
