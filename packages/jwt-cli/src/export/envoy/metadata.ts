/** Tests of a token as principals of Envoy's RBAC: matchers of the metadata that the filter jwt_authn writes. */

import type { Scalar } from '@org/jwt-core/policy';
import { claimName } from '../gateway/claim-name.js';
import type { ClaimTest, Form, TokenTest } from '../gateway/claim-test.js';
import type { Losses } from '../losses.js';

/** `envoy.config.rbac.v3.Principal`, as far as it is used here. */
export type Principal =
  | { readonly any: true }
  | { readonly and_ids: { readonly ids: readonly Principal[] } }
  | { readonly or_ids: { readonly ids: readonly Principal[] } }
  | { readonly not_id: Principal }
  | { readonly metadata: MetadataMatcher }
  | { readonly header: HeaderMatcher };

/** `envoy.type.matcher.v3.MetadataMatcher`. */
export interface MetadataMatcher {
  readonly filter: string;
  readonly path: readonly { readonly key: string }[];
  readonly value: ValueMatcher;
}

/** `envoy.type.matcher.v3.ValueMatcher`. */
export type ValueMatcher =
  | { readonly null_match: object }
  | {
      readonly double_match:
        { readonly exact: number } | { readonly range: { readonly start: number; readonly end: number } };
    }
  | { readonly string_match: StringMatcher }
  | { readonly bool_match: boolean }
  | { readonly present_match: true }
  | { readonly list_match: { readonly one_of: ValueMatcher } }
  | { readonly or_match: { readonly value_matchers: readonly ValueMatcher[] } };

/** `envoy.type.matcher.v3.StringMatcher`. */
export type StringMatcher =
  | { readonly exact: string; readonly ignore_case?: true }
  | { readonly prefix: string }
  | { readonly safe_regex: { readonly regex: string } };

/** `envoy.config.route.v3.HeaderMatcher`. */
export type HeaderMatcher =
  | { readonly name: string; readonly string_match: StringMatcher }
  | { readonly name: string; readonly present_match: true };

/** The filter that writes the metadata, and the keys that it is told to use. */
export const JWT_FILTER = 'envoy.filters.http.jwt_authn';
const MAX = Number.MAX_VALUE;

const STRING: ValueMatcher = { string_match: { safe_regex: { regex: '(?s).*' } } };
const NUMBER: ValueMatcher = { double_match: { range: { start: -MAX, end: MAX } } };
const BOOLEANS: readonly ValueMatcher[] = [{ bool_match: true }, { bool_match: false }];
const NULL: ValueMatcher = { null_match: {} };
const SAYS_SOMETHING: ValueMatcher = { string_match: { safe_regex: { regex: '(?s).+' } } };
/** Of an object, Envoy says that it is not present. */
const PRESENT: ValueMatcher = { present_match: true };
const PRIMITIVES: readonly ValueMatcher[] = [STRING, NUMBER, ...BOOLEANS];

/** What Envoy is told about the claims of one issuer. */
export interface Encoding {
  /** The claim that is made a list by `space_delimited_claims`. */
  readonly split: readonly string[];
  readonly losses: Losses;
}

/** The principal; `undefined` where Envoy cannot say it. An alternative that it cannot say is left out. */
export function principalOf(test: TokenTest, encoding: Encoding): Principal | undefined {
  if ('all' in test) {
    const each = test.all.map((one) => principalOf(one, encoding));
    return each.includes(undefined) ? undefined : and(each.flatMap((one) => one ?? []));
  }
  if ('any' in test) {
    const each = test.any.flatMap((one) => principalOf(one, encoding) ?? []);
    return each.length === 0 ? undefined : or(each);
  }
  return ofClaim(test, encoding);
}

/** All of them. */
export function and(ids: readonly Principal[]): Principal {
  const flat = ids.flatMap((id) => ('and_ids' in id ? id.and_ids.ids : 'any' in id ? [] : [id]));
  const [only, ...others] = flat;
  if (only === undefined) return { any: true };
  return others.length === 0 ? only : { and_ids: { ids: flat } };
}

/** At least one of them. */
export function or(ids: readonly Principal[]): Principal {
  const [only, ...others] = ids;
  return only !== undefined && others.length === 0 ? only : { or_ids: { ids } };
}

/** What does not hold. */
export function not(id: Principal): Principal {
  return 'not_id' in id ? id.not_id : { not_id: id };
}

