/** Makes `schema/jwt-policy.v1.json` of the one definition in code, and of what the types' comments say. */

import { toJsonSchema, type ConversionConfig } from '@valibot/to-json-schema';
import { format } from 'prettier';
import type { JsonSchemaPart } from '../src/policy/document/schema-check.js';
import { LIMIT_SCHEMAS } from '../src/policy/document/schema-limits.js';
import { claimMatchers, matcher } from '../src/policy/document/schema-matchers.js';
import { policySchema } from '../src/policy/document/schema.js';
import { COMPLETE_ISSUER } from './complete-issuer.js';
import { describeSchema, type JsonSchema } from './json-schema-descriptions.js';

/** Where it is published. */
export const SCHEMA_FILE: URL = new URL('../schema/jwt-policy.v1.json', import.meta.url);

/** The whole JSON Schema (draft-07, which editors know best). */
export function policyJsonSchema(): JsonSchema {
  const definitions = { ...LIMIT_SCHEMAS, claimMatchers, matcher };
  const { $schema, $defs, ...rest } = toJsonSchema(policySchema, { ...OVERRIDES, definitions });
  const schema: JsonSchema = {
    $schema,
    $id: 'https://unpkg.com/@org/jwt-core/schema/jwt-policy.v1.json',
    title: 'JWT policy, version 1',
    ...rest,
    definitions: $defs,
  };
  Object.assign(entryOf(schema, 'issuers'), COMPLETE_ISSUER);
  describeSchema(schema, 'PolicyDocument');
  return schema;
}

/** The schema of each entry under a key of the document. */
function entryOf(schema: JsonSchema, key: string): object {
  const { properties } = schema as { readonly properties: Readonly<Record<string, JsonSchema>> };
  const entry = properties[key]?.['additionalProperties'];
  if (typeof entry !== 'object' || entry === null) throw new Error(`Each of ${key} has no schema.`);
  return entry;
}

/** The published text. */
export function policyJsonSchemaText(): Promise<string> {
  return format(JSON.stringify(policyJsonSchema()), { parser: 'json', printWidth: 110 });
}

const OVERRIDES: ConversionConfig = {
  overrideRef: ({ referenceId }) => `#/definitions/${referenceId}`, // the name of `$defs` in draft-07

  overrideSchema: ({ valibotSchema, jsonSchema }) => {
    if (valibotSchema.type !== 'strict_object') return undefined;
    const { properties = {}, required = [], ...rest } = jsonSchema;
    // What is not built yet is rejected like any unknown key, and no editor offers it.
    const built = Object.entries(properties).filter(([, property]) => !isNever(property));
    return { ...rest, properties: Object.fromEntries(built), ...(required.length > 0 && { required }) };
  },

  overrideAction: ({ valibotAction, jsonSchema }) => {
    if (valibotAction.type === 'finite') return jsonSchema; // as every number in JSON is
    const part = partOf(valibotAction);
    if (part === undefined) return undefined;
    const before: JsonSchema = { ...jsonSchema };
    delete before['jsonSchema']; // the library copies metadata as they are
    if (valibotAction.type === 'regex' && before['pattern'] === part['pattern']) delete before['pattern'];
    return both(before, part);
  },
};

function isNever(property: unknown): boolean {
  return JSON.stringify(property) === '{"not":{}}';
}

/** What an action of the schema says in JSON Schema; `undefined` where the library knows. */
function partOf(action: object): JsonSchemaPart | undefined {
  const { type, jsonSchema, metadata, requirement, message } = action as Readonly<Record<string, unknown>>;
  if (type === 'metadata') return (metadata as { readonly jsonSchema: JsonSchemaPart }).jsonSchema;
  if (type === 'regex') return { pattern: (requirement as RegExp).source, ...patternMessage(message) };
  if (type !== 'check') return undefined;
  if (jsonSchema === undefined) throw new Error('Write this check with `check` of schema-check.ts.');
  const part = jsonSchema as JsonSchemaPart;
  return 'pattern' in part ? { ...part, ...patternMessage(message) } : part;
}

/** What VS Code and the YAML language server show in place of a pattern: the loader's words. */
function patternMessage(message: unknown): JsonSchemaPart {
  const say = message as string | ((issue: { readonly input: unknown }) => string);
  const text = typeof say === 'string' ? say : say({ input: '' });
  return { patternErrorMessage: text.replace(/, found "".*$/u, '.') };
}

/** Both hold, also where both use one keyword. */
function both(schema: JsonSchemaPart, part: JsonSchemaPart): JsonSchema {
  const isFree = Object.keys(part).every((key) => !Object.hasOwn(schema, key));
  if (isFree) return { ...schema, ...part };
  const others = (schema['allOf'] as readonly JsonSchemaPart[] | undefined) ?? [];
  return { ...schema, allOf: [...others, part] };
}
