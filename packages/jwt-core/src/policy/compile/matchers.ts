/** Makes tests of matchers. They are finite and total, and never convert a type. */

import type { Claims, JsonValue } from '../../json/json-value.js';
import { isExact } from '../../json/plain.js';
import { cut } from '../../io/printable.js';
import type { Matcher, Scalar } from '../document/document.js';
import { findClaim, type ClaimLookup, type ClaimPath } from '../model/claim-path.js';
import type { ClaimCondition } from '../model/matcher.js';

/**
 * What a matcher says of a claim. `absent` and `wrongType` deny, also under `not`: what is unknown is never turned
 * into a yes.
 */
export type Match = 'yes' | 'no' | 'absent' | 'wrongType';

type Test = (claim: ClaimLookup) => Match;
type ValueTest = (value: JsonValue) => boolean | undefined;

/** A matcher for one claim. */
export interface ClaimTest {
  /** The claim's name as the policy writes it. */
  readonly name: string;
  readonly path: ClaimPath;
  readonly test: Test;
  /** The matcher as the policy writes it, for explanations; the beginning of a long one. */
  readonly expected: string;
}

/** A text that is kept for each matcher; an event shows no more of it. */
const MAX_EXPECTED_LENGTH = 320;

/** Compiles conditions. */
export function compileConditions(conditions: readonly ClaimCondition[]): readonly ClaimTest[] {
  return conditions.map(({ name, path, matcher }) => ({
    name,
    path,
    test: compile(matcher),
    expected: cut(`${name} ${JSON.stringify(matcher)}`, MAX_EXPECTED_LENGTH),
  }));
}

/** The first claim that does not match, with what was found; `undefined` when all match. */
export function firstMismatch(tests: readonly ClaimTest[], claims: Claims): Mismatch | undefined {
  for (const { name, path, test, expected } of tests) {
    const lookup = findClaim(claims, path);
    const match = test(lookup);
    if (match !== 'yes') return { name, match, expected, lookup };
  }
  return undefined;
}

/** Whether claims show all of these conditions: for tools that look for claims which do, or do not. It decides nothing. */
export function meetsConditions(conditions: readonly ClaimCondition[], claims: Claims): boolean {
  return firstMismatch(compileConditions(conditions), claims) === undefined;
}

/** One claim that does not match. */
export interface Mismatch {
  readonly name: string;
  readonly match: Exclude<Match, 'yes'>;
  readonly expected: string;
  readonly lookup: ClaimLookup;
}

/** Every member of the matcher must hold. */
function compile(matcher: Matcher): Test {
  const tests = (Object.keys(matcher) as (keyof Matcher)[]).flatMap((key) => {
    const wanted = matcher[key];
    return wanted === undefined ? [] : [testOf(key, wanted)];
  });
  return (claim) => all(tests.map((test) => test(claim)));
}

function testOf<Key extends keyof Wanted>(key: Key, wanted: Wanted[Key]): Test {
  return TESTS[key](wanted);
}

type Wanted = Required<Matcher>;

const TESTS: { readonly [Key in keyof Wanted]: (wanted: Wanted[Key]) => Test } = {
  equals: (wanted) => onValue(isOneOf([wanted])),
  in: (wanted) => onValue(isOneOf(wanted)),
  contains: (wanted) => onValue(holds([wanted], 'every')),
  containsAll: (wanted) => onValue(holds(wanted, 'every')),
  containsAny: (wanted) => onValue(holds(wanted, 'some')),
  startsWith: (wanted) =>
    onValue((value) => (typeof value === 'string' ? value.startsWith(wanted) : undefined)),
  gte: (wanted) => onValue((value) => (isNumber(value) ? value >= wanted : undefined)),
  lte: (wanted) => onValue((value) => (isNumber(value) ? value <= wanted : undefined)),
  present: (wanted) => (claim) =>
    claim.state === 'wrongType' ? 'wrongType' : (claim.state === 'found') === wanted ? 'yes' : 'no',
  not: (wanted) => negate(compile(wanted)),
  anyOf: (wanted) => combine(wanted, any),
  allOf: (wanted) => combine(wanted, all),
};

function combine(matchers: readonly Matcher[], choose: (matches: readonly Match[]) => Match): Test {
  const tests = matchers.map(compile);
  return (claim) => choose(tests.map((test) => test(claim)));
}

/** Lifts a test of a value to a test of a claim that may be missing. `undefined`: the value has the wrong type. */
function onValue(test: ValueTest): Test {
  return (claim) => {
    if (claim.state !== 'found') return claim.state;
    const result = test(claim.value);
    if (result === undefined) return 'wrongType';
    return result ? 'yes' : 'no';
  };
}

function negate(test: Test): Test {
  return (claim) => {
    const match = test(claim);
    if (match === 'yes') return 'no';
    return match === 'no' ? 'yes' : match;
  };
}

/** `absent` and `wrongType` outweigh `no`, so that a `not` around it cannot turn them into `yes`. */
function all(matches: readonly Match[]): Match {
  return firstOf(matches, ['absent', 'wrongType', 'no']) ?? 'yes';
}

function any(matches: readonly Match[]): Match {
  return firstOf(matches, ['yes', 'absent', 'wrongType']) ?? 'no';
}

function firstOf(matches: readonly Match[], order: readonly Match[]): Match | undefined {
  return order.find((match) => matches.includes(match));
}

function isOneOf(options: readonly Scalar[]): ValueTest {
  const types = new Set(options.map((option) => typeof option));
  const values = new Set<unknown>(options);
  return (value) => (isScalar(value) && types.has(typeof value) ? values.has(value) : undefined);
}

/** The claim is a list of values of the wanted types. A list with anything else in it has the wrong type. */
function holds(wanted: readonly Scalar[], mode: 'every' | 'some'): ValueTest {
  const types = new Set(wanted.map((each) => typeof each));
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    if (!value.every((each: JsonValue) => isScalar(each) && types.has(typeof each))) return undefined;
    const values = new Set<unknown>(value);
    return wanted[mode]((each) => values.has(each));
  };
}

/** A number that lost digits when it was read cannot be compared. */
function isNumber(value: JsonValue): value is number {
  return typeof value === 'number' && isExact(value);
}

function isScalar(value: JsonValue): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || isNumber(value);
}
