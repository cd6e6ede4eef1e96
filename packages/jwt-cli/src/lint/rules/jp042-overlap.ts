import { daysUntil } from '../days.js';
import { isList, pointerTo } from '../pointer.js';
import type { Found, LintRule } from '../rule.js';

/** Days before the end in which it is reported. */
const SOON = 14;

export const overlap: LintRule = {
  id: 'JP042',
  title: 'A change-over that ends soon, or has ended',
  severity: 'warning',
  why: 'On that day tokens of the old kind are denied: clients that still use them are locked out, or the old key could go already.',
  write:
    'Look for the old key source, audience or life in the events. If it is not used, remove it; else move the date, with a reason.',
  references: ['ID.RA-07', 'MANAGE 4.1', 'NHI7:2025'],
  *find({ document, now }) {
    for (const [name, { keys, lacks }] of Object.entries(document.issuers)) {
      const sources = keys !== undefined && isList(keys) ? keys : [];
      for (const [index, { until }] of sources.entries()) {
        yield* ending(until, pointerTo('issuers', name, 'keys', index, 'until'), 'The key source', now);
      }
      const { shortLife } = lacks ?? {};
      yield* ending(
        shortLife?.until,
        pointerTo('issuers', name, 'lacks', 'shortLife', 'until'),
        'The long life',
        now,
      );
    }
  },
};

function* ending(until: string | undefined, at: string, what: string, now: number): Iterable<Found> {
  const days = until === undefined ? Infinity : daysUntil(until, now);
  if (days > SOON) return;
  if (days > 0) yield { at, message: `${what} ends on ${until ?? ''}, in ${String(days)} days.` };
  else yield { at, message: `${what} ended on ${until ?? ''}.`, severity: 'error' };
}
