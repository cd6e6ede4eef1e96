import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from '../../json/strict-json.js';
import type { Claims, JsonValue } from '../../json/json-value.js';
import type { ClaimMatchers, Matcher, Scalar } from '../document/document.js';
import { resolveMatchers } from '../model/matcher.js';
import { compileConditions, firstMismatch, meetsConditions, type ClaimTest, type Match } from './matchers.js';

const compileMatchers = (matchers: ClaimMatchers): readonly ClaimTest[] =>
  compileConditions(resolveMatchers(matchers));

/** What a matcher says of the claim `x`. */
function matchOf(matcher: Matcher, claims: Claims, name = 'x'): Match {
  return firstMismatch(compileMatchers({ [name]: matcher }), claims)?.match ?? 'yes';
}

const claim = (x: JsonValue): Claims => ({ x });

describe('a matcher', () => {
  it.each<[Matcher, JsonValue, Match]>([
    [{ equals: 'a' }, 'a', 'yes'],
    [{ equals: 'a' }, 'A', 'no'],
    [{ equals: 'a' }, '', 'no'],
    [{ equals: 'a' }, 1, 'wrongType'],
    [{ equals: 'a' }, null, 'absent'],
    [{ equals: 'a' }, ['a'], 'wrongType'],
    [{ equals: 'a' }, { a: 1 }, 'wrongType'],
    [{ equals: 1 }, 1, 'yes'],
    [{ equals: 1 }, '1', 'wrongType'],
    [{ equals: 1 }, true, 'wrongType'],
    [{ equals: true }, true, 'yes'],
    [{ equals: true }, false, 'no'],
    [{ equals: true }, 'true', 'wrongType'],
    [{ equals: false }, 0, 'wrongType'],
    [{ in: ['a', 1] }, 1, 'yes'],
    [{ in: ['a', 1] }, 2, 'no'],
    [{ in: ['a', 1] }, '1', 'no'],
    [{ in: ['a', 1] }, true, 'wrongType'],
    [{ contains: 'a' }, ['b', 'a'], 'yes'],
    [{ contains: 'a' }, ['b'], 'no'],
    [{ contains: 'a' }, [], 'no'],
    [{ contains: 'a' }, 'a', 'wrongType'],
    [{ contains: 'a' }, 'cat', 'wrongType'],
    [{ contains: 'a' }, ['a', null], 'wrongType'],
    [{ contains: 'a' }, ['a', ['a']], 'wrongType'],
    [{ contains: 1 }, ['1'], 'wrongType'],
    [{ contains: 'a' }, ['a', 1], 'wrongType'],
    [{ not: { contains: 13 } }, ['13'], 'wrongType'],
    [{ not: { contains: 13 } }, [], 'yes'],
    [{ containsAny: ['a', 1] }, ['b', 1], 'yes'],
    [{ containsAll: ['a', 'b'] }, ['c', 'b', 'a'], 'yes'],
    [{ containsAll: ['a', 'b'] }, ['a'], 'no'],
    [{ containsAny: ['a', 'b'] }, ['b'], 'yes'],
    [{ containsAny: ['a', 'b'] }, ['c'], 'no'],
    [{ startsWith: 'repo:acme/' }, 'repo:acme/shop', 'yes'],
    [{ startsWith: 'repo:acme/' }, 'repo:acme-evil/shop', 'no'],
    [{ startsWith: 'repo:acme/' }, ['repo:acme/shop'], 'wrongType'],
    [{ present: true }, null, 'no'],
    [{ present: false }, 'a', 'no'],
    [{ gte: 1 }, 1, 'yes'],
    [{ gte: 1 }, 0.9, 'no'],
    [{ gte: 1 }, '2', 'wrongType'],
    [{ gte: 1 }, 2 ** 53, 'wrongType'],
    [{ lte: 1 }, 1, 'yes'],
    [{ lte: 1 }, 1.1, 'no'],
    [{ lte: 1 }, -(2 ** 53), 'wrongType'],
    [{ gte: 1, lte: 3 }, 2, 'yes'],
    [{ gte: 1, lte: 3 }, 4, 'no'],
    [{ not: { equals: 'a' } }, 'b', 'yes'],
    [{ not: { equals: 'a' } }, 'a', 'no'],
    [{ not: { equals: 'a' } }, 1, 'wrongType'],
    [{ not: { not: { equals: 'a' } } }, 1, 'wrongType'],
    [{ not: { gte: 1 } }, '0', 'wrongType'],
    [{ not: { contains: 'a' } }, 'b', 'wrongType'],
    [{ anyOf: [{ equals: 'a' }, { equals: 1 }] }, 1, 'yes'],
    [{ anyOf: [{ equals: 'a' }, { equals: 1 }] }, 2, 'wrongType'],
    [{ not: { anyOf: [{ equals: 'a' }, { equals: 1 }] } }, 2, 'wrongType'],
    [{ allOf: [{ gte: 1 }, { lte: 3 }] }, 2, 'yes'],
    [{ allOf: [{ gte: 1 }, { lte: 3 }] }, 4, 'no'],
  ])('%j says of %j: %s', (matcher, value, match) => {
    expect(matchOf(matcher, claim(value))).toBe(match);
  });

  it.each<[Matcher, Match]>([
    [{ equals: 'a' }, 'absent'],
    [{ not: { equals: 'a' } }, 'absent'],
    [{ not: { not: { in: ['a'] } } }, 'absent'],
    [{ not: { allOf: [{ equals: 'a' }, { present: true }] } }, 'absent'],
    [{ present: true }, 'no'],
    [{ present: false }, 'yes'],
    [{ not: { present: true } }, 'yes'],
    [{ anyOf: [{ present: false }, { equals: 'a' }] }, 'yes'],
  ])('%j says of a claim that is missing: %s', (matcher, match) => {
    expect(matchOf(matcher, {})).toBe(match);
  });

  it.each<[Matcher]>([
    [{ present: true }],
    [{ present: false }],
    [{ not: { present: true } }],
    [{ not: { equals: 1 } }],
  ])('%j does not hold where something on the way to the claim is not an object', (matcher) => {
    expect(matchOf(matcher, { a: 'text' }, '/a/b')).toBe('wrongType');
  });
});

