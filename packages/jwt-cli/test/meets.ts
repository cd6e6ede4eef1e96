/** Matchers again, slowly: what docs/reference/policy.md says of each member. */

import type { Matcher, Scalar } from '@org/jwt-core/policy';

/** A claim, or `undefined` where it is absent. */
export type ClaimValue = Scalar | readonly Scalar[] | undefined;

/** Whether a value meets a matcher. */
export function meets(matcher: Matcher, value: ClaimValue): boolean {
  return Object.entries(matcher).every(([key, asked]: readonly [string, unknown]) =>
    holds(key, asked, value),
  );
}

function holds(key: string, asked: unknown, value: ClaimValue): boolean {
  const scalars = asked as readonly Scalar[];
  const several = asked as readonly Matcher[];
  switch (key) {
    case 'present':
      return (value !== undefined) === asked;
    case 'anyOf':
      return several.some((each) => meets(each, value));
    case 'allOf':
      return several.every((each) => meets(each, value));
    case 'equals':
      return value === asked;
    case 'in':
      return scalars.some((each) => each === value);
    case 'contains':
      return Array.isArray(value) && value.some((each) => each === asked);
    case 'containsAll':
      return Array.isArray(value) && scalars.every((each) => value.includes(each));
    case 'containsAny':
      return Array.isArray(value) && scalars.some((each) => value.includes(each));
    case 'startsWith':
      return typeof value === 'string' && value.startsWith(String(asked));
    case 'gte':
      return typeof value === 'number' && value >= Number(asked);
    case 'lte':
      return typeof value === 'number' && value <= Number(asked);
    case 'not':
      return value !== undefined && !meets(asked as Matcher, value);
    default:
      throw new Error(`unknown member ${key}`);
  }
}
