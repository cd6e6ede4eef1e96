/** All oddities: what must pass, however strange it looks. A verifier that refuses everything has no false accepts. */

import { aText, readOptions, type OptionKinds } from '@org/jwt-core/adapter';
import type { SigningAlgorithm } from '../issuer/signing-key.js';
import { claimOddities } from './claims.js';
import { ODDITY_CONDITIONS, type OddityCondition } from './conditions.js';
import { formOddities } from './form.js';
import type { Oddity } from './oddity.js';

/** The service that must take them. */
export interface OddityTarget {
  /** The first algorithm of the test issuer. `ES256` by default. */
  readonly alg?: SigningAlgorithm;
  /** What the policy has beside the basics. Nothing by default; `'all'` gives every oddity. */
  readonly conditions?: readonly OddityCondition[] | 'all';
}

const TARGET_OPTIONS: OptionKinds<OddityTarget> = {
  alg: aText,
  conditions: {
    expected: `"all" or a list of ${Object.keys(ODDITY_CONDITIONS).join(', ')}`,
    fits: (value) =>
      value === 'all' ||
      (Array.isArray(value) && value.every((each) => Object.hasOwn(ODDITY_CONDITIONS, String(each)))),
  },
};

/**
 * Every oddity that a service with these conditions must take.
 *
 * @throws `ConfigurationError` for an option or a condition that there is not.
 */
export function oddityMatrix(target: OddityTarget = {}): readonly Oddity[] {
  const { alg = 'ES256', conditions = [] } = readOptions('oddityMatrix', target, TARGET_OPTIONS);
  const met =
    conditions === 'all' ? undefined : new Set<string>(conditions.map((each) => ODDITY_CONDITIONS[each]));
  return [...formOddities(alg), ...claimOddities()].filter(
    ({ onlyWith }) => onlyWith === undefined || met === undefined || met.has(onlyWith),
  );
}
