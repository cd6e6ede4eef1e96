/** One thing that tokens differ in. */

import type { ClaimPath } from '@org/jwt-core/policy';
import type { Placed } from './conditions.js';
import { setClaim, type ProbeDraft } from './probe.js';
import type { ClaimValue } from './values.js';
import { canonical } from './worlds.js';

/** One thing that tokens differ in. */
export interface Dimension {
  /** For messages: mostly the name of a claim. */
  readonly name: string;
  /** The layer that mostly looks at it. */
  readonly layer: string;
  /** The claims that it sets. */
  readonly claims: readonly ClaimPath[];
  readonly values: readonly DimensionValue[];
}

/** One value, which can be put into a token. */
export interface DimensionValue {
  /** For the value of a claim. */
  readonly value: ClaimValue;
  readonly put: (draft: ProbeDraft) => void;
  /** Another way for a token to be good: looked for, even where the rest of a token must differ as well. */
  readonly isMode: boolean;
}

/** Makes one. */
export function dimension(
  name: string,
  layer: string,
  claims: readonly ClaimPath[],
  values: readonly Omit<DimensionValue, 'isMode'>[],
  isMode: (value: ClaimValue) => boolean = () => false,
): Dimension {
  return { name, layer, claims, values: values.map((each) => ({ ...each, isMode: isMode(each.value) })) };
}

/** Values of one claim. */
export function claimValues(
  path: ClaimPath,
  values: readonly ClaimValue[],
): readonly Omit<DimensionValue, 'isMode'>[] {
  return values.map((value) => ({ value, put: ({ claims }) => setClaim(claims, path, value) }));
}

/** The matchers of a claim. */
export function matchersAt(
  conditions: readonly Placed[],
  path: ClaimPath,
): readonly Placed['condition']['matcher'][] {
  return conditions
    .filter(({ condition }) => canonical(condition.path) === canonical(path))
    .map(({ condition }) => condition.matcher);
}
