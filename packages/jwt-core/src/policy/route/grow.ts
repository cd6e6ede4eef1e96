/**
 * Makes the trees of a service's routes, and finds out whether a router can take one path for two of them: those two
 * reach one leaf.
 */

import { decodeSegment } from './canonical-path.js';
import { countSegments, type Branch, type Node, type Route, type Trees, type TreesOfMethod } from './tree.js';

/** Two routes that cannot be distinguished, or that are among too many mixed ones. */
export interface RouteConflict {
  /** `overlap`: a router can take one path for both. `entangled`: the tree would outgrow its bound. */
  readonly kind: 'overlap' | 'entangled';
  readonly operation: string;
  /** The one that is earlier in the document, of two that overlap. */
  readonly other: string;
}

/**
 * A route with a parameter where others have literals is copied below each of them. Whether two of any routes overlap
 * cannot be found in less than quadratic time (it is the orthogonal vectors problem), so the copies are bounded: each
 * level of a tree then holds at most five times the routes and 10,000, and there are at most 64 levels, and 65 trees of
 * a method. Routes that all have a literal in one place, and differ there, need no copies.
 */
const FREE_COPIES = 10_000;
const COPIES_PER_ROUTE = 4;

/**
 * A route as it is compared here: a number for each segment, equal for equal literals, 0 for a parameter. What
 * `{path...}` takes is not among them, and counts as parameters.
 */
interface Candidate {
  readonly route: Route;
  /** Its position in the document. */
  readonly index: number;
  readonly keys: readonly number[];
}

/** Makes the trees. With conflicts, they are of no use. */
export function growTrees(routes: readonly Route[]): {
  readonly trees: Trees;
  readonly conflicts: readonly RouteConflict[];
} {
  const growth = new Growth(routes.length);
  const families = new Map<string, Family>();
  for (const [index, route] of routes.entries()) {
    const candidate = growth.candidate(route, index);
    const family = getOrAdd(families, route.template.method, (): Family => ({
      byCount: new Map(),
      open: [],
    }));
    const { length } = candidate.keys;
    if (route.template.rest !== undefined) family.open.push(candidate);
    else getOrAdd(family.byCount, length, (): Candidate[] => []).push(candidate);
  }
  const trees = new Map([...families].map(([method, family]) => [method, growFamily(family, growth)]));
  return { trees, conflicts: growth.conflicts };
}

/** The routes of one method: by the number of their segments, and those that end in `{path...}`. */
interface Family {
  readonly byCount: Map<number, Candidate[]>;
  readonly open: Candidate[];
}

function growFamily({ byCount, open }: Family, growth: Growth): TreesOfMethod {
  const counted = [...byCount].map(([count, candidates]): [number, Node | undefined] => {
    const deep = open.filter(({ keys }) => keys.length < count);
    return [count, growth.grow([...candidates, ...deep], placesOf(count))];
  });
  const longest = open.reduce((most, { keys }) => Math.max(most, keys.length), 0);
  return { byCount: new Map(counted), otherCount: growth.grow(open, placesOf(longest)) };
}

function placesOf(count: number): readonly number[] {
  return Array.from({ length: count }, (_, place) => place);
}

class Growth {
  readonly #numbers = new Map<string, number>();
  /** By the number of a literal: in which count it was seen last. */
  readonly #seenIn: number[] = [0];
  #counts = 0;
  #copiesLeft: number;
  readonly #overlaps = new Map<Candidate, Route>();
  #entangled: readonly [Route, Route] | undefined;

  constructor(routes: number) {
    this.#copiesLeft = FREE_COPIES + COPIES_PER_ROUTE * routes;
  }

