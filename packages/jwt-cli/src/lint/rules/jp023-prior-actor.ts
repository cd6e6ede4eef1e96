import { matchersOf } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const priorActor: LintRule = {
  id: 'JP023',
  title: 'A permission because of an earlier actor',
  severity: 'error',
  why: 'Only the outermost act names who acts now. Those inside it are history, and must not be used for decisions (RFC 8693 §4.1).',
  write: 'actor: { … } of the rule or the identity, which compares the current actor.',
  references: ['RFC 8693 §4.1', 'NHI4:2025', 'PR.AA-04', 'MEASURE 2.8', 'ASI03:2026'],
  *find(linted) {
    for (const { matchers, key, at } of matchersOf(linted)) {
      for (const claim of Object.keys(matchers)) {
        const isPrior = key === 'actor' ? /^\/?act(?:\/|$)/u.test(claim) : /^\/act\/act(?:\/|$)/u.test(claim);
        if (isPrior)
          yield { at: `${at}${pointerTo(claim)}`, message: `${claim} is an actor before the current one.` };
      }
    }
  },
};
