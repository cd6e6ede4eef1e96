/**
 * What a source is called in events and states: by its kind, and a number where the issuer has several. Never by the
 * variable or the file of a secret: that name may be the secret itself, written in the wrong place.
 */

import type { KeySourcePolicy } from './key-issuer.js';

type NamedSource = Pick<KeySourcePolicy, 'kind' | 'number'>;

/** Such as `discovery`, or `jwksUri 1 of 2`. */
export function nameOfSource({ kind, number: [index, count] }: NamedSource): string {
  return count === 1 ? kind : `${kind} ${numbered(index, count)}`;
}

/** With the number of the key, where the keys of the source have no names: `secret 1 of 2`, or `file, key 2 of 3`. */
export function nameOfKey(source: NamedSource, number: number | undefined, count: number): string {
  if (number === undefined) return nameOfSource(source);
  const isOnlySecret = source.kind === 'secret' && source.number[1] === 1;
  return `${nameOfSource(source)}${isOnlySecret ? '' : ', key'} ${numbered(number, count)}`;
}

function numbered(index: number, count: number): string {
  return `${String(index)} of ${String(count)}`;
}
