/** Compares one operation for the tokens of one issuer: which of them one document allows, and the other denies. */

import { rulesFor } from './conditions.js';
import {
  forBoth,
  otherVersion,
  type Both,
  type Difference,
  type Verdict,
  type Version,
} from './difference.js';
import { spaceOf, type Point } from './space.js';
import { Oracle } from './oracle.js';
import { ofRulesAlone, unreachable } from './possible.js';
import { placeOf, sentence } from './words.js';
import { search, type Found } from './search.js';
import { position, seedFor, type Target } from './seeds.js';
import type { Side } from './side.js';
import { without } from './without.js';
import { canonical, isSame, type Case } from './worlds.js';

/** The differences, and why there may be others. */
export interface CaseResult {
  readonly differences: readonly Difference[];
  readonly gaps: readonly string[];
}

const NOTHING: CaseResult = { differences: [], gaps: [] };

/** Both directions. What is the same in both documents is not asked about. */
export async function compareCase(asked: Case, sides: Both<Side>): Promise<CaseResult> {
  const { operations } = asked;
  if ([operations.old, operations.new].some((each) => each?.auth === 'public')) return NOTHING;
  const bases = forBoth((version) => baseOf(asked, version));
  const isBaseSame = isSame(bases);
  const areRulesSame = isSame(forBoth((version) => rulesOf(asked, version)));
  if (isBaseSame && areRulesSame) return NOTHING;
  const oracle = new Oracle(spaceOf(asked), sides);
  const results = await Promise.all(
    (['new', 'old'] as const).map((version) => compareFrom(oracle, version, { isBaseSame, areRulesSame })),
  );
  return {
    differences: results.flatMap(({ differences }) => differences),
    gaps: [...new Set([...oracle.space.gaps, ...results.flatMap(({ gaps }) => gaps)])],
  };
}

/** What this version allows, and the other denies. */
async function compareFrom(
  oracle: Oracle,
  version: Version,
  { isBaseSame, areRulesSame }: { readonly isBaseSame: boolean; readonly areRulesSame: boolean },
): Promise<CaseResult> {
  const { asked } = oracle.space;
  const against = otherVersion(version);
  if (asked.world.accepted[version] === undefined) return NOTHING;
  const isMissing = asked.world.accepted[against] === undefined || isUnknown(asked, against);
  const others = new Set(rulesOf(asked, against).map((rule) => canonical(rule)));
  const gaps: string[] = [];
  const settled = areRulesSame ? ofRulesAlone(oracle.space) : new Set<number>();
  const found: (readonly [Target, Found])[] = [];
  for (const [rule, written] of targetsOf(asked, version)) {
    const target = { version, rule };
    if (isBaseSame && others.has(canonical(written))) continue;
    if (isMissing) {
      const point = await seedFor(oracle, target);
      const gap = point === undefined ? unreachable(oracle.space, target) : undefined;
      if (point !== undefined) found.push([target, { point, dimension: undefined }]);
      if (gap !== undefined) gaps.push(gap);
      continue;
    }
    const result = await search(oracle, target, settled);
    found.push(...result.found.map((each) => [target, each] as const));
    if (result.gap !== undefined) gaps.push(result.gap);
  }
  return { differences: await grouped(oracle, version, found), gaps };
}

/** An operation that a document does not have. */
function isUnknown({ operation, operations }: Case, version: Version): boolean {
  return operation !== undefined && operations[version] === undefined;
}

/** Each rule that is enforced; where there is none, the operation as a whole. */
function targetsOf(asked: Case, version: Version): readonly (readonly [number | undefined, unknown])[] {
  if (isUnknown(asked, version)) return [];
  const operation = asked.operations[version];
  if (operation === undefined || operation.rules.length === 0 || isShadowed(asked, version))
    return [[undefined, undefined]];
  return rulesFor(operation, asked.world.accepted[version]);
}

function rulesOf(asked: Case, version: Version): readonly unknown[] {
  return isShadowed(asked, version)
    ? []
    : rulesFor(asked.operations[version], asked.world.accepted[version]).map(([, rule]) => rule);
}

function isShadowed({ operations, now }: Case, version: Version): boolean {
  const until = operations[version]?.shadowUntil;
  return until !== undefined && now < until;
}

/** Everything that decides before the rules. */
function baseOf(asked: Case, version: Version): unknown {
  const { world, operations } = asked;
  const accepted = world.accepted[version];
  if (accepted === undefined) return undefined;
  const issuer = without(accepted.issuer, 'keys', 'algorithms', 'profile');
  const { limits, tenants } = accepted.service;
  const { auth, tenant, limits: own, rules } = operations[version] ?? {};
  const isOpen = rules === undefined || rules.length === 0 || isShadowed(asked, version);
  return {
    ...{ issuer, acceptance: accepted.acceptance, limits, tenants },
    ...{ auth, tenant, own, isOpen, isUnknown: isUnknown(asked, version) },
  };
}

/** Tokens that the other document denies for the same reason are one difference; the first is its witness. */
async function grouped(
  oracle: Oracle,
  version: Version,
  found: readonly (readonly [Target, Found])[],
): Promise<readonly Difference[]> {
  const against = otherVersion(version);
  const groups = new Map<
    string,
    { readonly target: Target; readonly first: Found; readonly denials: Verdict[] }
  >();
  for (const [target, each] of found) {
    const verdict = await furthest(oracle, against, each.point);
    // What is asked of the tenant is another one with each request.
    const asks = verdict.code?.startsWith('tenant.') === true ? undefined : verdict.expected;
    const key = JSON.stringify([verdict.code, asks]);
    const group = groups.get(key) ?? { target, first: each, denials: [] };
    groups.set(key, group);
    group.denials.push(verdict);
  }
  return Promise.all(
    Array.from(groups.values(), async ({ target, first, denials }): Promise<Difference> => {
      const { asked } = oracle.space;
      const witness = await oracle.witness(first.point);
      const [{ code } = witness.verdicts[against]] = denials;
      return {
        effect: version === 'new' ? 'widened' : 'narrowed',
        aspect: aspectOf(code),
        service: asked.service,
        operation: asked.operation,
        issuer: asked.world.accepted[version]?.issuer.name,
        message: sentence(asked, version, denials),
        document: version,
        at: placeOf(asked, { ...target, code }),
        witness,
      };
    }),
  );
}

/** Why the other document denies it: of its rules, the one that came furthest says it. */
async function furthest(oracle: Oracle, against: Version, point: Point): Promise<Verdict> {
  const { asked } = oracle.space;
  const whole = await oracle.verdict(against, point);
  if (whole.code?.startsWith('operation.') !== true || whole.code === 'operation.unknown') return whole;
  let best = whole;
  for (const [rule] of rulesFor(asked.operations[against], asked.world.accepted[against])) {
    const each = await oracle.verdict(against, point, rule);
    if (position(each.code) > position(best.code)) best = each;
  }
  return best;
}

function aspectOf(code: string = ''): string {
  return code.startsWith('operation.') ? code.slice('operation.'.length) : (code.split('.')[0] ?? code);
}
