/** Names that refer to other parts of the document. */

import { cut } from '../../io/printable.js';
import { didYouMean, listed } from '../../options/did-you-mean.js';
import type { DocumentPlace } from '../problem.js';

/** To look for a near name costs as much as there are names: a document with more mistakes gets no more hints. */
const MAX_HINTS = 50;
const HINTS = new WeakMap<object, { readonly names: readonly string[]; given: number }>();

/** Whether a name is known; what it may have meant is reported. */
export function checkReference(name: string, known: object, what: string, place: DocumentPlace): boolean {
  if (Object.hasOwn(known, name)) return true;
  place.report('undefined_reference', `There is no ${what} named "${cut(name)}".${hintFor(name, known)}`);
  return false;
}

function hintFor(name: string, known: object): string {
  const hints = HINTS.get(known) ?? { names: Object.keys(known), given: 0 };
  HINTS.set(known, hints);
  hints.given += 1;
  if (hints.given > MAX_HINTS || hints.names.length === 0) return '';
  const near = didYouMean(name, hints.names);
  return near === '' ? ` Known: ${listed(hints.names)}.` : near;
}
