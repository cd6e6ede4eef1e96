/** Which parts of a document are never printed. */

import { isMap, isPair, isScalar, visit, type Node } from 'yaml';
import type { Path } from '../problem.js';
import { isPublicSection, isSecretivePath } from './secretive.js';

/** From one offset up to another. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What is in `issuers`, and behind every key that sounds like a secret: in the order of the text, none in another one. */
export function hiddenSpans(document: Node): readonly Span[] {
  // What is no policy at all may be the file of a secret, named by mistake.
  if (!isMap(document) || !document.items.some(({ key }) => isPublicSection(nameOf(key)))) {
    return [{ start: 0, end: Number.POSITIVE_INFINITY }];
  }
  const spans: Span[] = [];
  visit(document, {
    Pair(_key, { key, value }, ancestors) {
      const keys = ancestors.filter(isPair).map((pair) => nameOf(pair.key));
      const path: Path = [...keys, nameOf(key)];
      if (!isSecretivePath(path)) return undefined;
      const [, start = 0] = rangeOf(key) ?? [];
      spans.push({ start, end: rangeOf(value)?.[2] ?? start });
      return visit.SKIP;
    },
  });
  return spans;
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

function rangeOf(node: unknown): readonly number[] | null | undefined {
  return typeof node === 'object' && node !== null && 'range' in node
    ? (node as Pick<Node, 'range'>).range
    : undefined;
}
