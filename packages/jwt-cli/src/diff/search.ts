/**
 * Looks for tokens that one document allows and the other denies, rule by rule. What a rule allows is nearly a product: each
 * claim on its own. So is what each rule of the other document allows; what the products leave over is asked about.
 */

import { moved, replaced, TOO_MANY, uncovered, wholeOf, type Box } from './boxes.js';
import { alike, boxAround, coverAround, nogood } from './products.js';
import { otherVersion, type Verdict } from './difference.js';
import type { Point } from './space.js';
import type { Oracle } from './oracle.js';
import { unreachable } from './possible.js';
import { seedFor, seedsFor, type Target } from './seeds.js';

/** A token that is allowed by the document of the target alone. */
export interface Found {
  readonly point: Point;
  /** The dimension that alone makes the difference, where there is a token that both allow. */
  readonly dimension: number | undefined;
}

/** What a search found, and whether it looked everywhere. */
export interface SearchResult {
  readonly found: readonly Found[];
  readonly gap: string | undefined;
}

/** How often the products are refined for one rule. */
const MAX_ROUNDS = 120;
/** After this number of different tokens, there are enough to show. */
const MAX_FOUND = 24;
/** Of those that no single change makes good for both documents, a few are enough. */
const MAX_UNEXPLAINED = 3;

/**
 * All kinds of tokens that the rule allows and the other document denies. `settled`: dimensions of which one good value is
 * as good as another.
 */
export async function search(
  oracle: Oracle,
  target: Target,
  settled: ReadonlySet<number>,
): Promise<SearchResult> {
  const seeds = await seedsFor(oracle, target);
  if (seeds.length === 0) return { found: [], gap: unreachable(oracle.space, target) };
  const found: Found[] = [];
  let gap: string | undefined;
  const starts = await Promise.all(seeds.map((seed) => modes(oracle, target, seed)));
  for (const [start, fixed] of starts.flat()) {
    const result = await searchFrom(oracle, target, start, new Map([...fixed, ...pinned(start, settled)]));
    found.push(...result.found);
    gap ??= result.gap;
  }
  return { found, gap };
}

function pinned(point: Point, dims: ReadonlySet<number>): Fixed {
  return new Map(Array.from(dims, (dim) => [dim, point[dim] ?? 0]));
}

type Fixed = ReadonlyMap<number, number>;

/** The seed, and one for each other way of being good that cannot be reached from it by one change. */
async function modes(
  oracle: Oracle,
  target: Target,
  seed: Point,
): Promise<readonly (readonly [Point, Fixed])[]> {
  const all: (readonly [Point, Fixed])[] = [[seed, new Map()]];
  for (const [dim, { values }] of oracle.space.dimensions.entries()) {
    for (const [index, { isMode }] of values.entries()) {
      if (!isMode || index === seed[dim]) continue;
      if (await oracle.allows(target.version, moved(seed, dim, index), target.rule)) continue;
      const fixed = new Map([[dim, index]]);
      const within = replaced(wholeOf(oracle.space), dim, new Set([index]));
      const other = await seedFor(oracle, target, within, seed);
      if (other !== undefined) all.push([other, fixed]);
    }
  }
  return all;
}

async function searchFrom(oracle: Oracle, target: Target, seed: Point, fixed: Fixed): Promise<SearchResult> {
  const { version } = target;
  const against = otherVersion(version);
  const within = wholeOf(oracle.space).map((set, dim) => (fixed.has(dim) ? new Set([seed[dim] ?? 0]) : set));
  const box = await boxAround(oracle, target, seed, within);
  const covers: Box[] = [];
  const found: Found[] = [];
  const common = await seedFor(oracle, { version: against, rule: undefined }, box, seed);
  const isCommon = common !== undefined && (await oracle.allows(version, common, target.rule));
  // What is one change away from a token that both allow is told best by this change.
  if (isCommon) found.push(...(await neighbours(oracle, target, box, common)));
  for (let round = 0; round < MAX_ROUNDS && found.length < MAX_FOUND; round += 1) {
    const point = uncovered(box, covers, seed);
    if (point === TOO_MANY) return { found, gap: 'its rules overlap in too many ways' };
    if (point === undefined) return { found, gap: undefined };
    if (!(await oracle.allows(version, point, target.rule))) {
      covers.push(await nogood(oracle, target, { box, seed, point }));
      continue;
    }
    const verdict = await oracle.verdict(against, point);
    if (verdict.outcome === 'deny') {
      const dims = await deciding(oracle, { target, box, point });
      found.push({ point, dimension: dims.length === 1 ? dims[0] : undefined });
      covers.push(alike(box, point, dims));
      if (found.filter(({ dimension }) => dimension === undefined).length >= MAX_UNEXPLAINED) break;
      continue;
    }
    const cover = await coverAround(
      oracle,
      { version: against, rule: ruleOf(verdict, oracle, against) },
      box,
      point,
    );
    found.push(...(await neighbours(oracle, target, box, point)));
    covers.push(cover);
  }
  return { found, gap: found.length > 0 ? undefined : 'its rules overlap in too many ways' };
}

/** In shadow, what the rules say does not decide. */
function ruleOf(
  { rule }: Verdict,
  { space: { asked } }: Oracle,
  version: Target['version'],
): number | undefined {
  const until = asked.operations[version]?.shadowUntil;
  return until !== undefined && asked.now < until ? undefined : rule;
}

/** A dimension that decides alone: with another value, both allow the token. */
async function deciding(
  oracle: Oracle,
  { target, box, point }: { readonly target: Target; readonly box: Box; readonly point: Point },
): Promise<readonly number[]> {
  const against = otherVersion(target.version);
  for (const [dim, set] of box.entries()) {
    for (const value of set) {
      const other = moved(point, dim, value);
      if (value === point[dim] || !(await oracle.allows(against, other))) continue;
      if (await oracle.allows(target.version, other, target.rule)) return [dim];
    }
  }
  return [];
}

/** Of a token that both allow: those that differ in one value, and that the other document denies. */
async function neighbours(oracle: Oracle, target: Target, box: Box, point: Point): Promise<readonly Found[]> {
  const against = otherVersion(target.version);
  const found = await Promise.all(
    box.map(async (set, dimension) => {
      const all = await Promise.all(
        Array.from(set, async (value): Promise<readonly Found[]> => {
          const other = moved(point, dimension, value);
          if (value === point[dimension] || (await oracle.allows(against, other))) return [];
          return (await oracle.allows(target.version, other, target.rule))
            ? [{ point: other, dimension }]
            : [];
        }),
      );
      return all.flat();
    }),
  );
  return found.flat();
}
