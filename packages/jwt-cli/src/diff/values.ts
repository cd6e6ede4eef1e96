/** Values of a claim that stand for all values: those that the matchers tell apart. */

import type { JsonValue } from '@org/jwt-core';
import type { Matcher, Scalar } from '@org/jwt-core/policy';

/** A value; `undefined`: the claim is absent. */
export type ClaimValue = JsonValue | undefined;

/** A string that no document has. */
export const OTHER = 'other';
/** Lists of more different members are not tried in every combination. */
const MAX_MEMBERS = 6;

/** What the matchers compare a claim with. */
interface Constants {
  readonly scalars: Set<Scalar>;
  readonly members: Set<Scalar>;
  readonly starts: Set<string>;
  readonly numbers: Set<number>;
}

/** The values, and whether every value is like one of them. */
export interface Values {
  readonly values: readonly ClaimValue[];
  readonly isComplete: boolean;
}

/** One value of each class that the matchers can tell apart; the absent claim is the first. */
export function valuesFor(matchers: readonly Matcher[]): Values {
  const constants: Constants = {
    scalars: new Set(),
    members: new Set(),
    starts: new Set(),
    numbers: new Set(),
  };
  for (const matcher of matchers) collect(matcher, constants);
  const { scalars, members, starts, numbers } = constants;
  const asksBoolean = [...scalars].some((each) => typeof each === 'boolean');
  const asksList = members.size > 0;
  return {
    values: unique([
      undefined,
      OTHER,
      ...scalars,
      ...Array.from(starts, (start) => `${start}${OTHER}`),
      ...between([...numbers, ...[...scalars].filter((each) => typeof each === 'number')]),
      // Another type is neither a yes nor a no.
      numbers.size === 0 ? 7 : undefined,
      ...(asksBoolean ? [true, false] : [true]),
      ...(asksList ? lists([...members]) : [[OTHER]]),
    ]),
    isComplete: members.size <= MAX_MEMBERS,
  };
}

function collect(matcher: Matcher, into: Constants): void {
  const {
    equals,
    in: several = [],
    contains,
    containsAll = [],
    containsAny = [],
    startsWith,
    gte,
    lte,
  } = matcher;
  for (const each of [equals, ...several]) if (each !== undefined) into.scalars.add(each);
  for (const each of [contains, ...containsAll, ...containsAny])
    if (each !== undefined) into.members.add(each);
  if (startsWith !== undefined) into.starts.add(startsWith);
  for (const each of [gte, lte]) if (each !== undefined) into.numbers.add(each);
  for (const each of [matcher.not, ...(matcher.anyOf ?? []), ...(matcher.allOf ?? [])]) {
    if (each !== undefined) collect(each, into);
  }
}

/** Each number, one below and above all, and one between two. */
function between(numbers: readonly number[]): readonly number[] {
  const sorted = [...new Set(numbers)].sort((one, other) => one - other);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const gaps = sorted.slice(1).map((each, index) => (each + (sorted[index] ?? each)) / 2);
  return [first - 1, ...sorted, ...gaps, last + 1];
}

/** Of few members, every list; else those of one, of all, and of all but one. */
function lists(members: readonly Scalar[]): readonly (readonly Scalar[])[] {
  if (members.length <= MAX_MEMBERS) {
    return members.reduce<readonly (readonly Scalar[])[]>(
      (all, member) => [...all, ...all.map((list) => [...list, member])],
      [[]],
    );
  }
  return [
    [],
    ...members.map((each) => [each]),
    ...members.map((each) => members.filter((other) => other !== each)),
    members,
  ];
}

/** Each value once, by what it is as JSON, in the order of the list. */
export function unique<Value>(values: readonly Value[]): readonly Value[] {
  const named = values.map((value): readonly [string | undefined, Value] => [JSON.stringify(value), value]);
  return [...new Map(named).values()];
}
