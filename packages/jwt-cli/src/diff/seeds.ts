/** Tokens that one rule of one document allows: where the search begins. */

import { LAYERS, type ReasonCode } from '@org/jwt-core';
import { meetsConditions, type ClaimCondition } from '@org/jwt-core/policy';
import { moved, nearest, wholeOf, type Box } from './boxes.js';
import { baseConditions, principalConditions, ruleConditions } from './conditions.js';
import type { Verdict, Version } from './difference.js';
import type { Dimension, Point } from './dimensions.js';
import type { Oracle } from './oracle.js';
import { probeAt } from './dimensions.js';
import { canonical } from './worlds.js';

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
  { version, rule }: Target,
  within: Box = wholeOf(oracle.space),
  start: Point = firstGuess(oracle, { version, rule }),
): Promise<Point | undefined> {
  let point: Point = start.map((value, dim) => nearest(within[dim] ?? new Set([0]), value));
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

/** One value changed, so that the token comes further. */
async function better(
  oracle: Oracle,
  { version, rule }: Target,
  { point, verdict, seen, within }: State,
): Promise<readonly [Point, Verdict] | undefined> {
  const order = [...oracle.space.dimensions.entries()].sort(
    ([, one], [, other]) => Number(isAbout(other, verdict.code)) - Number(isAbout(one, verdict.code)),
  );
  for (const [dim] of order) {
    const tried = await Promise.all(
      Array.from(within[dim] ?? [], async (index) => {
        const next = moved(point, dim, index);
        return [next, await oracle.verdict(version, next, rule)] as const;
      }),
    );
    const allowed = tried.find(([, each]) => each.outcome === 'allow');
    if (allowed !== undefined) return allowed;
    const further = tried.find(
      ([, each]) =>
        position(each.code) > position(verdict.code) ||
        (position(each.code) === position(verdict.code) && !seen.has(progressOf(each))),
    );
    if (further !== undefined) return further;
  }
  return undefined;
}

function isAbout({ layer }: Dimension, code: ReasonCode | undefined): boolean {
  return code !== undefined && (layer === code || code.startsWith(`${layer}.`));
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

/** What meets the conditions of the rule, claim by claim. */
function firstGuess({ space }: Oracle, { version, rule }: Target): Point {
  const { asked, dimensions } = space;
  const accepted = asked.world.accepted[version];
  if (accepted === undefined) return dimensions.map(() => 0);
  const chosen = rule === undefined ? undefined : asked.operations[version]?.rules[rule];
  const required = [...baseConditions(accepted), ...(chosen === undefined ? [] : ruleConditions(chosen))];
  const wanted = [required, principalConditions(accepted)];
  return dimensions.map(({ values }, dim) => {
    const own = wanted.flatMap((conditions) => conditions);
    for (const conditions of [own, required]) {
      const index = values.findIndex((_value, at) => fits(space, dim, at, conditions));
      if (index >= 0 && conditionsIn(space, dim, conditions).length > 0) return index;
    }
    return 0;
  });
}

/** Whether a value of one dimension meets the conditions on its claim. */
function fits(space: Oracle['space'], dim: number, index: number, conditions: readonly ClaimCondition[]): boolean {
  const point = space.dimensions.map((_dimension, at) => (at === dim ? index : 0));
  return meetsConditions(conditionsIn(space, dim, conditions), probeAt(space, point).claims);
}

function conditionsIn(
  { dimensions }: Oracle['space'],
  dim: number,
  conditions: readonly ClaimCondition[],
): readonly ClaimCondition[] {
  const { path } = dimensions[dim] ?? {};
  return conditions.filter((each) => canonical(each.path) === canonical(path));
}
