/** Tokens that one rule of one document allows: where the search begins. */

import { LAYERS, type ReasonCode } from '@org/jwt-core';
import { pointerTo } from '../lint/pointer.js';
import { moved, nearest, wholeOf, type Box } from './boxes.js';
import type { Verdict, Version } from './difference.js';
import type { Dimension } from './dimension.js';
import type { Point } from './space.js';
import type { Oracle } from './oracle.js';
import { fitting, waysOf } from './possible.js';
import { unique } from './values.js';

/** More steps lead nowhere. */
const MAX_STEPS = 16;

/** A rule of one document; `rule: undefined`: the operation has none, or does not enforce them. */
export interface Target {
  readonly version: Version;
  readonly rule: number | undefined;
}

/** A point of the box that the rule allows, near the start; `undefined` where none was found. */
export async function seedFor(
  oracle: Oracle,
  target: Target,
  within: Box = wholeOf(oracle.space),
  start?: Point,
): Promise<Point | undefined> {
  for (const guess of guesses(oracle, target, start)) {
    const point = guess.map((value, dim) => nearest(within[dim] ?? new Set([0]), value));
    const found = await mended(oracle, target, within, point);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A point for each way in which the rule can be met: persons and programs may be told apart by other claims. */
export async function seedsFor(oracle: Oracle, target: Target): Promise<readonly Point[]> {
  const within = wholeOf(oracle.space);
  const found = await Promise.all(
    guesses(oracle, target, undefined).map((guess) => mended(oracle, target, within, guess)),
  );
  return unique(found.filter((point) => point !== undefined));
}

async function mended(
  oracle: Oracle,
  { version, rule }: Target,
  within: Box,
  start: Point,
): Promise<Point | undefined> {
  let point = start;
  let verdict = await oracle.verdict(version, point, rule);
  const seen = new Set([progressOf(verdict)]);
  for (let step = 0; step < MAX_STEPS && verdict.outcome === 'deny'; step += 1) {
    const next = await better(oracle, { version, rule }, { point, verdict, seen, within });
    if (next === undefined) return undefined;
    [point, verdict] = next;
    seen.add(progressOf(verdict));
  }
  return verdict.outcome === 'allow' ? point : undefined;
}

interface State {
  readonly point: Point;
  readonly verdict: Verdict;
  readonly seen: ReadonlySet<string>;
  readonly within: Box;
}

/** One value changed, so that the token comes further: where it fails first, then anywhere. */
async function better(
  oracle: Oracle,
  { version, rule }: Target,
  { point, verdict, seen, within }: State,
): Promise<readonly [Point, Verdict] | undefined> {
  const about = [...oracle.space.dimensions.entries()].filter(([, each]) => isAbout(each, verdict));
  const others = [...oracle.space.dimensions.entries()].filter(([, each]) => !isAbout(each, verdict));
  const aside: (readonly [Point, Verdict])[] = [];
  for (const [dim] of [...about, ...others]) {
    const tried = await Promise.all(
      Array.from(within[dim] ?? [], async (index) => {
        const next = moved(point, dim, index);
        return [next, await oracle.verdict(version, next, rule)] as const;
      }),
    );
    const further =
      tried.find(([, each]) => each.outcome === 'allow') ??
      tried.find(([, each]) => position(each.code) > position(verdict.code));
    if (further !== undefined) return further;
    aside.push(
      ...tried.filter(
        ([, each]) => position(each.code) === position(verdict.code) && !seen.has(progressOf(each)),
      ),
    );
  }
  return aside[0];
}

function isAbout({ layer, claims }: Dimension, { code, expected = '' }: Verdict): boolean {
  if (code !== undefined && (layer === code || code.startsWith(`${layer}.`))) return true;
  return claims.some((path) =>
    expected.includes(`${path.length > 1 ? pointerTo(...path) : path.join('')} {`),
  );
}

/** In the order in which rules are asked. */
const OPERATION_ORDER: readonly string[] = [
  'operation.principal',
  'operation.identity',
  'operation.scope',
  'operation.role',
  'operation.actor',
  'operation.condition',
];

/** How far a token came: the greater, the further. */
export function position(code: ReasonCode | undefined): number {
  if (code === undefined) return Infinity;
  const layer = LAYERS.findIndex((each) => code.startsWith(`${each}.`));
  return layer * 10 + Math.max(0, OPERATION_ORDER.indexOf(code));
}

function progressOf({ code, expected }: Verdict): string {
  return `${String(code)} ${String(expected)}`;
}

/** What meets the conditions of the rule, claim by claim; of the value at the start, where they leave it. */
function guesses({ space }: Oracle, target: Target, start: Point | undefined): readonly Point[] {
  const guessed = waysOf(space, target).map((way) =>
    space.dimensions.map((_dimension, dim) => fitting(space, dim, way)?.[0] ?? 0),
  );
  return start === undefined ? guessed : [start, ...guessed];
}
