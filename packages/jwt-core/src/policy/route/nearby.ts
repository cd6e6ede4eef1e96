/** Which routes a path is like, and the path without anything that only its sender knows: for the operator. */

import { nearest } from '../../options/did-you-mean.js';
import { formatRoute, type Segment } from './template.js';
import type { Route } from './tree.js';

/** How many routes are named. */
const MAX_NAMED = 3;

/** How many are compared: with thousands of routes, each denied request would cost milliseconds. */
const MAX_COMPARED = 64;

/** How many segments of a path are looked at, and how many characters of it. */
const MAX_SEGMENTS = 12;
const MAX_PATH_LENGTH = 2000;

/** How many misspelled words of a path are looked for, and among how many words at most. */
const MAX_CORRECTED = 2;
const MAX_VOCABULARY = 500;

/** A segment of a request's path, in lower case. */
interface Word {
  readonly text: string;
  /** The literal that it is, or that it was probably meant to be. */
  readonly literal: string | undefined;
}

/** The routes of a service by the literals in them. */
export class NearbyRoutes {
  readonly #routes: readonly Route[];
  /** For each literal in lower case, the first of the routes that have it. */
  readonly #byLiteral = new Map<string, Route[]>();

  constructor(routes: readonly Route[]) {
    this.#routes = routes;
    for (const route of routes) {
      for (const segment of route.template.segments) {
        if ('parameter' in segment || segment.literal === '') continue;
        const literal = segment.literal.toLowerCase();
        const known = this.#byLiteral.get(literal);
        if (known === undefined) this.#byLiteral.set(literal, [route]);
        else if (known.length < MAX_COMPARED && known.at(-1) !== route) known.push(route);
      }
    }
  }

  /**
   * The path with `{}` for each segment that no route has as a literal: what is left is in the policy, and is not a name, a
   * number or a secret of the caller.
   */
  hideUnknown(path: string): string {
    const texts = path.slice(0, MAX_PATH_LENGTH).split('/', MAX_SEGMENTS + 2);
    const shown = texts.map((text) => (this.#isShown(text) ? text : '{}'));
    return shown.length > MAX_SEGMENTS + 1 ? `${shown.slice(0, -1).join('/')}/…` : shown.join('/');
  }

  #isShown(text: string): boolean {
    return text === '' || text === '.' || text === '..' || this.#byLiteral.has(text.toLowerCase());
  }

  /**
   * The routes that are most like it, the likest first; none where no literal is the same or nearly so, and none that
   * is less than half as much like it as the first.
   */
  find(method: string, path: string): readonly string[] {
    const words = this.#wordsOf(path);
    const wanted = method === 'HEAD' ? 'GET' : method;
    const found = this.#candidates(words)
      .map((route) => ({ route, likeness: likenessOf(route, words, wanted) }))
      .sort((left, right) => right.likeness - left.likeness);
    const best = found[0]?.likeness ?? 0;
    return found
      .filter(({ likeness }) => likeness > 0 && likeness >= best / 2)
      .slice(0, MAX_NAMED)
      .map(({ route }) => formatRoute(route.template));
  }

  #wordsOf(path: string): readonly Word[] {
    const texts = path
      .slice(0, MAX_PATH_LENGTH)
      .toLowerCase()
      .split('/', MAX_SEGMENTS + 1);
    let corrections = this.#byLiteral.size > MAX_VOCABULARY ? 0 : MAX_CORRECTED;
    return texts
      .filter((text) => text !== '')
      .map((text) => {
        if (this.#byLiteral.has(text)) return { text, literal: text };
        if (corrections === 0 || !/^[a-z][a-z_-]{2,31}$/u.test(text)) return { text, literal: undefined };
        corrections -= 1;
        return { text, literal: nearest(text, this.#byLiteral.keys()) };
      });
  }

  /** All routes where they are few; else those with the path's rarest literals. */
  #candidates(words: readonly Word[]): readonly Route[] {
    if (this.#routes.length <= MAX_COMPARED) return this.#routes;
    const lists = words
      .flatMap(({ literal }) => (literal === undefined ? [] : [this.#byLiteral.get(literal) ?? []]))
      .sort((left, right) => left.length - right.length);
    return [...new Set(lists.flat())].slice(0, MAX_COMPARED);
  }
}

/** Compared from the start and from the end: a mount path may be missing, or be too much. */
function likenessOf({ template }: Route, words: readonly Word[], method: string): number {
  const segments = template.segments.filter((each) => 'parameter' in each || each.literal !== '');
  const surplus = words.length - segments.length;
  const fromStart = likenessFrom(segments, words, 0);
  const fromEnd = surplus === 0 ? 0 : likenessFrom(segments, words, surplus) - 0.5;
  const best = Math.max(fromStart, fromEnd);
  if (best <= 0) return 0;
  const distance = template.rest !== undefined && surplus > 0 ? 0 : Math.abs(surplus);
  return best - Math.min(2, distance) - (template.method === method ? 0 : 1);
}

/** What the segments and the words at their places have in common; 0 where no literal is among it. */
function likenessFrom(segments: readonly Segment[], words: readonly Word[], shift: number): number {
  let literals = 0;
  let parameters = 0;
  for (const [place, segment] of segments.entries()) {
    const word = words[place + shift];
    if (word === undefined) continue;
    if ('parameter' in segment) parameters += word.literal === undefined ? 1 : 0.5;
    else if (segment.literal.toLowerCase() === word.literal) literals += word.literal === word.text ? 4 : 3;
  }
  return literals === 0 ? 0 : literals + parameters;
}
