/** The parts that the schema of the policy document is put together from. */

import * as v from 'valibot';
import type { Grants } from './document.js';
import { DURATION, durationPattern } from './duration-pattern.js';
import { expected, found, UNSET } from './expected.js';
import { UNSET_HINT } from '../../options/unset-hint.js';
import { CEILINGS, parseDuration } from '../model/limits.js';
import { check, says } from './schema-check.js';
import { didYouMean } from '../../options/did-you-mean.js';

const NOT_REPLACED = '${…} is not replaced in a policy document: write the value itself.';
const WITHOUT_VARIABLES = '^(?:[^$]|\\$+[^${])*\\$*$';

/** A text that is there. An unset variable often arrives as one of the words refused here. */
export const text = (what: string): v.GenericSchema<string> =>
  v.pipe(
    v.string(expected(what, ' Quote it if it looks like a number or a boolean.')),
    v.nonEmpty(`Expected ${what}, found an empty string.${UNSET_HINT}`),
    check(
      (value) => !UNSET.includes(value),
      (issue) => `Expected ${what}, found ${found(issue.input)}.${UNSET_HINT}`,
      { not: { enum: UNSET } },
    ),
    check((value) => !value.includes('${'), `Expected ${what}. ${NOT_REPLACED}`, {
      pattern: WITHOUT_VARIABLES,
    }),
  );

/** One of a few words. */
export const oneOf = <const Options extends readonly string[]>(
  options: Options,
): v.GenericSchema<Options[number]> =>
  v.picklist(options, (issue) => {
    const near = typeof issue.input === 'string' ? didYouMean(issue.input, options) : '';
    return `Expected one of ${options.join(', ')}, found ${found(issue.input)}.${near}`;
  });

/** A list that is not empty. */
export const list = <Item>(item: v.GenericSchema<Item>, what: string): v.GenericSchema<Item[]> =>
  v.pipe(
    v.array(item, expected(`a list of ${what}`)),
    v.nonEmpty(`Expected at least one entry in this list of ${what}.`),
  );

/** A list without repetition. */
export const distinct = <Item>(items: v.GenericSchema<Item[]>): v.GenericSchema<Item[]> =>
  v.pipe(
    items,
    check((values) => new Set(values).size === values.length, 'The same entry stands here twice.', {
      uniqueItems: true,
    }),
  );

/** A list of texts, each once. */
export const distinctTexts = (
  what: string,
  item: v.GenericSchema<string> = text(`a ${what}`),
): v.GenericSchema<string[]> => distinct(list(item, `${what}s`));

/** Tenants, listed or in a file. */
export const tenants: v.GenericSchema = v.union(
  [distinctTexts('tenant'), v.strictObject({ file: text('a file') })],
  expected('a list of tenants, each once, or { file: tenants.json }'),
);

/** `Date.parse` alone would take February 30th for March 2nd. */
const isDate = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/u.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);

/** As near as a pattern comes: a 29th of February may stand in any year. */
const DAY = '^\\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d)|(?:0[13-9]|1[0-2])-30|(?:0[13578]|1[02])-31)$';

/** A day, `YYYY-MM-DD`. */
export const date: v.GenericSchema<string> = v.pipe(
  v.string(expected('a date, YYYY-MM-DD')),
  check(isDate, expected('a date that exists, YYYY-MM-DD'), { pattern: DAY }),
);

/** Known to version 1 of the document, and not built yet: refused, never ignored. */
export const notYet = (what: string): v.GenericSchema<undefined> =>
  v.optional(v.never(`${what} is not supported yet. Remove it.`));

const duration = (ceiling: number, least: number, ceilingText: string) =>
  v.pipe(
    v.string(expected('a duration with a unit, such as 5s, 10m or 1h')),
    check(
      (value) => parseDuration(value) !== undefined,
      expected('a duration with a unit, such as 5s, 10m or 1h'),
      { pattern: DURATION },
    ),
    check((value) => (parseDuration(value) ?? least) >= least, 'Expected a duration longer than zero.', {
      ...(least > 0 ? { pattern: '[1-9]' } : {}),
    }),
    check((value) => (parseDuration(value) ?? 0) <= ceiling, expected(`at most ${ceilingText}`), {
      pattern: durationPattern(ceiling),
    }),
  );

type OptionalText = v.GenericSchema<string | undefined>;