describe('several claims', () => {
  const tests = compileMatchers({ a: { equals: 1 }, '/b/c': { equals: 2 } });

  it('match where all match', () => {
    expect(firstMismatch(tests, { a: 1, b: { c: 2 } })).toBeUndefined();
  });

  it('report the first that does not match, with what was wanted and found', () => {
    expect(firstMismatch(tests, { a: 1, b: { c: 3 } })).toEqual({
      name: '/b/c',
      match: 'no',
      expected: '/b/c {"equals":2}',
      lookup: { state: 'found', value: 3 },
    });
  });

  it('are met or not, for tools that look for claims', () => {
    const conditions = resolveMatchers({ x: { equals: 'a' }, '/y/z': { present: true } });
    expect(meetsConditions(conditions, { x: 'a', y: { z: 1 } })).toBe(true);
    expect(meetsConditions(conditions, { x: 'a' })).toBe(false);
  });

  it('match where nothing is asked', () => {
    expect(firstMismatch(compileMatchers({}), {})).toBeUndefined();
  });
});

const ABSENT = Symbol('absent');

/** The meaning of a matcher in plain words: true, false, or the reason why it is unknown. */
function meaning(matcher: Matcher, value: unknown): Match {
  const verdicts: Match[] = [];
  const say = (isFitting: boolean, isTrue: () => boolean): void => {
    if (value === ABSENT) verdicts.push('absent');
    else if (!isFitting) verdicts.push('wrongType');
    else verdicts.push(isTrue() ? 'yes' : 'no');
  };
  const isScalar = (each: unknown): boolean =>
    typeof each === 'string' || typeof each === 'boolean' || (typeof each === 'number' && isSafe(each));
  const isSafe = (each: number): boolean => !Number.isInteger(each) || Math.abs(each) < 2 ** 53;
  const isNumber = typeof value === 'number' && isSafe(value);
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const isListOf = (wanted: readonly Scalar[]): boolean =>
    Array.isArray(value) &&
    items.every((item) => isScalar(item) && wanted.some((each) => typeof each === typeof item));
  const among = (options: readonly Scalar[]): void => {
    say(isScalar(value) && options.some((option) => typeof option === typeof value), () =>
      options.some((option) => option === value),
    );
  };
  if (matcher.equals !== undefined) among([matcher.equals]);
  if (matcher.in !== undefined) among(matcher.in);
  const { contains, containsAll, containsAny, startsWith, gte, lte } = matcher;
  if (contains !== undefined) say(isListOf([contains]), () => items.includes(contains));
  if (containsAll !== undefined)
    say(isListOf(containsAll), () => containsAll.every((each) => items.includes(each)));
  if (containsAny !== undefined)
    say(isListOf(containsAny), () => containsAny.some((each) => items.includes(each)));
  if (startsWith !== undefined)
    say(typeof value === 'string', () => String(value).slice(0, startsWith.length) === startsWith);
  if (gte !== undefined) say(isNumber, () => Number(value) >= gte);
  if (lte !== undefined) say(isNumber, () => Number(value) <= lte);
  if (matcher.present !== undefined) verdicts.push((value !== ABSENT) === matcher.present ? 'yes' : 'no');
  if (matcher.not !== undefined) {
    const inner = meaning(matcher.not, value);
    verdicts.push(inner === 'yes' ? 'no' : inner === 'no' ? 'yes' : inner);
  }
  if (matcher.anyOf !== undefined) {
    const inner = matcher.anyOf.map((each) => meaning(each, value));
    const unknown = inner.includes('absent') ? 'absent' : inner.includes('wrongType') ? 'wrongType' : 'no';
    verdicts.push(inner.includes('yes') ? 'yes' : unknown);
  }
  for (const each of matcher.allOf ?? []) verdicts.push(meaning(each, value));
  return (
    verdicts.find((each) => each === 'absent') ??
    verdicts.find((each) => each === 'wrongType') ??
    verdicts.find((each) => each === 'no') ??
    'yes'
  );
}

