import { deny, type Denial } from '../../decision/denial.js';
import type { Evidence } from '../../integrity/evidence.js';
import { MALFORMED } from '../../integrity/facts/reading.js';
import { firstMismatch } from '../../policy/compile/matchers.js';
import type { RulePolicy } from '../../policy/compile/service-policy.js';
import { detailOf } from '../mismatch.js';

/** Does the caller act for the subject, and may it? Without `actor` in the rule, it may not (RFC 8693 §4.1). */
export function checkActor({ actor: wanted }: RulePolicy, { facts }: Evidence): Denial | undefined {
  const { actor } = facts;
  if (wanted === undefined) {
    return actor === undefined
      ? undefined
      : deny('operation.actor', { expected: 'no actor', actual: 'an actor' });
  }
  if (actor === undefined || actor === MALFORMED) {
    return deny('operation.actor', { expected: 'an actor (act)', actual: 'none' });
  }
  const mismatch = firstMismatch(wanted, actor);
  return mismatch && deny('operation.actor', detailOf(mismatch));
}
