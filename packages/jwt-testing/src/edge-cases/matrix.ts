/** All edge cases. They detect false denials: a verifier that denies every request has no false accepts. */

import { aText, readOptions, type OptionKinds } from '@org/jwt-core/adapter';
import type { SigningAlgorithm } from '../issuer/signing-key.js';
import { claimEdgeCases } from './claims.js';
import { EDGE_CASE_CONDITIONS, type EdgeCaseCondition } from './conditions.js';
import { formEdgeCases } from './form.js';
import type { EdgeCase } from './edge-case.js';

/** The service that must allow them. */
export interface EdgeCaseTarget {
  /** The first algorithm of the test issuer. `ES256` by default. */
  readonly alg?: SigningAlgorithm;
  /** The conditions that the policy meets. None by default; `'all'` selects every edge case. */
  readonly conditions?: readonly EdgeCaseCondition[] | 'all';
}

const TARGET_OPTIONS: OptionKinds<EdgeCaseTarget> = {
  alg: aText,
  conditions: {
    expected: `"all" or a list of ${Object.keys(EDGE_CASE_CONDITIONS).join(', ')}`,
    fits: (value) =>
      value === 'all' ||
      (Array.isArray(value) && value.every((each) => Object.hasOwn(EDGE_CASE_CONDITIONS, String(each)))),
  },
};

/**
 * Every edge case that a service with these conditions must allow.
 *
 * @throws `ConfigurationError` for an unknown option or condition.
 */
export function edgeCaseMatrix(target: EdgeCaseTarget = {}): readonly EdgeCase[] {
  const { alg = 'ES256', conditions = [] } = readOptions('edgeCaseMatrix', target, TARGET_OPTIONS);
  const met =
    conditions === 'all' ? undefined : new Set<string>(conditions.map((each) => EDGE_CASE_CONDITIONS[each]));
  return [...formEdgeCases(alg), ...claimEdgeCases()].filter(
    ({ onlyWith }) => onlyWith === undefined || met === undefined || met.has(onlyWith),
  );
}
