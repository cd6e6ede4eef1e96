/** Whether the document has the right shape: the schema's issues, reported as problems of a policy. */

import * as v from 'valibot';
import { cut } from '../../io/printable.js';
import type { PolicyDocument } from './document.js';
import { withoutValue } from './expected.js';
import { pointerTo } from '../../json/json-pointer.js';
import { MAX_PROBLEMS, type Path, type PolicyProblem } from '../problem.js';
import { policySchema } from './schema.js';
import { isPrintableKey, isSecretivePath } from '../text/secretive.js';
import { listed, nearest } from '../../options/did-you-mean.js';

/** The document, or everything that is wrong with its shape. */
export function checkShape(value: unknown): PolicyDocument | readonly PolicyProblem[] {
  const lists = findMisplacedLists(policySchema, value, []).slice(0, MAX_PROBLEMS);
  const result = v.safeParse(policySchema, value);
  if (result.success && lists.length === 0) return value as PolicyDocument;
  const places = new Set(lists.map(({ pointer }) => pointer));
  const others = (result.issues ?? [])
    .slice(0, MAX_PROBLEMS)
    .flatMap((issue) => problemsOf(issue))
    .filter(({ pointer }) => !isWithin(pointer, places));
  return withoutMistyped([...lists, ...others]);
}

/** What else is wrong with a document in which some places are already reported. Nothing is reported of those places. */
export function checkShapeBesides(
  value: unknown,
  reported: readonly PolicyProblem[],
): readonly PolicyProblem[] {
  const shaped = checkShape(value);
  if (!isProblems(shaped)) return [];
  const holes = reported.filter(({ code }) => code !== 'duplicate_key');
  const places = new Set(holes.map(({ pointer }) => pointer));
  return shaped.filter(
    ({ code, pointer }) =>
      !isWithin(pointer, places) &&
      !holes.some((hole) => hole.pointer.startsWith(`${pointer}/`)) &&
      // A key that could not be read may be the one that is missing.
      !(code === 'missing_key' && places.has(pointer.replace(/[^/]*$/u, '?'))),
  );
}

/** Whether the document was rejected. */
export function isProblems(
  shaped: PolicyDocument | readonly PolicyProblem[],
): shaped is readonly PolicyProblem[] {
  return Array.isArray(shaped);
}

function isWithin(pointer: string, places: ReadonlySet<string>): boolean {
  if (places.size === 0) return false;
  for (let end = pointer.length; end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
    if (places.has(pointer.slice(0, end))) return true;
    if (end === 0) return false;
  }
  return false;
}

/** A problem, and the pointer of the key that was meant, where a key was mistyped. */
interface ShapeProblem extends PolicyProblem {
  readonly meant?: string;
}

/** One mistake is reported once: where a key was mistyped, the right one is not missing. */
function withoutMistyped(problems: readonly ShapeProblem[]): readonly PolicyProblem[] {
  const meant = new Set(problems.map((problem) => problem.meant));
  return problems
    .filter(({ code, pointer }) => code !== 'missing_key' || !meant.has(pointer))
    .map(({ code, pointer, message }) => ({ code, pointer, message }));
}

/** The schema library takes a list for an object whose keys are 0, 1, 2. */
function findMisplacedLists(schema: unknown, value: unknown, path: Path): readonly PolicyProblem[] {
  if (typeof value !== 'object' || value === null) return [];
  const known = unwrap(schema);
  if (Array.isArray(value) && (known?.type === 'record' || known?.type === 'strict_object')) {
    const said = known['message'] as string | ((issue: { readonly input: unknown }) => string);
    const message = typeof said === 'string' ? said : said({ input: value });
    return [{ code: 'invalid', pointer: pointerTo(path), message }];
  }
  return Object.entries(value).flatMap(([key, member]) =>
    findMisplacedLists(childOf(known, key), member, [...path, key]),
  );
}

type Issue = v.BaseIssue<unknown>;

function problemsOf(issue: Issue, around: Path = []): readonly ShapeProblem[] {
  const path = [...around, ...(issue.path ?? []).map((step) => step.key as string | number)];
  const pointer = pointerTo(path);
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return unknownKeys(issue, path.slice(0, -1));
  if (issue.type.endsWith('_object') && issue.received === 'undefined' && issue.path !== undefined) {
    const missing = String(path.at(-1));
    return [{ code: 'missing_key', pointer, message: `"${missing}" is missing here.` }];
  }
  const inside = insideOf(issue, path);
  if (inside.length > 0) return inside.flatMap((each) => problemsOf(each, path));
  const code = issue.type === 'never' ? 'not_supported_yet' : 'invalid';
  return [{ code, pointer, message: innermost(issue, path) }];
}

/**
 * A union's list or mapping that was meant: there is a list, or a mapping with a key that is right. Where a list has such
 * mappings, no other kind can be meant.
 */