  get conflicts(): readonly RouteConflict[] {
    if (this.#overlaps.size === 0 && this.#entangled !== undefined) {
      const [{ operation }, { operation: other }] = this.#entangled;
      return [{ kind: 'entangled', operation, other }];
    }
    return [...this.#overlaps]
      .sort(([left], [right]) => left.index - right.index)
      .map(([{ route }, { operation: other }]) => ({ kind: 'overlap', operation: route.operation, other }));
  }

  candidate(route: Route, index: number): Candidate {
    const { segments } = route.template;
    const count = countSegments(segments.map((each) => ('literal' in each ? each.literal : each.parameter)));
    const keys = segments
      .slice(0, count)
      .map((each) => ('literal' in each ? this.#numberOf(each.literal) : 0));
    return { route, index, keys };
  }

  /** The same for literals that most routers take for the same: in no case. */
  #numberOf(literal: string): number {
    const text = (decodeSegment(literal) ?? literal).toLowerCase();
    return getOrAdd(this.#numbers, text, () => this.#seenIn.push(0) - 1);
  }

  grow(candidates: readonly Candidate[], places: readonly number[]): Node | undefined {
    const [first] = candidates;
    if (first === undefined || candidates.length === 1) return first?.route;
    const { best, useful } = this.#choosePlace(candidates, places);
    if (best === undefined) return this.#end(candidates);
    return this.#branch(
      candidates,
      best,
      useful.filter((place) => place !== best),
    );
  }

  /** Nothing tells these apart: a path that one of them matches is a path for all of them. */
  #end(candidates: readonly Candidate[]): Route | undefined {
    const [first, ...others] = [...candidates].sort((left, right) => left.index - right.index);
    for (const each of others) {
      if (first !== undefined && !this.#overlaps.has(each)) this.#overlaps.set(each, first.route);
    }
    return first?.route;
  }

  /** The place that needs the fewest copies, and of those the one with the most literals; and all that tell anything. */
  #choosePlace(
    candidates: readonly Candidate[],
    places: readonly number[],
  ): { readonly best: number | undefined; readonly useful: readonly number[] } {
    let best: number | undefined;
    let least = { copies: Number.POSITIVE_INFINITY, literals: 0 };
    const useful: number[] = [];
    for (const place of places) {
      const { literals, parameters } = this.#count(candidates, place);
      if (literals === 0 || (literals === 1 && parameters === 0)) continue;
      useful.push(place);
      const copies = literals * parameters;
      if (copies > least.copies || (copies === least.copies && literals <= least.literals)) continue;
      best = place;
      least = { copies, literals };
    }
    return { best, useful };
  }

  #count(candidates: readonly Candidate[], place: number): { literals: number; parameters: number } {
    this.#counts += 1;
    let literals = 0;
    let parameters = 0;
    for (const { keys } of candidates) {
      const key = keys[place] ?? 0;
      if (key === 0) parameters += 1;
      else if (this.#seenIn[key] !== this.#counts) {
        this.#seenIn[key] = this.#counts;
        literals += 1;
      }
    }
    return { literals, parameters };
  }

  #branch(candidates: readonly Candidate[], place: number, rest: readonly number[]): Branch {
    const groups = new Map<number, Candidate[]>();
    for (const each of candidates) getOrAdd(groups, each.keys[place] ?? 0, (): Candidate[] => []).push(each);
    const parameters = groups.get(0) ?? [];
    groups.delete(0);
    const literals = new Map<string, Node | undefined>();
    for (const group of groups.values()) {
      this.#copiesLeft -= parameters.length;
      if (this.#copiesLeft < 0) {
        this.#entangled ??= pairOf(parameters, group);
        break;
      }
      const node = this.grow([...group, ...parameters], rest);
      // By the exact spelling: what is another one to us belongs to `other`.
      for (const { route } of group) literals.set(literalAt(route, place), node);
    }
    return { place, literals, other: this.grow(parameters, rest) };
  }
}

function literalAt({ template }: Route, place: number): string {
  const segment = template.segments[place];
  return segment !== undefined && 'literal' in segment ? segment.literal : '';
}

function pairOf(
  [parameter]: readonly Candidate[],
  [literal]: readonly Candidate[],
): readonly [Route, Route] | undefined {
  return parameter && literal && [parameter.route, literal.route];
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = create()));
  return value;
}
