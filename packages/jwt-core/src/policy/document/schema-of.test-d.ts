/** A schema that is of another type than the document must not compile. */

import * as v from 'valibot';
import { schemaOf } from './schema-of.js';

interface Part {
  readonly name: string;
  readonly kind?: 'a' | 'b';
  readonly list?: readonly string[];
}

const name = v.string();
const kind = v.optional(v.picklist(['a', 'b']));
const list = v.optional(v.array(v.string()));

schemaOf<Part>()(v.strictObject({ name, kind, list }));
schemaOf<Part>()(v.strictObject({ name, kind, list, later: v.optional(v.never()) }));

// @ts-expect-error -- a key that the type does not have
schemaOf<Part>()(v.strictObject({ name, kind, list, more: v.optional(v.string()) }));
// @ts-expect-error -- a key that the schema does not have
schemaOf<Part>()(v.strictObject({ name, kind }));
// @ts-expect-error -- a key that is optional in the schema alone
schemaOf<Part>()(v.strictObject({ name: v.optional(v.string()), kind, list }));
// @ts-expect-error -- a key that is optional in the type alone
schemaOf<Part>()(v.strictObject({ name, kind: v.picklist(['a', 'b']), list }));
// @ts-expect-error -- a word that the type does not have
schemaOf<Part>()(v.strictObject({ name, kind: v.optional(v.picklist(['a', 'b', 'c'])), list }));
// @ts-expect-error -- a word that the schema does not have
schemaOf<Part>()(v.strictObject({ name, kind: v.optional(v.picklist(['a'])), list }));
const deep = v.strictObject({ name, kind, list: v.optional(v.array(v.number())) });
// @ts-expect-error -- another type deep inside
schemaOf<{ readonly part: Part }>()(v.strictObject({ part: deep }));
