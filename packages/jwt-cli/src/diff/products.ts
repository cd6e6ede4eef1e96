/** What a rule allows, as a product: some values of each dimension, in every combination. */

import { moved, replaced, type Box } from './boxes.js';
import type { Point } from './space.js';
import type { Oracle } from './oracle.js';
import type { Target } from './seeds.js';

/** How many tokens of a product are asked about, to see that it is one. */
const SAMPLES = 8;
/** For each dimension, the values that keep the token allowed. */
export async function boxAround(
  oracle: Oracle,
  { version, rule }: Target,
  point: Point,
  within: Box,
): Promise<Box> {
  return Promise.all(
    within.map(async (tried, dim) => {
      const kept = await Promise.all(
        Array.from(tried, async (index) => {
          const isKept =
            index === point[dim] || (await oracle.allows(version, moved(point, dim, index), rule));
          return isKept ? [index] : [];
        }),
      );
      return new Set(kept.flat());
    }),
  );
}

/** A product that the rule allows as a whole, as far as samples show. */
export async function coverAround(oracle: Oracle, target: Target, within: Box, point: Point): Promise<Box> {
  let box = await boxAround(oracle, target, point, within);
  const random = sequence(point);
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const drawn = box.map((set) => [...set][Math.floor(random() * set.size)] ?? 0);
    if (await oracle.allows(target.version, drawn, target.rule)) continue;
    const dims = await conflicting(oracle, target, point, drawn);
    const [dim] = dims;
    if (dim === undefined) continue;
    box = replaced(box, dim, new Set([point[dim] ?? 0]));
    sample = -1;
  }
  return box;
}

/** The fewest dimensions in which the good token must differ, to be denied as the other is. */
async function conflicting(
  oracle: Oracle,
  target: Target,
  good: Point,
  bad: Point,
): Promise<readonly number[]> {
  let dims = good.flatMap((value, dim) => (value === bad[dim] ? [] : [dim]));
  for (const dim of dims) {
    const fewer = dims.filter((each) => each !== dim);
    const point = good.map((value, each) => (fewer.includes(each) ? (bad[each] ?? value) : value));
    if (!(await oracle.allows(target.version, point, target.rule))) dims = fewer;
  }
  return dims;
}

/** What the rule itself denies, although it allows each of its values on its own. */
export async function nogood(
  oracle: Oracle,
  target: Target,
  { box, seed, point }: { readonly box: Box; readonly seed: Point; readonly point: Point },
): Promise<Box> {
  const dims = await conflicting(oracle, target, seed, point);
  return alike(box, point, dims);
}

/** All points of the box that agree with this one in some dimensions; it alone, where there are none. */
export function alike(box: Box, point: Point, dims: readonly number[]): Box {
  const isFixed = (dim: number): boolean => dims.length === 0 || dims.includes(dim);
  return box.map((set, dim) => (isFixed(dim) ? new Set([point[dim] ?? 0]) : set));
}

/** Numbers that look random, and are the same in each run. */
function sequence(point: Point): () => number {
  let state = point.reduce((sum, value) => (sum * 31 + value + 7) >>> 0, 17);
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
