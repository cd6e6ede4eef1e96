/** Documents with one thing changed: every node of a good part gets every kind of value, loses and gains keys. */

import { SMALL_DOCUMENT } from './policy-documents.js';
import { PARTS, type Part } from './policy-parts.js';
import { KEYS, NAMES, VALUES } from './policy-values.js';

/** A changed document, and what was changed. */
export interface Variant {
  readonly change: string;
  readonly document: unknown;
}

/** The smallest document in all its variants; then with every part, in all variants of that part. */
export function* policyVariants(): Generator<Variant> {
  yield* changesOf(SMALL_DOCUMENT, '', (changed) => changed);
  for (const part of PARTS) {
    yield { change: `${part.place}: ${part.name}`, document: withPart(part) };
    yield* changesOf(part.value, part.place, (changed) => withPart({ ...part, value: changed }));
  }
}

/** The smallest document with this part in its place. */
export function withPart({ place, value }: Part): unknown {
  const put = (node: unknown, [key, ...rest]: readonly string[]): unknown =>
    key === undefined ? value : withMember(node as object, key, put(node?.[key as never], rest));
  return put(SMALL_DOCUMENT, place.split('/').slice(1));
}

/** `place` puts a replacement of this node into the document. */
function* changesOf(
  node: unknown,
  pointer: string,
  place: (changed: unknown) => unknown,
): Generator<Variant> {
  for (const [what, changed] of replacementsOf(node)) {
    yield { change: `${pointer}: ${what}`, document: place(changed) };
  }
  if (typeof node !== 'object' || node === null) return;
  for (const [key, member] of Object.entries(node)) {
    yield* changesOf(member, `${pointer}/${key}`, (changed) => place(withMember(node, key, changed)));
  }
}

function* replacementsOf(node: unknown): Generator<readonly [what: string, changed: unknown]> {
  for (const value of VALUES) yield [`is ${JSON.stringify(value)}`, value];
  if (Array.isArray(node)) {
    yield ['every entry twice', [...(node as readonly unknown[]), ...(node as readonly unknown[])]];
    for (const index of node.keys()) yield [`without ${index}`, node.filter((_, other) => other !== index)];
  } else if (typeof node === 'object' && node !== null) {
    for (const key of KEYS) yield [`with ${key}`, withMember(node, key, 'text')];
    for (const key of Object.keys(node)) {
      yield [`without ${key}`, withoutMember(node, key)];
      for (const name of NAMES) {
        yield [
          `with ${JSON.stringify(name)} for ${key}`,
          { ...withoutMember(node, key), [name]: node[key as never] },
        ];
      }
    }
  }
}

function withMember(node: object, key: string, value: unknown): unknown {
  if (Array.isArray(node)) return node.map((item: unknown, index) => (String(index) === key ? value : item));
  return { ...node, [key]: value };
}

function withoutMember(node: object, key: string): object {
  return Object.fromEntries(Object.entries(node).filter(([other]) => other !== key));
}
