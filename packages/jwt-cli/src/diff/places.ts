/** Where tokens may be in a request: each place that is new is another way in. */

import type { ResolvedPlace } from '@org/jwt-core/policy';
import type { Both } from './difference.js';

/** In words: those that only the new document has, and those that only the old one has. */
export function comparePlaces({ old, new: young }: Both<readonly ResolvedPlace[]>): {
  readonly come: readonly string[];
  readonly gone: readonly string[];
} {
  const [before, after] = [old.flatMap(waysIn), young.flatMap(waysIn)];
  return { come: missing(after, before), gone: missing(before, after) };
}

/** One way in, and a wider one that includes it. */
interface WayIn {
  readonly text: string;
  readonly wider?: string;
}

function missing(ways: readonly WayIn[], known: readonly WayIn[]): readonly string[] {
  const texts = new Set(known.map(({ text }) => text));
  return ways.flatMap(({ text, wider = text }) => (texts.has(text) || texts.has(wider) ? [] : [text]));
}

/** Each scheme, and each origin of a page, is a way in of its own. */
function waysIn(place: ResolvedPlace): readonly WayIn[] {
  if (place.in === 'authorization') {
    return place.schemes.map((scheme) => ({ text: `in Authorization with the scheme ${scheme}` }));
  }
  const scheme =
    place.in === 'header' && place.scheme !== undefined ? ` with the scheme ${place.scheme}` : '';
  const name = `in the ${place.in} ${place.name}${scheme}`;
  const anyOrigin = `${name}, from pages of any origin`;
  if (place.origins === undefined) return [{ text: name }, { text: anyOrigin }];
  return [
    { text: name },
    ...place.origins.map((origin) => ({ text: `${name}, from pages of ${origin}`, wider: anyOrigin })),
  ];
}
