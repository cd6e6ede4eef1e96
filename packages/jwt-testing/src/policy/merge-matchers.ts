/** Several conditions on one claim as one, so that one value can meet them all. */

import type { Matcher, Scalar } from '@org/jwt-core/policy';

/** The conditions together; `undefined` where no value is found that meets all of them. */
export function mergeMatchers(matchers: readonly Matcher[]): Matcher | undefined {
  const flat = matchers.flatMap(flattened);
  const choice = flat.find(({ anyOf }) => anyOf !== undefined);
  if (choice === undefined) return mergeSimple(flat);
  const { anyOf = [], ...rest } = choice;
  const others = [...flat.filter((each) => each !== choice), rest];
  for (const alternative of anyOf) {
    const merged = mergeMatchers([...others, alternative]);
    if (merged !== undefined) return merged;
  }
  return undefined;
}

function flattened({ allOf = [], ...rest }: Matcher): readonly Matcher[] {
  return [rest, ...allOf.flatMap(flattened)];
}

function mergeSimple(all: readonly Matcher[]): Matcher | undefined {
  const asking = all.filter((each) => Object.keys(each).some((key) => key !== 'present'));
  if (all.some(({ present }) => present === false)) {
    return asking.length > 0 || all.some(({ present }) => present === true) ? undefined : { present: false };
  }
  const excluded = all.flatMap(({ not }) => [...valuesOf(not?.equals), ...(not?.in ?? [])]);
  const list = mergeLists(all);
  const sets = all.flatMap(({ equals, in: values }) => [
    ...(equals === undefined ? [] : [[equals]]),
    ...(values === undefined ? [] : [values]),
  ]);
  const [first, ...others] = sets;
  if (first !== undefined) {
    const common = first.filter(
      (value) =>
        others.every((each) => each.includes(value)) && !excluded.includes(value) && fits(value, all),
    );
    return list !== undefined || common.length === 0 ? undefined : { in: common };
  }
  if (list !== undefined) return { containsAll: list };
  return mergeRanges(all, excluded);
}

/** What a list must contain; `undefined` where no list is asked for. */
function mergeLists(all: readonly Matcher[]): readonly Scalar[] | undefined {
  const needed = all.flatMap(({ contains, containsAll = [] }) => [...valuesOf(contains), ...containsAll]);
  for (const { containsAny } of all) {
    const [first] = containsAny ?? [];
    if (first !== undefined && containsAny?.some((each) => needed.includes(each)) !== true)
      needed.push(first);
  }
  return needed.length === 0 ? undefined : [...new Set(needed)];
}

function mergeRanges(all: readonly Matcher[], excluded: readonly Scalar[]): Matcher | undefined {
  const not = excluded.length === 0 ? {} : { not: { in: excluded } };
  const [start] = all
    .flatMap(({ startsWith }) => startsWith ?? [])
    .toSorted((one, other) => other.length - one.length);
  if (start !== undefined) return fits(start, all) ? { startsWith: start, ...not } : undefined;
  const gte = Math.max(...all.map((each) => each.gte ?? -Infinity));
  const lte = Math.min(...all.map((each) => each.lte ?? Infinity));
  if (gte > lte) return undefined;
  if (gte !== -Infinity) return { gte, ...not };
  if (lte !== Infinity) return { lte, ...not };
  return { ...(all.some(({ present }) => present === true) && { present: true }), ...not };
}

/** Whether a value is in all ranges, and starts as all ask for. */
function fits(value: Scalar, all: readonly Matcher[]): boolean {
  return all.every(
    ({ startsWith, gte, lte }) =>
      (startsWith === undefined || (typeof value === 'string' && value.startsWith(startsWith))) &&
      ((gte === undefined && lte === undefined) ||
        (typeof value === 'number' && value >= (gte ?? -Infinity) && value <= (lte ?? Infinity))),
  );
}

function valuesOf(value: Scalar | undefined): readonly Scalar[] {
  return value === undefined ? [] : [value];
}
