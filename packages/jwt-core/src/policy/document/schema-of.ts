/** Ties a schema to the type of the document that it checks: neither can change without the other. */

import type * as v from 'valibot';

/** What a schema takes, as the document's types write it: readonly, and an optional key is left out, not undefined. */
type Written<Value> = Value extends readonly (infer Item)[]
  ? readonly Written<Item>[]
  : Value extends object
    ? {
        readonly [Key in keyof Value as WrittenKey<Key, Value[Key]>]: Written<Exclude<Value[Key], undefined>>;
      }
    : Value;

/** A key that is not supported yet is not in the types. */
type WrittenKey<Key, Member> = [Exclude<Member, undefined>] extends [never] ? never : Key;

/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- the compiler compares conditional types exactly */
type IsSame<Left, Right> =
  (<Probe>() => Probe extends Left ? 1 : 2) extends <Probe>() => Probe extends Right ? 1 : 2 ? true : false;
/* eslint-enable @typescript-eslint/no-unnecessary-type-parameters */

/** A schema is of another type than the document. `schema` and `type` are compared by the reader of the error. */
interface Drift<Schema, Type> {
  readonly schema: Schema;
  readonly type: Type;
}

/** The schema for a type of the document. A schema that takes anything else does not compile. */
export function schemaOf<Type>(): <Schema extends v.GenericSchema>(
  schema: Schema &
    (IsSame<Written<v.InferOutput<Schema>>, Written<Type>> extends true
      ? unknown
      : Drift<Written<v.InferOutput<Schema>>, Type>),
) => v.GenericSchema<Type> {
  return (schema) => schema as unknown as v.GenericSchema<Type>;
}
