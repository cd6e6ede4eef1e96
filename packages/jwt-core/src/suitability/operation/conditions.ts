import { deny, type Denial } from '../../decision/denial.js';
import type { Evidence } from '../../integrity/evidence.js';
import { firstMismatch } from '../../policy/compile/matchers.js';
import type { RulePolicy } from '../../policy/compile/service-policy.js';
import { detailOf } from '../mismatch.js';

/** Do the claims show what the rule's `where` asks for? */
export function checkConditions({ where }: RulePolicy, { token }: Evidence): Denial | undefined {
  const mismatch = firstMismatch(where, token.claims);
  return mismatch && deny('operation.condition', detailOf(mismatch));
}
