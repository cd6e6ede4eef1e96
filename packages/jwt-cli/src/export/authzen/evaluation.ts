/** Requests of the AuthZEN Authorization API 1.0: their shape, and what each asks the engine. */

import * as v from 'valibot';
import type { CallRequest, HttpRequest } from '@org/jwt-core';

/** A subject or a resource (§5.1, §5.2). */
export interface Entity {
  readonly type: string;
  readonly id: string;
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/** One evaluation (§6.1). */
export interface Evaluation {
  readonly subject: Entity;
  readonly action: { readonly name: string };
  readonly resource: Entity;
}

const entity = v.looseObject({
  type: v.string(),
  id: v.string(),
  properties: v.optional(v.looseObject({})),
});
const action = v.looseObject({ name: v.string(), properties: v.optional(v.looseObject({})) });
const context = v.looseObject({});

/** One evaluation: unknown members are ignored (§11.1.1). */
const evaluation = v.looseObject({
  subject: entity,
  action,
  resource: entity,
  context: v.optional(context),
});
/** In a batch, what is missing comes from the top. */
const partial = v.looseObject({
  subject: v.optional(entity),
  action: v.optional(action),
  resource: v.optional(entity),
  context: v.optional(context),
});
const SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const;
/** More in one request are refused. */
const MAX_EVALUATIONS = 100;
const batch = v.looseObject({
  ...partial.entries,
  evaluations: v.optional(v.pipe(v.array(v.unknown()), v.maxLength(MAX_EVALUATIONS))),
  options: v.optional(v.looseObject({ evaluations_semantic: v.optional(v.picklist(SEMANTICS)) })),
});

/** When a batch ends. */
export type Semantics = (typeof SEMANTICS)[number];

/** The request is not of the form that the standard asks for: 400. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

/** Reads the body of `/access/v1/evaluation`. */
export function readEvaluation(body: unknown): Evaluation {
  return read(evaluation, body);
}

/** Several evaluations, and what holds for those that do not say it. */
export interface Batch {
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly evaluations: readonly unknown[];
  readonly semantics: Semantics;
}

/** Reads the body of `/access/v1/evaluations`; `undefined`: it has none, and is one evaluation (§7.1). */
export function readBatch(body: unknown): Batch | undefined {
  const { evaluations = [], options, ...defaults } = read(batch, body);
  if (evaluations.length === 0) return undefined;
  return { defaults, evaluations, semantics: options?.evaluations_semantic ?? 'execute_all' };
}

/** One of them: what it does not say comes from the top (§7.1.1). */
export function ofBatch({ defaults }: Batch, each: unknown): Evaluation {
  return read(evaluation, { ...defaults, ...read(partial, each) });
}

/** The message names members, and never a value: a token may be among them. */
function read<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  if (Array.isArray(body)) throw new BadRequest('the request: expected Object.');
  const { success, output, issues } = v.safeParse(schema, body, { abortEarly: true });
  if (success) return output;
  const path = issues[0].path?.map(({ key }) => String(key)).join('.') ?? '';
  const name = path === '' ? 'the request' : path;
  const [{ expected }] = issues;
  // Of a member that is missing, its name in quotes is expected.
  const isMissing = expected?.startsWith('"') === true;
  throw new BadRequest(
    isMissing ? `${name} is missing.` : `${name}: expected ${expected ?? 'another form'}.`,
  );
}

/** What the engine is asked. Without an operation, it is found by the route. */
export type Question =
  | { readonly operation: string; readonly request: CallRequest }
  | { readonly operation: undefined; readonly request: HttpRequest };

/** Methods are written so. */
const METHOD = /^[A-Z][A-Z-]*$/u;

/**
 * The question to the engine: by the name of an operation, with the parameters of its path in `resource.properties`; or by a
 * method, with the path in `resource.id`. `undefined` where the evaluation is about something else: it is denied.
 */
export function questionOf(
  { subject, action: { name }, resource }: Evaluation,
  service: string,
  knows: (operation: string) => boolean,
): Question | undefined {
  if (resource.type !== service || !['token', 'anonymous'].includes(subject.type)) return undefined;
  const token = subject.type === 'token' ? tokenOf(subject) : undefined;
  if (knows(name)) {
    return { operation: name, request: { kind: 'call', token, params: { ...resource.properties } } };
  }
  if (!METHOD.test(name)) return undefined;
  const rawHeaders = token === undefined ? [] : ['Authorization', `Bearer ${token}`];
  return { operation: undefined, request: { method: name, target: resource.id, rawHeaders } };
}

function tokenOf({ properties }: Evaluation['subject']): string {
  const token = properties?.['token'];
  if (typeof token === 'string') return token;
  throw new BadRequest('subject.properties.token: expected string.');
}
