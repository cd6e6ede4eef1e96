/** Claims that a policy's conditions ask for, set to values that meet them. */

import type { Matcher, Policy } from '@org/jwt-core/policy';
import { mergeMatchers } from './merge-matchers.js';

/** A condition on one claim, as the policy has it. */
export type Condition = Policy['model']['issuers'][string]['require'][number];

/** Claims while they are put together. */
export type Draft = Record<string, unknown>;

/** Values that providers write where a policy asks only that the claim is there, by the claim's name. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  email: 'user-1@test.example',
  emailVerified: true,
  fva: [0, -1],
  properties: {},
  sign_in_provider: 'password',
  user_id: 'user-1',
};

/** What a claim of this name can be. */
export function sampleOf(path: readonly string[]): unknown {
  return structuredClone(SAMPLES[path.at(-1) ?? '']) ?? 'test';
}

/**
 * Sets what the conditions ask for. Several on one claim are met together; where no value can, the most exact one has the
 * last word.
 */
export function fulfil(draft: Draft, conditions: readonly Condition[]): void {
  const byExactness = [...conditions].sort((a, b) => exactnessOf(a.matcher) - exactnessOf(b.matcher));
  const byPath = new Map<string, Condition[]>();
  for (const each of byExactness) {
    const key = JSON.stringify(each.path);
    const same = byPath.get(key) ?? [];
    // The place of the most exact one: a condition on a member comes after a less exact one on what holds it.
    byPath.delete(key);
    byPath.set(key, [...same, each]);
  }
  for (const same of byPath.values()) {
    const last = same.at(-1);
    if (last === undefined) continue;
    const matcher = mergeMatchers(same.map((each) => each.matcher)) ?? last.matcher;
    setAt(draft, last.path, valueFor(matcher, last.path, valueAt(draft, last.path)));
  }
}

const EXACTNESS: readonly (keyof Matcher)[] = ['present', 'not', 'startsWith', 'contains', 'in', 'equals'];

function exactnessOf(matcher: Matcher): number {
  return Math.max(0, ...EXACTNESS.flatMap((key, index) => (matcher[key] === undefined ? [] : [index])));
}

/** `undefined`: the claim is absent. A value that is there is kept where nothing speaks against it. */
function valueFor(matcher: Matcher, path: readonly string[], before: unknown): unknown {
  const {
    equals,
    in: values,
    startsWith,
    contains,
    containsAll,
    containsAny,
    gte,
    lte,
    present,
    anyOf,
    allOf,
    not,
  } = matcher;
  if (present === false) return undefined;
  if (anyOf !== undefined) return valueFor(anyOf[0] ?? {}, path, before);
  if (allOf !== undefined) return allOf.reduce<unknown>((value, each) => valueFor(each, path, value), before);
  if (equals !== undefined) return equals;
  if (values !== undefined) return values[0];
  if (startsWith !== undefined) {
    return typeof before === 'string' && before.startsWith(startsWith) ? before : `${startsWith}test`;
  }
  if (contains !== undefined) return [contains];
  if (containsAll !== undefined) return containsAll;
  if (containsAny !== undefined) return [containsAny[0]];
  const value = gte ?? lte ?? before ?? sampleOf(path);
  return not?.equals === value || not?.in?.some((each) => each === value) === true ? 'other' : value;
}

/** What is at a path of a draft. */
export function valueAt(draft: Draft, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, step) => (isDraft(value) ? value[step] : undefined), draft);
}

/** Sets a claim. What is on the way, and is no object, becomes one; an absent claim needs nothing on the way. */
export function setAt(draft: Draft, path: readonly string[], value: unknown): void {
  const [step = '', ...more] = path;
  if (more.length === 0) {
    draft[step] = value;
    return;
  }
  const inner = draft[step];
  if (isDraft(inner)) return setAt(inner, more, value);
  if (value === undefined) return;
  const made: Draft = {};
  draft[step] = made;
  setAt(made, more, value);
}

function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