function ofClaim(test: ClaimTest, { split, losses }: Encoding): Principal | undefined {
  const { part, path, is, at, negated } = test;
  const name = claimName(test);
  const matches = (...values: readonly ValueMatcher[]): Principal => metadata(part, path, either(values));
  const unsayable = (why: string): undefined => {
    losses.add('warning', 'condition', at, `Envoy denies what depends on ${name}: ${why}`);
  };
  if (path.some((step) => step === '')) return unsayable('no key of its metadata is empty');
  const isSplit = part === 'payload' && path.length === 1 && split.includes(path[0] ?? '');
  if (isSplit && (is.kind === 'oneOf' || is.kind === 'startsWith' || is.kind === 'holds')) {
    return unsayable('it is split into scopes');
  }
  switch (is.kind) {
    case 'oneOf': {
      const found = matches(...is.values.map((value) => equal(value, is.ignoresCase)));
      return negated ? and([matches(...typesOf(is.values)), not(found)]) : found;
    }
    case 'startsWith': {
      if (is.value === '') return unsayable('no prefix is empty');
      const found = matches({ string_match: { prefix: is.value } });
      return negated ? and([matches(STRING), not(found)]) : found;
    }
    case 'gte': {
      const [below, above] = [range(-MAX, is.value), range(is.value, MAX)];
      return matches(negated ? below : above);
    }
    case 'lte': {
      const exact = equal(is.value);
      if (!negated) return matches(range(-MAX, is.value), exact);
      return and([matches(range(is.value, MAX)), not(matches(exact))]);
    }
    case 'holds': {
      const pure = not(matches(inList(...othersThan(is.values))));
      const found = matches(inList(...is.values.map((value) => equal(value))));
      if (!negated) return and([found, pure]);
      losses.add('warning', 'claim-forms', at, `Envoy denies an empty list in ${name}`);
      return and([matches(inList(...typesOf(is.values))), pure, not(found)]);
    }
    case 'type':
      return matches(is.type === 'number' ? NUMBER : SAYS_SOMETHING);
    case 'present':
      if (negated) {
        if (part === 'payload')
          losses.add(
            'error',
            'absent-claim',
            at,
            `Envoy does not see ${name} where it is an object or an empty list`,
          );
        return not(matches(PRESENT, inList(PRESENT)));
      }
      losses.add('warning', 'claim-forms', at, `Envoy denies an object or an empty list in ${name}`);
      return matches(...PRIMITIVES, inList(...PRIMITIVES));
    case 'granted':
      return granted(is, { matches, unsayable, isSplit, losses, at, name });
  }
}

interface Granting {
  readonly matches: (...values: readonly ValueMatcher[]) => Principal;
  readonly unsayable: (why: string) => undefined;
  readonly isSplit: boolean;
  readonly losses: Losses;
  readonly at: string;
  readonly name: string;
}

function granted(
  { name: wanted, form }: Extract<Form, { kind: 'granted' }>,
  { matches, unsayable, isSplit, losses, at, name }: Granting,
): Principal | undefined {
  const listed = inList(equal(wanted));
  if (form === 'memberNames') return unsayable('the names of members cannot be compared');
  if (form === 'names') {
    if (isSplit) return unsayable('it is split into scopes');
    return matches(equal(wanted), listed);
  }
  if (isSplit) return matches(listed);
  const kind = form === 'scopes' ? 'scopes' : 'roles';
  losses.add('warning', kind, at, `Envoy denies several ${kind} in one string in ${name}`);
  return matches(equal(wanted), listed);
}

function metadata(part: ClaimTest['part'], path: readonly string[], value: ValueMatcher): Principal {
  return { metadata: { filter: JWT_FILTER, path: [part, ...path].map((key) => ({ key })), value } };
}

function either(values: readonly ValueMatcher[]): ValueMatcher {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : { or_match: { value_matchers: values } };
}

function inList(...values: readonly ValueMatcher[]): ValueMatcher {
  return { list_match: { one_of: either(values) } };
}

function equal(value: Scalar, ignoresCase = false): ValueMatcher {
  if (typeof value === 'boolean') return { bool_match: value };
  if (typeof value === 'number') return { double_match: { exact: value } };
  return { string_match: { exact: value, ...(ignoresCase && { ignore_case: true as const }) } };
}

function range(start: number, end: number): ValueMatcher {
  return { double_match: { range: { start, end } } };
}

function typesOf(values: readonly Scalar[]): readonly ValueMatcher[] {
  const types = new Set(values.map((value) => typeof value));
  return [
    ...(types.has('string') ? [STRING] : []),
    ...(types.has('number') ? [NUMBER] : []),
    ...(types.has('boolean') ? BOOLEANS : []),
  ];
}

/** What must not be in a list of such values: a list of mixed types denies. */
function othersThan(values: readonly Scalar[]): readonly ValueMatcher[] {
  const wanted = new Set(typesOf(values));
  return [...PRIMITIVES.filter((each) => !wanted.has(each)), NULL];
}
