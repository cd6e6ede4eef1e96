/**
 * What is asked of a token, in a form that a gateway can say: matchers as a tree of tests of one claim each, with every
 * `not` moved down to the test that it is about.
 */

import type { ClaimCondition, ClaimPath, Matcher, RoleForm, Scalar } from '@org/jwt-core/policy';

/** One claim, or one member of the header. */
export interface ClaimTest {
  readonly part: 'payload' | 'header';
  readonly path: ClaimPath;
  readonly is: Form;
  /** The claim is there, of the right type, and the test does not hold; of `present`: it is not there. */
  readonly negated: boolean;
  /** The JSON Pointer to what the policy says of it. */
  readonly at: string;
}

/** What a claim must look like. */
export type Form =
  | { readonly kind: 'oneOf'; readonly values: readonly Scalar[]; readonly ignoresCase?: boolean }
  | { readonly kind: 'startsWith'; readonly value: string }
  | { readonly kind: 'holds'; readonly values: readonly Scalar[] }
  | { readonly kind: 'gte' | 'lte'; readonly value: number }
  | { readonly kind: 'present' }
  /** A string that is not empty, a number. */
  | { readonly kind: 'type'; readonly type: 'string' | 'number' }
  | { readonly kind: 'granted'; readonly name: string; readonly form: 'scopes' | RoleForm };

/** A tree of tests. `{ all: [] }` always holds, `{ any: [] }` never. */
export type TokenTest =
  ClaimTest | { readonly all: readonly TokenTest[] } | { readonly any: readonly TokenTest[] };

/** Conditions of the policy, which must all hold. `inside`: the claim whose members they are about. */
export function testsOf(
  conditions: readonly ClaimCondition[],
  at: string,
  inside: ClaimPath = [],
): readonly TokenTest[] {
  return conditions.map(({ path, matcher }) =>
    matcherTest(matcher, { path: [...inside, ...path], at }, false),
  );
}

/** One test of one claim. */
export function claim(path: ClaimPath, is: Form, at: string, negated = false): ClaimTest {
  return { part: 'payload', path, is, negated, at };
}

type Place = Pick<ClaimTest, 'path' | 'at'>;

function matcherTest(matcher: Matcher, place: Place, negated: boolean): TokenTest {
  const members = membersOf(matcher);
  const tests = members.map((member) => member(place, false));
  if (!negated) return { all: tests };
  if (members.length === 1) return { any: members.map((member) => member(place, true)) };
  return notAll(members, place);
}

/** One member of a matcher, plain or under `not`. */
type Member = (place: Place, negated: boolean) => TokenTest;

function membersOf(matcher: Matcher): readonly Member[] {
  const { equals, contains, containsAll, containsAny, startsWith, gte, lte, present, not, anyOf, allOf } =
    matcher;
  return [
    ...(equals === undefined ? [] : [leaf({ kind: 'oneOf', values: [equals] })]),
    ...(matcher.in === undefined ? [] : [leaf({ kind: 'oneOf', values: matcher.in })]),
    ...(contains === undefined ? [] : [leaf({ kind: 'holds', values: [contains] })]),
    ...(containsAll === undefined ? [] : [holdsAll(containsAll)]),
    ...(containsAny === undefined ? [] : [leaf({ kind: 'holds', values: containsAny })]),
    ...(startsWith === undefined ? [] : [leaf({ kind: 'startsWith', value: startsWith })]),
    ...(gte === undefined ? [] : [leaf({ kind: 'gte', value: gte })]),
    ...(lte === undefined ? [] : [leaf({ kind: 'lte', value: lte })]),
    ...(present === undefined ? [] : [presence(present)]),
    ...(not === undefined ? [] : [inverted(not)]),
    ...(anyOf === undefined ? [] : [oneOfMatchers(anyOf)]),
    ...(allOf === undefined ? [] : allOf.map(whole)),
  ];
}

function leaf(is: Form): Member {
  return ({ path, at }, negated) => claim(path, is, at, negated);
}

function presence(wanted: boolean): Member {
  return ({ path, at }, negated) => claim(path, { kind: 'present' }, at, wanted === negated);
}

function inverted(matcher: Matcher): Member {
  return (place, negated) => matcherTest(matcher, place, !negated);
}

function whole(matcher: Matcher): Member {
  return (place, negated) => matcherTest(matcher, place, negated);
}

function holdsAll(values: readonly Scalar[]): Member {
  return ({ path, at }, negated) => {
    const each = values.map((value) => claim(path, { kind: 'holds', values: [value] }, at, negated));
    return negated ? { any: each } : { all: each };
  };
}

/** Under `not`, all of them are judged, and none of them holds. */
function oneOfMatchers(matchers: readonly Matcher[]): Member {
  return (place, negated) => {
    const each = matchers.map((matcher) => matcherTest(matcher, place, negated));
    return negated ? { all: each } : { any: each };
  };
}

/** One does not hold, and each of the others is judged: a claim of a wrong type denies, also under `not`. */
function notAll(members: readonly Member[], place: Place): TokenTest {
  const judged = members.map((member): TokenTest => ({ any: [member(place, false), member(place, true)] }));
  return { all: [{ any: members.map((member) => member(place, true)) }, ...judged] };
}
