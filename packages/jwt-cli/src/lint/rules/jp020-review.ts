import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';
import { daysUntil } from '../days.js';

/** Days after a review date in which its passing is a warning. */
const GRACE = 30;

export const review: LintRule = {
  id: 'JP020',
  title: 'An identity whose review is due',
  severity: 'warning',
  why: 'Programs are switched off and their credentials live on: a date in the past says that no one has looked.',
  write:
    'Ask its owner whether it is still needed. If so, move reviewBy; if not, remove the identity and its rules.',
  references: ['NHI1:2025', 'PR.AA-01', 'ID.AM-08', 'GOVERN 1.6', 'GOVERN 1.7'],
  *find({ document, now }) {
    for (const [name, { owner, reviewBy }] of Object.entries(document.identities ?? {})) {
      const days = daysUntil(reviewBy, now);
      if (days > 0) continue;
      const message = `"${name}" (${owner}) was to be reviewed by ${reviewBy}, ${String(-days)} days ago.`;
      yield {
        at: pointerTo('identities', name, 'reviewBy'),
        message,
        severity: -days > GRACE ? 'error' : 'warning',
      };
    }
  },
};
