import { meets } from '../../test/meets.js';
import fc from 'fast-check';
import type { Matcher } from '@org/jwt-core/policy';
import { describe, expect, it } from 'vitest';
import { contradictionIn } from './contradiction.js';

describe('a condition that no value meets', () => {
  it.each<[matcher: Matcher, because: string]>([
    [{ gte: 5, lte: 1 }, 'it would have to be at least 5 and at most 1'],
    [{ equals: 'a', in: ['b', 'c'] }, 'it would have to be two values at once'],
    [{ allOf: [{ equals: 'a' }, { equals: 'b' }] }, 'it would have to be two values at once'],
    [{ present: false, equals: 'a' }, 'it must not be there'],
    [{ allOf: [{ present: true }, { present: false }] }, 'it would have to be there and not be there'],
    [
      { startsWith: 'repo:a/', allOf: [{ startsWith: 'repo:b/' }] },
      'it would have to start with "repo:a/" and "repo:b/"',
    ],
    [{ equals: 'x', not: { equals: 'x' } }, '"x" does not meet the rest'],
    [{ in: [1, 2], gte: 3 }, '1 or 2 does not meet the rest'],
    [{ equals: 'a', contains: 'a' }, '"a" does not meet the rest'],
    [{ gte: 1, startsWith: 'a/' }, 'it would have to be a string and a number'],
    [
      {
        anyOf: [
          { gte: 2, lte: 1 },
          { gte: 4, lte: 3 },
        ],
      },
      'it would have to be at least 2 and at most 1',
    ],
  ])('%j: %s', (matcher, because) => {
    expect(contradictionIn(matcher)).toBe(because);
  });

  it.each<[matcher: Matcher]>([
    [{ equals: 'a' }],
    [{ gte: 1, lte: 1 }],
    [{ in: ['a', 'b'], not: { equals: 'a' } }],
    [{ startsWith: 'repo:', allOf: [{ startsWith: 'repo:a/' }] }],
    [{ anyOf: [{ gte: 2, lte: 1 }, { equals: 3 }] }],
    [{ present: true, equals: 'x' }],
    [{ contains: 'a', not: { contains: 'b' } }],
  ])('is not %j', (matcher) => {
    expect(contradictionIn(matcher)).toBeUndefined();
  });

  it('is reported for no matcher that some value meets', () => {
    fc.assert(
      fc.property(matchers, fc.array(values, { minLength: 20, maxLength: 40 }), (matcher, some) => {
        const isMet = some.some((value) => meets(matcher, value));
        return !isMet || contradictionIn(matcher) === undefined;
      }),
      { numRuns: 500 },
    );
  });
});

const scalar = fc.constantFrom<string | number | boolean>('a/', 'a/b', 'b/', 1, 2, 3, true);
const values = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.constant(undefined));
const { matchers } = fc.letrec<{ matchers: Matcher }>((tie) => ({
  matchers: fc
    .record(
      {
        equals: scalar,
        in: fc.array(scalar, { minLength: 1, maxLength: 3 }),
        contains: scalar,
        startsWith: fc.constantFrom('a/', 'b/'),
        present: fc.boolean(),
        gte: fc.integer({ min: 0, max: 3 }),
        lte: fc.integer({ min: 0, max: 3 }),
        not: fc.record({ equals: scalar }),
        anyOf: fc.array(tie('matchers'), { minLength: 1, maxLength: 2 }),
        allOf: fc.array(tie('matchers'), { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: [] },
    )
    .map((matcher) => matcher as Matcher),
}));
