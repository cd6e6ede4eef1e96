import { deny } from '../../decision/denial.js';
import type { ServicePolicy } from '../../policy/compile/service-policy.js';
import type { Check } from '../question.js';
import { denyConflict } from './conflict.js';
import { checkRules } from './rules.js';
import { isShadowed } from './shadow.js';

/** May this token do this? One `allow` rule is enough; within a rule, everything must hold. */
export const operation: Check = {
  layer: 'operation',
  check(question) {
    const { operation: asked, conflict, now } = question;
    if (asked === undefined) return undefined;
    if (asked === 'unknown') return deny('operation.unknown', { expected: known(question.policy) });
    if (conflict !== undefined) return denyConflict(asked.name, conflict);
    const verdict = checkRules(asked.rules, question);
    return isShadowed(asked, now) ? verdict : (verdict.denial ?? verdict);
  },
};

function known({ operations }: ServicePolicy): string {
  return operations.size > 0
    ? 'an operation of the policy'
    : 'an operation of the policy, which has none for this service: it can only identify callers';
}
