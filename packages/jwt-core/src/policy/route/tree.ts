/**
 * A decision tree over the routes of one method and one number of segments. Each step looks up one segment of the path,
 * none is looked at twice, and no step is taken back: the cost of a match depends on the path alone.
 *
 * The tree also shows whether a router can take one path for two routes: they reach one leaf.
 */

import { decodeSegment } from './canonical-path.js';
import type { RouteTemplate } from './template.js';

/** One operation and its template. */
export interface Route {
  readonly operation: string;
  readonly template: RouteTemplate;
}

/** A route is the only one that the path can still match. */
export type Node = Route | Branch;

/** What the segment at `place` decides. `other` is for every text that no literal of the routes has there. */
export interface Branch {
  readonly place: number;
  readonly literals: ReadonlyMap<string, Node | undefined>;
  readonly other: Node | undefined;
}

/** Two routes that cannot be told apart, or that are among too many mixed ones. */
export interface RouteConflict {
  /** `overlap`: a router can take one path for both. `entangled`: the tree would outgrow its bound. */
  readonly kind: 'overlap' | 'entangled';
  readonly operation: string;
  /** The one that is earlier in the document, of two that overlap. */
  readonly other: string;
}

/**
 * How the tree is bounded: a route with a parameter where others have literals is copied below each of them. A table
 * whose routes have a literal in one place where they differ needs no copies.
 */
const FREE_COPIES = 10_000;
const COPIES_PER_ROUTE = 4;

/** A route as the tree compares it: a number for each segment, equal for equal literals, 0 for a parameter. */
interface Candidate {
  readonly route: Route;
  /** Its position in the document. */
  readonly index: number;
  readonly keys: readonly number[];
}

/** The trees of all routes of a service. */
export class RouteForest {
  readonly #trees = new Map<string, Map<number, Node | undefined>>();
  readonly #numbers = new Map<string, number>();
  /** By the number of a literal: when it was last counted. */
  readonly #counted: number[] = [0];
  #counts = 0;
  #copiesLeft: number;
  readonly #overlaps = new Map<Candidate, Route>();
  #entangled: readonly [Route, Route] | undefined;

  constructor(routes: readonly Route[]) {
    this.#copiesLeft = FREE_COPIES + COPIES_PER_ROUTE * routes.length;
    const families = new Map<string, Map<number, Candidate[]>>();
    for (const [index, route] of routes.entries()) {
      const { method, segments } = route.template;
      const count = countAsRoutersDo(segments.map((each) => ('literal' in each ? each.literal : '{}')));
      const family = getOrAdd(families, method, () => new Map<number, Candidate[]>());
      getOrAdd(family, count, (): Candidate[] => []).push(this.#candidate(route, index, count));
    }
    for (const [method, family] of families) {
      const trees = new Map<number, Node | undefined>();
      for (const [count, candidates] of family) {
        trees.set(
          count,
          this.#grow(
            candidates,
            Array.from({ length: count }, (_, place) => place),
          ),
        );
      }
      this.#trees.set(method, trees);
    }
  }

  /** The only route that these segments can match. Its literals that were not looked up are still to be compared. */
  find(method: string, segments: readonly string[]): Route | undefined {
    let node = this.#trees.get(method)?.get(countAsRoutersDo(segments));
    while (node !== undefined && 'place' in node) {
      node = node.literals.get(segments[node.place] ?? '') ?? node.other;
    }
    return node;
  }

  /** Why these routes are no table; empty for a good one. */
  get conflicts(): readonly RouteConflict[] {
    if (this.#overlaps.size === 0 && this.#entangled !== undefined) {
      const [{ operation }, { operation: other }] = this.#entangled;
      return [{ kind: 'entangled', operation, other }];
    }
    return [...this.#overlaps]
      .sort(([left], [right]) => left.index - right.index)
      .map(([{ route }, { operation: other }]) => ({ kind: 'overlap', operation: route.operation, other }));
  }

  #candidate(route: Route, index: number, count: number): Candidate {
    const keys = route.template.segments
      .slice(0, count)
      .map((each) => ('literal' in each ? this.#numberOf(each.literal) : 0));
    return { route, index, keys };
  }

  /** The same for literals that most routers take for the same: in no case. */
  #numberOf(literal: string): number {
    const text = (decodeSegment(literal) ?? literal).toLowerCase();
    return getOrAdd(this.#numbers, text, () => this.#counted.push(0) - 1);
  }

  #grow(candidates: readonly Candidate[], places: readonly number[]): Node | undefined {
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
    let best: { readonly place: number; readonly copies: number; readonly literals: number } | undefined;
    const useful: number[] = [];
    for (const place of places) {
      const { literals, parameters } = this.#count(candidates, place);
      if (literals === 0 || (literals === 1 && parameters === 0)) continue;
      useful.push(place);
      const copies = literals * parameters;
      if (
        best === undefined ||
        copies < best.copies ||
        (copies === best.copies && literals > best.literals)
      ) {
        best = { place, copies, literals };
      }
    }
    return { best: best?.place, useful };
  }

  #count(candidates: readonly Candidate[], place: number): { literals: number; parameters: number } {
    this.#counts += 1;
    let literals = 0;
    let parameters = 0;
    for (const { keys } of candidates) {
      const key = keys[place] ?? 0;
      if (key === 0) parameters += 1;
      else if (this.#counted[key] !== this.#counts) {
        this.#counted[key] = this.#counts;
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
      const node = this.#grow([...group, ...parameters], rest);
      for (const { route } of group) literals.set(literalAt(route, place), node);
    }
    return { place, literals, other: this.#grow(parameters, rest) };
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

/** The number of segments without a final slash, which most routers do not count. */
function countAsRoutersDo(segments: readonly string[]): number {
  return segments.length - (segments.at(-1) === '' ? 1 : 0);
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = create()));
  return value;
}
