import { daysUntil } from '../days.js';
import { operationsOf } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const expiredException: LintRule = {
  id: 'JP026',
  title: 'An exception that has ended',
  severity: 'error',
  why: 'A waiver or a shadow that is over says one thing and does another: the finding is back, and the rules are enforced.',
  write:
    'Mend what the waiver is for, or agree on a new date. Remove mode: shadow once the rules are enforced.',
  references: ['ID.RA-07', 'MANAGE 4.1'],
  *find({ document, model, now }) {
    for (const [index, { rule, expires }] of document.waivers?.entries() ?? []) {
      if (daysUntil(expires, now) > 0) continue;
      yield {
        at: pointerTo('waivers', index, 'expires'),
        message: `The waiver of ${rule} ended on ${expires}.`,
      };
    }
    for (const { written, at } of operationsOf({ document, model })) {
      const { shadowUntil } = written;
      if (shadowUntil === undefined || daysUntil(shadowUntil, now) > 0) continue;
      yield {
        at: `${at}${pointerTo('shadowUntil')}`,
        message: `The shadow ended on ${shadowUntil}: the rules are enforced.`,
        severity: 'warning',
      };
    }
  },
};
