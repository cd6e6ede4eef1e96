/** A check of the schema, together with how JSON Schema says the same: editors find by it what the loader would find. */

import * as v from 'valibot';

/** A part of a JSON Schema (draft-07). */
export type JsonSchemaPart = Readonly<Record<string, unknown>>;

type Message<Input> = string | ((issue: v.CheckIssue<Input>) => string);

/** What `v.check` makes, and what JSON Schema says in its place. */
export interface CheckAction<Input> extends v.CheckAction<Input, Message<Input>> {
  readonly jsonSchema: JsonSchemaPart;
}

/** A check cannot be written without its JSON Schema. Where JSON Schema cannot say it, it is `{}`. */
export const check = <Input>(
  requirement: (input: Input) => boolean,
  message: Message<NoInfer<Input>>,
  jsonSchema: JsonSchemaPart,
): CheckAction<Input> => ({ ...v.check<Input, Message<Input>>(requirement, message), jsonSchema });

/** What the JSON Schema says beyond what is checked here. */
export const says = <Input>(
  jsonSchema: JsonSchemaPart,
): v.MetadataAction<Input, { readonly jsonSchema: JsonSchemaPart }> => v.metadata({ jsonSchema });

/** Exactly one of these keys is there. */
export const exactlyOneOf = (...keys: readonly string[]): JsonSchemaPart => ({
  oneOf: keys.map((key) => ({ required: [key] })),
});
