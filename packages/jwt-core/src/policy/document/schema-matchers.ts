/** What a claim must look like. */

import * as v from 'valibot';
import type { ClaimMatchers, Matcher, Scalar } from './document.js';
import { expected } from './expected.js';
import { check } from './schema-check.js';
import { schemaOf } from './schema-of.js';
import { list, mapping, NOT_REPLACED, text, WITHOUT_VARIABLES } from './schema-parts.js';

/** A claim by its name, or by a JSON Pointer. */
export const claim: v.GenericSchema<string> = v.pipe(
  text('the name of a claim'),
  check(
    (value) => !/~(?![01])/u.test(value) || !value.startsWith('/'),
    'A name that starts with "/" is a JSON Pointer: write "~0" for "~" and "~1" for "/" inside a member name.',
    { pattern: '^(?:[^/]|/(?:[^~]|~[01])*$)' },
  ),
);

const NO_POINTER = 'Expected the name of a top-level claim, and no JSON Pointer.';

/** A claim of the top level. */
export const plainClaim: v.GenericSchema<string> = v.pipe(
  claim,
  check((value) => !value.startsWith('/'), NO_POINTER, { pattern: '^[^/]' }),
);

const scalar = schemaOf<Scalar>()(
  v.union(
    [
      v.pipe(
        v.string(),
        check((value) => !value.includes('${'), NOT_REPLACED, { pattern: WITHOUT_VARIABLES }),
      ),
      v.boolean(),
      v.pipe(v.number(), v.finite()),
    ],
    expected('a string, a number or a boolean'),
  ),
);
const finite = v.pipe(v.number(expected('a number')), v.finite(expected('a finite number')));
const scalars = list(scalar, 'values');
const inner: v.GenericSchema<Matcher> = v.lazy(() => matcher);
const matchers = list(inner, 'matchers');
const prefix = v.pipe(
  text('a prefix'),
  v.regex(/[^\p{L}\p{M}\p{N}]$/u, expected('a prefix that ends in a delimiter, such as "repo:acme/"')),
  check((value) => !value.endsWith('*'), 'A prefix has no wildcard: write it without the "*".', {
    not: { pattern: '\\*$' },
  }),
);

/** One matcher. */
export const matcher: v.GenericSchema<Matcher> = schemaOf<Matcher>()(
  v.pipe(
    mapping('a matcher, such as { equals: value }', {
      equals: v.optional(scalar),
      in: v.optional(scalars),
      contains: v.optional(scalar),
      containsAll: v.optional(scalars),
      containsAny: v.optional(scalars),
      startsWith: v.optional(prefix),
      present: v.optional(v.boolean(expected('true or false'))),
      gte: v.optional(finite),
      lte: v.optional(finite),
      not: v.optional(inner),
      anyOf: v.optional(matchers),
      allOf: v.optional(matchers),
    }),
    check(
      (value) => Object.keys(value).length > 0,
      'Expected a matcher, such as { equals: value }, found an empty one.',
      { minProperties: 1 },
    ),
  ),
);

/** Claim → matcher. */
export const claimMatchers: v.GenericSchema<ClaimMatchers> = schemaOf<ClaimMatchers>()(
  v.pipe(
    v.record(claim, matcher, expected('a mapping of claims to matchers')),
    check((entries) => Object.keys(entries).length > 0, 'Expected at least one claim with a matcher.', {
      minProperties: 1,
    }),
  ),
);
