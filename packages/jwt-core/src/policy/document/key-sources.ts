/** The sources of keys that an issuer has in the document. */

import type { Algorithm } from '../../jose/algorithms.js';
import type { KeySource, KeySources, ListedKeySource } from './document.js';
import { isList } from './list-of.js';

/** A source, with the steps from `keys` to its place: none where it is the only one. */
export interface PlacedSource {
  readonly source: KeySource & Partial<ListedKeySource>;
  readonly steps: readonly number[];
}

/** The only source, or those of a list. */
export function placedSources(keys: KeySources | undefined): readonly PlacedSource[] {
  if (keys === undefined) return [];
  if (!isList(keys)) return [{ source: keys, steps: [] }];
  return keys.map((source, index) => ({ source, steps: [index] }));
}

/** The algorithms of a list of sources, each once; `undefined` for a source that names none. */
export function listedAlgorithms(keys: KeySources | undefined): readonly Algorithm[] | undefined {
  if (keys === undefined || !isList(keys)) return undefined;
  return [...new Set(keys.flatMap(({ algs }) => algs))];
}
