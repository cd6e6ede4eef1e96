import { matchersOf, together } from '../places.js';
import { pointerTo } from '../pointer.js';
import { contradictionIn } from '../contradiction.js';
import type { LintRule } from '../rule.js';

export const impossible: LintRule = {
  id: 'JP044',
  title: 'Conditions that no token meets',
  severity: 'warning',
  why: 'The rule never allows anything: the callers that are meant by it are denied, and the next change may loosen the wrong part.',
  write: 'The condition that is meant. Members of one matcher must all hold; anyOf takes one of several.',
  references: ['PR.PS-01'],
  *find(linted) {
    for (const placed of matchersOf(linted)) {
      const all = together(placed);
      for (const claim of Object.keys(placed.matchers)) {
        const because = contradictionIn({ allOf: all[claim] ?? [] });
        if (because !== undefined)
          yield {
            at: `${placed.at}${pointerTo(claim)}`,
            message: `No value of ${claim} meets this: ${because}.`,
          };
      }
    }
  },
};
