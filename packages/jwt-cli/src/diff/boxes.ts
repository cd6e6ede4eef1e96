/** Sets of points that are products: some values of each dimension, in every combination. */

import type { Point, Space } from './space.js';

/** For each dimension, the indices of its values. */
export type Box = readonly ReadonlySet<number>[];

/** No answer within the bound on steps. */
const MAX_STEPS = 200_000;

/** The search took too long. */
export const TOO_MANY: unique symbol = Symbol('too many');

/**
 * A point of the box that none of the others covers; `undefined` where they cover all of it. Of each dimension, the value of
 * `near` where it can be.
 */
export function uncovered(
  box: Box,
  covers: readonly Box[],
  near: Point,
): Point | undefined | typeof TOO_MANY {
  let steps = 0;
  const find = (left: Box, from: number): Point | undefined | typeof TOO_MANY => {
    steps += 1;
    if (steps > MAX_STEPS) return TOO_MANY;
    const index = covers.findIndex(
      (cover, at) => at >= from && left.every((set, dim) => meets(set, cover[dim])),
    );
    const cover = covers[index];
    if (cover === undefined) return left.map((set, dim) => nearest(set, near[dim]));
    let rest = left;
    for (const [dim, set] of left.entries()) {
      const kept = cover[dim] ?? NONE;
      const outside = new Set([...set].filter((value) => !kept.has(value)));
      if (outside.size === 0) continue;
      const found = find(replaced(rest, dim, outside), index + 1);
      if (found !== undefined) return found;
      rest = replaced(rest, dim, new Set([...set].filter((value) => kept.has(value))));
    }
    return undefined;
  };
  return box.some((set) => set.size === 0) ? undefined : find(box, 0);
}

const NONE: ReadonlySet<number> = new Set();

/** Every point. */
export function wholeOf({ dimensions }: Space): Box {
  return dimensions.map(({ values }) => new Set(values.keys()));
}

/** A box with another set in one dimension. */
export function replaced(box: Box, dim: number, set: ReadonlySet<number>): Box {
  return box.map((each, index) => (index === dim ? set : each));
}

/** The point with another value in one dimension. */
export function moved(point: Point, dim: number, value: number): Point {
  return point.map((each, index) => (index === dim ? value : each));
}

function meets(set: ReadonlySet<number>, other: ReadonlySet<number> | undefined): boolean {
  for (const value of set) if (other?.has(value) === true) return true;
  return false;
}

/** The value that is wanted, where it is in the set. */
export function nearest(set: ReadonlySet<number>, wanted: number | undefined): number {
  if (wanted !== undefined && set.has(wanted)) return wanted;
  const [first = 0] = set;
  return first;
}
