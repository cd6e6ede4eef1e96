/** Is the document of the right shape? The schema's issues, told as problems of a policy. */

import * as v from 'valibot';
import type { PolicyDocument } from './document.js';
import { pointerTo, type Path, type PolicyProblem } from './problems.js';
import { policySchema } from './schema.js';
import { didYouMean, listed } from './suggest.js';

/** The document, or everything that is wrong with its shape. */
export function checkShape(value: unknown): PolicyDocument | readonly PolicyProblem[] {
  const lists = findMisplacedLists(policySchema, value, []);
  const result = v.safeParse(policySchema, value);
  if (result.success && lists.length === 0) return value as PolicyDocument;
  const isInList = ({ pointer }: PolicyProblem): boolean =>
    lists.some((list) => `${pointer}/`.startsWith(`${list.pointer}/`));
  return [...lists, ...(result.issues ?? []).flatMap(problemsOf).filter((problem) => !isInList(problem))];
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

function problemsOf(issue: Issue): readonly PolicyProblem[] {
  const path = (issue.path ?? []).map((step) => step.key as string | number);
  const pointer = pointerTo(path);
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return unknownKeys(issue, path.slice(0, -1));
  if (issue.type.endsWith('_object') && issue.received === 'undefined' && issue.path !== undefined) {
    const missing = String(path.at(-1));
    return [{ code: 'missing_key', pointer, message: `"${missing}" is missing here.` }];
  }
  const code = issue.type === 'never' ? 'not_supported_yet' : 'invalid';
  return [{ code, pointer, message: innermost(issue) }];
}

/** The schema library stops at a mapping's first unknown key; whoever corrects a file wants to see all. */
function unknownKeys(issue: Issue, path: Path): readonly PolicyProblem[] {
  const entries = entriesOf(schemaAt(path));
  return Object.keys(issue.path?.at(-1)?.input as object)
    .filter((key) => !Object.hasOwn(entries, key))
    .map((key) => unknownKey(key, path));
}

function unknownKey(key: string, path: Path): PolicyProblem {
  const known = Object.entries(entriesOf(schemaAt(path)))
    .filter(([, value]) => unwrap(value)?.type !== 'never')
    .map(([name]) => name);
  const near = didYouMean(key, known);
  const hint = near === '' && known.length > 0 ? ` Known here: ${listed(known)}.` : near;
  return {
    code: 'unknown_key',
    pointer: pointerTo([...path, key]),
    message: `"${key}" is no key of the policy document here.${hint}`,
  };
}

/** A union reports its alternatives; where just one of them fits the kind of input, its word is the better one. */
function innermost(issue: Issue): string {
  const kind = Array.isArray(issue.input) ? 'array' : typeof issue.input;
  const inner = issue.issues?.filter(
    (each) => each.type !== kind && each.type !== 'strict_object' && each.type !== 'array',
  );
  const telling = inner?.filter((each) => each.kind === 'validation');
  return telling?.length === 1 && telling[0] !== undefined ? telling[0].message : issue.message;
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
  if (known?.type === 'array') return known['item'];
  if (known?.type === 'union') {
    return (known['options'] as unknown[])
      .map((option) => childOf(option, step))
      .find((child) => child !== undefined);
  }
  return entriesOf(known)[String(step)];
}
