/** Is the document of the right shape? The schema's issues, told as problems of a policy. */

import * as v from 'valibot';
import type { PolicyDocument } from './document.js';
import { UNSET_HINT } from './expected.js';
import { pointerTo, type PolicyProblem } from './problems.js';
import { policySchema } from './schema.js';
import { didYouMean, listed } from './suggest.js';

/** The document, or everything that is wrong with its shape. */
export function checkShape(value: unknown): PolicyDocument | readonly PolicyProblem[] {
  const result = v.safeParse(policySchema, value);
  if (result.success) return value as PolicyDocument;
  return result.issues.flatMap(problemsOf);
}

type Issue = v.BaseIssue<unknown>;

function problemsOf(issue: Issue): readonly PolicyProblem[] {
  const path = (issue.path ?? []).map((step) => step.key as string | number);
  const pointer = pointerTo(path);
  if (issue.type === 'strict_object' && issue.expected === 'never') return [unknownKey(path)];
  if (issue.type === 'strict_object' && issue.received === 'undefined' && issue.path !== undefined) {
    const missing = String(path.at(-1));
    return [{ code: 'missing_key', pointer, message: `"${missing}" is missing here.${unsetHint(issue)}` }];
  }
  const code = issue.type === 'never' ? 'not_supported_yet' : 'invalid';
  return [{ code, pointer, message: innermost(issue) }];
}

/** Code that builds a policy often passes an unset variable: the key is there, its value is not. */
function unsetHint(issue: Issue): string {
  const step = issue.path?.at(-1);
  const holder: unknown = step?.input;
  const isSet = typeof holder === 'object' && holder !== null && Object.hasOwn(holder, String(step?.key));
  return isSet ? ` It is undefined.${UNSET_HINT}` : '';
}

function unknownKey(path: readonly (string | number)[]): PolicyProblem {
  const key = String(path.at(-1));
  const known = knownKeys(path.slice(0, -1));
  const near = didYouMean(key, known);
  const hint = near === '' && known.length > 0 ? ` Known here: ${listed(known)}.` : near;
  return {
    code: 'unknown_key',
    pointer: pointerTo(path),
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

/** Walks the schema along a path and lists the keys that may stand there. */
function knownKeys(path: readonly (string | number)[]): readonly string[] {
  let schema: unknown = policySchema;
  for (const step of path) schema = childOf(schema, step);
  const entries = entriesOf(schema);
  return Object.entries(entries)
    .filter(([, value]) => unwrap(value)?.type !== 'never')
    .map(([key]) => key);
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