/** How far clocks may differ. */
export const clockSkew: OptionalText = v.optional(duration(CEILINGS.clockSkew, 0, '60s'));
/** The longest `exp - iat`. */
export const maxLifetime: OptionalText = v.optional(duration(CEILINGS.maxLifetime, 1, '24h'));
/** The longest time since `iat`. */
export const maxAge: OptionalText = v.optional(duration(CEILINGS.maxAge, 1, '24h'));
/** How long fetched keys serve in an outage. */
export const maxStale: OptionalText = v.optional(duration(CEILINGS.maxStale, 1, '24h'));
/** The longest token. */
export const maxTokenBytes: v.GenericSchema<number | undefined> = v.optional(
  v.pipe(
    v.number(expected('a number of bytes')),
    v.integer(expected('a whole number of bytes')),
    v.minValue(256, expected('at least 256 bytes')),
    v.maxValue(CEILINGS.maxTokenBytes, expected(`at most ${String(CEILINGS.maxTokenBytes)} bytes`)),
  ),
);

const NAME = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/u;
const name = v.pipe(
  v.string(),
  v.regex(
    NAME,
    expected('a name of at most 64 letters, digits, dots, dashes and underscores that starts with a letter'),
  ),
);
/** A mapping from names to things of one kind. */
export const named = (value: v.GenericSchema, what: string): v.GenericSchema<Record<string, unknown>> =>
  v.pipe(
    v.record(name, value, expected(`a mapping of names to ${what}`)),
    check((entries) => Object.keys(entries).length > 0, `Expected at least one entry under ${what}.`, {
      minProperties: 1,
    }),
  );

/** A claim by its name, or by a JSON Pointer. */
export const claim: v.GenericSchema<string> = v.pipe(
  text('the name of a claim'),
  check(
    (value) => !/~(?![01])/u.test(value) || !value.startsWith('/'),
    'A name that starts with "/" is a JSON Pointer: write "~0" for "~" and "~1" for "/" inside a member name.',
    { pattern: '^(?:[^/]|/(?:[^~]|~[01])*$)' },
  ),
);

const scalar = v.union(
  [
    v.pipe(
      v.string(),
      check((value) => !value.includes('${'), NOT_REPLACED, { pattern: WITHOUT_VARIABLES }),
    ),
    v.boolean(),
    v.pipe(v.number(), v.finite()),
  ],
  expected('a string, a number or a boolean'),
);
const finite = v.pipe(v.number(expected('a number')), v.finite(expected('a finite number')));
const scalars = list(scalar, 'values');
const inner: v.GenericSchema<object> = v.lazy(() => matcher);
const matchers = list(inner, 'matchers');

/** What a claim must look like. */
export const matcher: v.GenericSchema<object> = v.pipe(
  v.strictObject(
    {
      equals: v.optional(scalar),
      in: v.optional(scalars),
      contains: v.optional(scalar),
      containsAll: v.optional(scalars),
      containsAny: v.optional(scalars),
      startsWith: v.optional(
        v.pipe(
          text('a prefix'),
          v.regex(
            /[^\p{L}\p{M}\p{N}]$/u,
            expected('a prefix that ends in a delimiter, such as "repo:acme/"'),
          ),
          check((value) => !value.endsWith('*'), 'A prefix has no wildcard: write it without the "*".', {
            not: { pattern: '\\*$' },
          }),
        ),
      ),
      present: v.optional(v.boolean(expected('true or false'))),
      gte: v.optional(finite),
      lte: v.optional(finite),
      not: v.optional(inner),
      anyOf: v.optional(matchers),
      allOf: v.optional(matchers),
    },
    expected('a matcher, such as { equals: value }'),
  ),
  check(
    (value) => Object.keys(value).length > 0,
    'Expected a matcher, such as { equals: value }, found an empty one.',
    { minProperties: 1 },
  ),
);

/** Claim → matcher. */
export const claimMatchers: v.GenericSchema<Record<string, unknown>> = v.pipe(
  v.record(claim, matcher, expected('a mapping of claims to matchers')),
  check((entries) => Object.keys(entries).length > 0, 'Expected at least one claim with a matcher.', {
    minProperties: 1,
  }),
);

/** All of a list, or one of it. */
export const grants = (what: string, item?: v.GenericSchema<string>): v.GenericSchema<Grants> =>
  v.union(
    [distinctTexts(what, item), v.strictObject({ anyOf: distinctTexts(what, item) })],
    expected(
      `a list of ${what}s (all of them), or { anyOf: [...] } (one of them), with at least one, each once`,
    ),
  );

const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+$/u;
const NO_SCOPE =
  'A scope is printable ASCII without spaces, quotes and backslashes (RFC 6749 §3.3). Write one list entry per scope.';
const scope = v.pipe(text('a scope'), says({ pattern: SCOPE.source, patternErrorMessage: NO_SCOPE }));

/** Scopes as RFC 6749 §3.3 spells them. */
export const scopes: v.GenericSchema<Grants> = v.pipe(
  grants('scope', scope),
  check((value) => ('anyOf' in value ? value.anyOf : value).every((each) => SCOPE.test(each)), NO_SCOPE, {}),
);
