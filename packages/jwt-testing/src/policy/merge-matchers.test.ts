import type { Matcher } from '@org/jwt-core/policy';
import { describe, expect, it } from 'vitest';
import { mergeMatchers } from './merge-matchers.js';

const MERGED: readonly (readonly [
  what: string,
  matchers: readonly Matcher[],
  merged: Matcher | undefined,
])[] = [
  ['takes the values that all lists have', [{ in: ['a', 'b'] }, { in: ['c', 'b'] }], { in: ['b'] }],
  ['takes no excluded value', [{ in: ['a', 'b'] }, { not: { equals: 'a' } }], { in: ['b'] }],
  [
    'takes a value with the right start',
    [{ in: ['x', 'agent/1'] }, { startsWith: 'agent/' }],
    { in: ['agent/1'] },
  ],
  ['takes a value in the range', [{ in: [1, 5] }, { gte: 3 }], { in: [5] }],
  ['takes the narrowest range', [{ gte: 1 }, { gte: 3, lte: 9 }], { gte: 3 }],
  ['takes the longest start', [{ startsWith: 'a/' }, { startsWith: 'a/b/' }], { startsWith: 'a/b/' }],
  [
    'puts lists together',
    [{ contains: 'a' }, { containsAll: ['b'] }, { containsAny: ['c', 'b'] }],
    { containsAll: ['a', 'b'] },
  ],
  [
    'takes the first alternative that fits',
    [{ anyOf: [{ equals: 'a' }, { equals: 'b' }] }, { equals: 'b' }],
    { in: ['b'] },
  ],
  ['reads allOf', [{ allOf: [{ in: ['a', 'b'] }, { not: { in: ['a'] } }] }], { in: ['b'] }],
  ['keeps what is absent', [{ present: false }], { present: false }],
  ['finds no value for two', [{ equals: 'a' }, { equals: 'b' }], undefined],
  ['finds no value for an empty range', [{ gte: 5 }, { lte: 1 }], undefined],
  ['finds no value for what is absent and there', [{ present: false }, { equals: 'a' }], undefined],
  ['finds no value for two starts', [{ startsWith: 'a' }, { startsWith: 'b' }], undefined],
];

describe('mergeMatchers', () => {
  it.each(MERGED)('%s', (_what, matchers, merged) => {
    expect(mergeMatchers(matchers)).toEqual(merged);
  });
});