function insideOf(issue: Issue, path: Path): readonly Issue[] {
  const { input } = issue;
  if (issue.type !== 'union' || typeof input !== 'object' || input === null) return [];
  const inside = issue.issues?.filter((each) => each.path !== undefined) ?? [];
  if (Array.isArray(input)) return inside.filter((each) => typeof each.path?.[0].key === 'number');
  const schema = schemaAt(path);
  const known = entriesOf(schema);
  return isOneOrList(schema) || Object.keys(input).some((key) => Object.hasOwn(known, key)) ? inside : [];
}

/** Whether a schema takes a mapping, or a list of such mappings. */
function isOneOrList(schema: unknown): boolean {
  const names = Object.keys(entriesOf(schema));
  const options = (unwrap(schema)?.['options'] as unknown[] | undefined) ?? [];
  return options.some((option) => {
    const entries = entriesOf(childOf(option, 0));
    return names.length > 0 && names.every((name) => Object.hasOwn(entries, name));
  });
}

/** The schema library stops at a mapping's first unknown key: all of them are reported. */
function unknownKeys(issue: Issue, path: Path): readonly ShapeProblem[] {
  const entries = entriesOf(schemaAt(path));
  const known = Object.keys(entries).filter((name) => unwrap(entries[name])?.type !== 'never');
  return Object.entries(issue.path?.at(-1)?.input as object)
    .filter(([key]) => !Object.hasOwn(entries, key))
    .slice(0, MAX_PROBLEMS)
    .map(([key, value]) => unknownKey(key, value, known, path));
}

function unknownKey(key: string, value: unknown, known: readonly string[], path: Path): ShapeProblem {
  const near = nearest(key, known) ?? partOf(key, known);
  if (near === undefined && !isPrintableKey([...path, key], value !== null)) {
    const message = `This mapping has a key that is not a key of the policy document. Known here: ${listed(known)}.`;
    return { code: 'unknown_key', pointer: pointerTo(path), message };
  }
  const hint = near === undefined ? ` Known here: ${listed(known)}.` : ` Did you mean "${near}"?`;
  return {
    code: 'unknown_key',
    pointer: pointerTo([...path, key]),
    message: `"${cut(key)}" is not a key of the policy document here.${known.length === 0 ? '' : hint}`,
    ...(near === undefined ? {} : { meant: pointerTo([...path, near]) }),
  };
}

/** The one known key that has this word in it, as `allowedNetworks` has `network`. */
function partOf(word: string, known: readonly string[]): string | undefined {
  const around = known.filter((each) => each.toLowerCase().includes(word.toLowerCase()));
  return word.length > 3 && around.length === 1 ? around[0] : undefined;
}

/** A union reports its alternatives; where just one of them fits the kind of input, its word is the better one. */
function innermost(issue: Issue, path: Path): string {
  const kind = Array.isArray(issue.input) ? 'array' : typeof issue.input;
  const inner = issue.issues?.filter(
    (each) => each.type !== kind && each.type !== 'strict_object' && each.type !== 'array',
  );
  // An empty list is an empty mapping to the schema library.
  const isEmptyList = Array.isArray(issue.input) && issue.input.length === 0;
  const telling = inner?.filter(
    ({ kind: what, type }) => what === 'validation' && (!isEmptyList || type === 'non_empty'),
  );
  const { message, input } = telling?.length === 1 && telling[0] !== undefined ? telling[0] : issue;
  return isSecretivePath(path) || isEntry(path) ? withoutValue(message, input) : message;
}

/** A service and an identity are mappings: a text in their place belongs to something that is indented wrongly. */
function isEntry(path: Path): boolean {
  return path.length === 2 && (path[0] === 'services' || path[0] === 'identities');
}

type AnySchema = { readonly type: string } & Record<string, unknown>;

/** Walks the schema along a path. */
function schemaAt(path: Path): unknown {
  let schema: unknown = policySchema;
  for (const step of path) schema = childOf(schema, step);
  return schema;
}

function unwrap(schema: unknown): AnySchema | undefined {
  const known = schema as AnySchema | undefined;
  if (known?.type === 'optional') return unwrap(known['wrapped']);
  if (known?.type === 'lazy') return unwrap((known['getter'] as (input: unknown) => unknown)(undefined));
  return known;
}

function entriesOf(schema: unknown): Record<string, unknown> {
  const known = unwrap(schema);
  if (known?.type === 'union') {
    return (known['options'] as unknown[]).map(entriesOf).reduce((all, each) => ({ ...all, ...each }), {});
  }
  return (known?.['entries'] as Record<string, unknown> | undefined) ?? {};
}

function childOf(schema: unknown, step: string | number): unknown {
  const known = unwrap(schema);
  if (known?.type === 'record') return known['value'];
  if (known?.type === 'array') return /^\d+$/u.test(String(step)) ? known['item'] : undefined;
  if (known?.type === 'union') {
    return (known['options'] as unknown[])
      .map((option) => childOf(option, step))
      .find((child) => child !== undefined);
  }
  return entriesOf(known)[String(step)];
}
