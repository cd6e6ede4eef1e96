/** Whether a matcher can be met at all. */

import type { Matcher, Scalar } from '@org/jwt-core/policy';

/** What the members of a matcher ask of a value, together. */
interface Bounds {
  /** The only values that are left; `undefined`: any. */
  values: readonly Scalar[] | undefined;
  /** Values that are not taken. */
  readonly excluded: Scalar[];
  readonly starts: string[];
  gte: number;
  lte: number;
  present: boolean | undefined;
  readonly kinds: Set<'list' | 'number' | 'string'>;
}

/** Why no value meets the matcher; `undefined` where one may. Where it cannot tell, it says nothing. */
export function contradictionIn(matcher: Matcher): string | undefined {
  const bounds: Bounds = {
    values: undefined,
    excluded: [],
    starts: [],
    gte: -Infinity,
    lte: Infinity,
    present: undefined,
    kinds: new Set(),
  };
  const nested = collect(matcher, bounds);
  return nested ?? judge(bounds);
}

function collect(matcher: Matcher, bounds: Bounds): string | undefined {
  const { equals, in: several, not, anyOf, allOf, startsWith, gte, lte, present } = matcher;
  for (const values of [equals === undefined ? undefined : [equals], several]) {
    if (values === undefined) continue;
    bounds.values =
      bounds.values === undefined ? values : bounds.values.filter((value) => values.includes(value));
    if (bounds.values.length === 0) return 'it would have to be two values at once';
  }
  if (startsWith !== undefined) {
    bounds.starts.push(startsWith);
    bounds.kinds.add('string');
  }
  if (gte !== undefined || lte !== undefined) bounds.kinds.add('number');
  if ([matcher.contains, matcher.containsAll, matcher.containsAny].some((each) => each !== undefined))
    bounds.kinds.add('list');
  bounds.gte = Math.max(bounds.gte, gte ?? -Infinity);
  bounds.lte = Math.min(bounds.lte, lte ?? Infinity);
  if (present !== undefined) {
    if (bounds.present !== undefined && bounds.present !== present)
      return 'it would have to be there and not be there';
    bounds.present = present;
  }
  if (not !== undefined) {
    const members = Object.keys(not);
    if (members.every((key) => key === 'equals' || key === 'in') && members.length === 1) {
      bounds.excluded.push(...(not.equals === undefined ? (not.in ?? []) : [not.equals]));
    }
  }
  if (anyOf !== undefined) {
    const reasons = anyOf.map((each) => contradictionIn(each));
    if (reasons.every((reason) => reason !== undefined)) return reasons[0];
  }
  for (const each of allOf ?? []) {
    const reason = collect(each, bounds);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function judge({ values, excluded, starts, gte, lte, present, kinds }: Bounds): string | undefined {
  if (gte > lte) return `it would have to be at least ${String(gte)} and at most ${String(lte)}`;
  if (kinds.size > 1) return `it would have to be a ${[...kinds].join(' and a ')}`;
  const asksForValue = values !== undefined || kinds.size > 0 || excluded.length > 0;
  if (present === false && asksForValue) return 'it must not be there';
  const [longest = ''] = [...starts].sort((one, other) => other.length - one.length);
  const conflicting = starts.find((start) => !longest.startsWith(start));
  if (conflicting !== undefined)
    return `it would have to start with ${JSON.stringify(longest)} and ${JSON.stringify(conflicting)}`;
  if (values === undefined) return undefined;
  const left = values.filter((value) => {
    if (excluded.includes(value) || kinds.has('list')) return false;
    if (kinds.has('number') && !(typeof value === 'number' && value >= gte && value <= lte)) return false;
    return !kinds.has('string') || (typeof value === 'string' && value.startsWith(longest));
  });
  return left.length > 0
    ? undefined
    : `${values.map((value) => JSON.stringify(value)).join(' or ')} does not meet the rest`;
}
