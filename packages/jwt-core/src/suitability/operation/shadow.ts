import type { OperationPolicy } from '../../policy/compile/service-policy.js';

/** Whether the rules are decided and reported, and not enforced until a day that the policy names. `now` in seconds. */
export function isShadowed({ shadowUntil }: Pick<OperationPolicy, 'shadowUntil'>, now: number): boolean {
  return shadowUntil !== undefined && now * 1000 < shadowUntil;
}