const SCALARS = fc.constantFrom<Scalar>('a', 'b', 'a/b', '', '1', 'true', 0, 1, 1.5, -1, true, false);
const some = <Item>(item: fc.Arbitrary<Item>): fc.Arbitrary<Item[]> =>
  fc.array(item, { minLength: 1, maxLength: 3 });
const PLAIN: readonly fc.Arbitrary<Matcher>[] = [
  SCALARS.map((equals) => ({ equals })),
  some(SCALARS).map((options) => ({ in: options })),
  SCALARS.map((contains) => ({ contains })),
  some(SCALARS).map((containsAll) => ({ containsAll })),
  some(SCALARS).map((containsAny) => ({ containsAny })),
  fc.constantFrom('a/', '/', ':').map((startsWith) => ({ startsWith })),
  fc.boolean().map((present) => ({ present })),
  fc.constantFrom(0, 1).map((gte) => ({ gte })),
  fc.constantFrom(1, 2).map((lte) => ({ lte })),
];

/** One or two members, nested up to a depth. */
function matchersOf(depth: number): fc.Arbitrary<Matcher> {
  const members = [...PLAIN];
  if (depth > 0) {
    const inner = matchersOf(depth - 1);
    members.push(
      inner.map((not) => ({ not })),
      some(inner).map((anyOf) => ({ anyOf })),
      some(inner).map((allOf) => ({ allOf })),
    );
  }
  const one = fc.oneof(...members);
  return fc.oneof(
    one,
    fc.tuple(one, one).map(([left, right]) => ({ ...left, ...right })),
  );
}

const MATCHERS = matchersOf(3);
const VALUES: fc.Arbitrary<unknown> = fc.oneof(
  SCALARS,
  fc.array(SCALARS, { maxLength: 3 }),
  fc.constantFrom<unknown>(ABSENT, null, {}, { a: 1 }, [[]], ['a', null], [{}], 2 ** 53, 1e300),
);

function claimsWith(value: unknown): Claims {
  const claims = parseStrictJson(JSON.stringify(value === ABSENT ? {} : { x: value }));
  if (typeof claims === 'string') throw new Error(claims);
  return claims;
}

describe('any matcher', () => {
  it('means what the plain reference says', () => {
    fc.assert(
      fc.property(MATCHERS, VALUES, (matcher, value) => {
        // `null` is what serialisers write where there is nothing.
        expect(matchOf(matcher, claimsWith(value))).toBe(meaning(matcher, value ?? ABSENT));
      }),
      { numRuns: 5000 },
    );
  });

  it('that is unknown is not made true by a not around it', () => {
    fc.assert(
      fc.property(MATCHERS, VALUES, (matcher, value) => {
        const plain = matchOf(matcher, claimsWith(value));
        const negated = matchOf({ not: matcher }, claimsWith(value));
        expect(negated).toBe(plain === 'yes' ? 'no' : plain === 'no' ? 'yes' : plain);
      }),
      { numRuns: 2000 },
    );
  });

  it('without present never holds for a claim that is missing', () => {
    const hasPresent = (matcher: Matcher): boolean => JSON.stringify(matcher).includes('"present"');
    fc.assert(
      fc.property(
        MATCHERS.filter((matcher) => !hasPresent(matcher)),
        (matcher) => {
          expect(matchOf(matcher, {})).toBe('absent');
        },
      ),
    );
  });
});
