/** Matchers, each with a claim that it takes, and claims of every kind. */

import type { ClaimMatchers, Matcher } from '../../src/policy/document/document.js';
import type { Draw } from './draw.js';

export interface Condition {
  readonly matcher: Matcher;
  readonly good: unknown;
}

/** Every matcher alone, under `not`, and in company. */
const CONDITIONS: readonly [Condition, ...Condition[]] = [
  { matcher: { equals: 'a' }, good: 'a' },
  { matcher: { equals: 1 }, good: 1 },
  { matcher: { equals: true }, good: true },
  { matcher: { in: ['a', 'c'] }, good: 'c' },
  { matcher: { in: ['a', 1] }, good: 1 },
  { matcher: { contains: 'a' }, good: ['b', 'a'] },
  { matcher: { containsAll: ['a', 'b'] }, good: ['b', 'c', 'a'] },
  { matcher: { containsAny: ['a', 'c'] }, good: ['b', 'c'] },
  { matcher: { containsAny: ['a', 1] }, good: [1, 'b'] },
  { matcher: { startsWith: 'a/' }, good: 'a/b' },
  { matcher: { present: true }, good: null },
  { matcher: { present: false }, good: undefined },
  { matcher: { gte: 1 }, good: 1 },
  { matcher: { lte: 9 }, good: 9 },
  { matcher: { gte: 1, lte: 9 }, good: 5 },
  { matcher: { not: { equals: 'a' } }, good: 'b' },
  { matcher: { not: { not: { equals: 'a' } } }, good: 'a' },
  { matcher: { not: { in: ['a', 1] } }, good: 5 },
  { matcher: { not: { contains: 'a' } }, good: ['b'] },
  { matcher: { not: { containsAll: ['a', 'b'] } }, good: ['a'] },
  { matcher: { not: { containsAny: ['a', 'b'] } }, good: [] },
  { matcher: { not: { startsWith: 'a/' } }, good: 'b' },
  { matcher: { not: { gte: 5 } }, good: 1 },
  { matcher: { not: { present: false } }, good: 'x' },
  { matcher: { anyOf: [{ present: false }, { not: { equals: 'a' } }] }, good: undefined },
  { matcher: { anyOf: [{ equals: 'a' }, { gte: 3 }] }, good: 5 },
  { matcher: { allOf: [{ not: { equals: 'a' } }, { not: { equals: 'c' } }] }, good: 'b' },
  { matcher: { not: { anyOf: [{ equals: 'a' }, { equals: 'b' }] } }, good: 'c' },
  { matcher: { not: { anyOf: [{ equals: 'a' }, { gte: 3 }] } }, good: 'b' },
  { matcher: { not: { allOf: [{ equals: 'a' }, { gte: 3 }] } }, good: 'b' },
  { matcher: { not: { allOf: [{ gte: 1 }, { lte: 5 }] } }, good: 10 },
  { matcher: { anyOf: [{ startsWith: 'a/' }, { contains: 'a' }], not: { equals: 'a/b' } }, good: 'a/c' },
];

/** A top-level name, with dots and all, or a pointer, also with escapes. */
export const NAMES = [
  ...['dept', 'x.y', '/limits/eur', '/limits/a~1b', '/limits/a~01b', '/deep/one/two~0'],
  ...['toString', '/limits/valueOf'], // what every object of JavaScript inherits is no claim
] as const;

/** What a claim may turn out to be. */
export const ODD_VALUES = [
  ...[null, undefined, '', 'a', 'b', 'c', 'a/', 'a/b', 'A', 'a ', '1', 'true'],
  ...[0, 1, 5, 9, 10, -1, 1.5, 2 ** 53, 1e300, true, false],
  ...[[], {}, [[]], ['a'], ['a', 'b'], ['b'], [1], ['a', 1], ['a', null], [true], { a: 'a' }, [{ a: 1 }]],
] as const;

/** Conditions on one or two claims, and the claims that meet them. */
export function conditions(draw: Draw): { matchers: ClaimMatchers; good: Readonly<Record<string, unknown>> } {
  const count = 1 + draw.below(6) / 5;
  const chosen = Array.from(
    { length: Math.trunc(count) },
    () => [draw.of(...NAMES), draw.of(...CONDITIONS)] as const,
  );
  return {
    matchers: Object.fromEntries(chosen.map(([name, { matcher }]) => [name, matcher])),
    good: Object.fromEntries(chosen.map(([name, { good }]) => [name, good])),
  };
}

/** The claim that a matcher of this table takes. */
export function goodFor(matcher: Matcher): unknown {
  return CONDITIONS.find((each) => each.matcher === matcher)?.good;
}

/** Another value of the same type. */
export function otherThan(value: unknown, draw: Draw): unknown {
  if (typeof value === 'number') return value + draw.of(1, -1, 5, -5, 100, 2 ** 53);
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return draw.of(['z'], ['a'], ['b'], ['a', 'b'], []);
  return draw.of('a', 'b', 'c', 'a/', 'z', 'a/b');
}

/** Puts a claim where its name says; `undefined` takes it away. */
export function put(claims: object, name: string, value: unknown): object {
  const path = name.startsWith('/')
    ? name
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : [name];
  return putAt(claims, path, value);
}

function putAt(node: unknown, [first = '', ...rest]: readonly string[], value: unknown): object {
  const members = typeof node === 'object' && node !== null && !Array.isArray(node) ? node : {};
  const inner: unknown = Object.hasOwn(members, first) ? members[first as never] : undefined;
  return { ...members, [first]: rest.length === 0 ? value : putAt(inner, rest, value) };
}
