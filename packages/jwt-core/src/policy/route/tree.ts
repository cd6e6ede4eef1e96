/**
 * A decision tree over the routes of one method that can match one number of segments. Each step looks up one segment of the path,
 * none is looked up twice, and no step is taken back: the cost of a match depends on the path alone.
 */

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

/** The trees by method. */
export type Trees = ReadonlyMap<string, TreesOfMethod>;

/** The routes of one method. Those that end in `{path...}` are in each tree whose paths they can match. */
export interface TreesOfMethod {
  /** By the number of segments, without a final slash: for each number that a route has. */
  readonly byCount: ReadonlyMap<number, Node | undefined>;
  /** For every other number: the routes that end in `{path...}`. */
  readonly otherCount: Node | undefined;
}

/** The only route that these segments can match. Its literals that were not looked up are still to be compared. */
export function findRoute(trees: Trees, method: string, segments: readonly string[]): Route | undefined {
  const ofMethod = trees.get(method);
  let node = ofMethod?.byCount.get(countSegments(segments)) ?? ofMethod?.otherCount;
  while (node !== undefined && isBranch(node)) {
    node = node.literals.get(segments[node.place] ?? '') ?? node.other;
  }
  return node;
}

/** By an own member: `Object.prototype` may be polluted. */
function isBranch(node: Node): node is Branch {
  return Object.hasOwn(node, 'place');
}

/** The number of segments without a final slash, which most routers do not count. */
export function countSegments(segments: readonly string[]): number {
  return segments.length - (segments.at(-1) === '' ? 1 : 0);
}
