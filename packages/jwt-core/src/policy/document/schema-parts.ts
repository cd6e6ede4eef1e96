/** The parts that the schema of the policy document is put together from. */

import * as v from 'valibot';
import { SCOPE_TOKEN } from '../../jose/scope-token.js';
import { didYouMean } from '../../options/did-you-mean.js';
import { UNSET_HINT } from '../../options/unset-hint.js';
import type { Grants, Tenants } from './document.js';
import { expected, found, UNSET } from './expected.js';
import { check, says } from './schema-check.js';
import { schemaOf } from './schema-of.js';

/** The message for a variable in a text. */
export const NOT_REPLACED = '${…} is not replaced in a policy document: write the value itself.';
/** The same as a pattern. */
export const WITHOUT_VARIABLES = '^(?:[^$]|\\$+[^${])*\\$*$';

/** A text that is there. An unset variable often arrives as one of the words that are rejected here. */
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

/** A mapping that has these keys and no others. */
export const mapping = <const Entries extends v.ObjectEntries>(
  what: string,
  entries: Entries,
): v.StrictObjectSchema<Entries, ReturnType<typeof expected>> => v.strictObject(entries, expected(what));

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
    check((values) => new Set(values).size === values.length, 'The same entry is here twice.', {
      uniqueItems: true,
    }),
  );

/** A list of texts, each once. */
export const distinctTexts = (
  what: string,
  item: v.GenericSchema<string> = text(`a ${what}`),
): v.GenericSchema<string[]> => distinct(list(item, `${what}s`));

/** Tenants, listed or in a file. */
export const tenants: v.GenericSchema<Tenants> = schemaOf<Tenants>()(
  v.union(
    [distinctTexts('tenant'), v.strictObject({ file: text('a file') })],
    expected('a list of tenants, each once, or { file: tenants.json }'),
  ),
);

/** `Date.parse` alone would take February 30th for March 2nd. */
const isDate = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/u.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);

/** As near as a pattern comes: the pattern takes a 29th of February in any year. */
const DAY = '^\\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d)|(?:0[13-9]|1[0-2])-30|(?:0[13578]|1[02])-31)$';

/** A day, `YYYY-MM-DD`. */
export const date: v.GenericSchema<string> = v.pipe(
  v.string(expected('a date, YYYY-MM-DD')),
  check(isDate, expected('a date that exists, YYYY-MM-DD'), { pattern: DAY }),
);

/** Known to version 1 of the document, and not built yet: rejected, never ignored. */
export const notYet = (what: string): v.GenericSchema<undefined> =>
  v.optional(v.never(`${what} is not supported yet. Remove it.`));

const NAME = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/u;
const name = v.pipe(
  v.string(),
  v.regex(
    NAME,
    expected('a name of at most 64 letters, digits, dots, dashes and underscores that starts with a letter'),
  ),
);
/** A mapping from names to things of one kind. */
export const named = <Entry>(
  value: v.GenericSchema<Entry>,
  what: string,
): v.GenericSchema<Record<string, Entry>> =>
  v.pipe(
    v.record(name, value, expected(`a mapping of names to ${what}`)),
    check((entries) => Object.keys(entries).length > 0, `Expected at least one entry under ${what}.`, {
      minProperties: 1,
    }),
  );

/** All of a list, or one of it. */
export const grants = (what: string, item?: v.GenericSchema<string>): v.GenericSchema<Grants> =>
  schemaOf<Grants>()(
    v.union(
      [distinctTexts(what, item), v.strictObject({ anyOf: distinctTexts(what, item) })],
      expected(
        `a list of ${what}s (all of them), or { anyOf: [...] } (one of them), with at least one, each once`,
      ),
    ),
  );

const NO_SCOPE =
  'A scope is printable ASCII without spaces, quotes and backslashes (RFC 6749 §3.3). Write one list entry per scope.';
const scope = v.pipe(text('a scope'), says({ pattern: SCOPE_TOKEN.source, patternErrorMessage: NO_SCOPE }));

/** Scopes as RFC 6749 §3.3 spells them. */
export const scopes: v.GenericSchema<Grants> = v.pipe(
  grants('scope', scope),
  check(
    (value) => ('anyOf' in value ? value.anyOf : value).every((each) => SCOPE_TOKEN.test(each)),
    NO_SCOPE,
    {},
  ),
);
