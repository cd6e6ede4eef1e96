/** The claims that conditions speak of. */

import { meetsConditions, type ClaimPath } from '@org/jwt-core/policy';
import type { Placed } from './conditions.js';
import { forBoth } from './difference.js';
import { dimension, matchersAt, type Dimension } from './dimension.js';
import { setClaim, type ProbeDraft } from './probe.js';
import { unique, valuesFor, type ClaimValue } from './values.js';
import { canonical, isSame, type Case } from './worlds.js';

/** What ID tokens alone have: one for all of them. */
const ONLY_IN_ID_TOKENS = 'nonce';

/** Where only the issuer's own conditions speak of a claim, and they are the same, one good value is enough. */
export function claimDimensions(
  asked: Case,
  conditions: readonly Placed[],
  taken: ReadonlySet<string>,
): { readonly dimensions: readonly Dimension[]; readonly gaps: readonly string[] } {
  const { accepted } = asked.world;
  const shown = unique([accepted.old, accepted.new].flatMap((each) => each?.issuer.shownBy ?? []));
  const isIdTokenAsked =
    shown.length > 0 || [accepted.old, accepted.new].some((each) => each?.issuer.tokens === 'id');
  const paths = unique([
    ...conditions.map(({ condition }) => condition.path),
    ...shown,
    ...(isIdTokenAsked ? [[ONLY_IN_ID_TOKENS]] : []),
  ]).filter((path) => !taken.has(canonical(path)));
  const gaps: string[] = [];
  const dimensions = [...paths]
    .sort((one, other) => one.length - other.length)
    .map((path) => {
      const { values: all, isComplete } = valuesFor(matchersAt(conditions, path));
      const values = isSettled(asked, conditions, path) ? oneGood(asked, conditions, path, all) : all;
      const name = path.join('/');
      if (!isComplete) gaps.push(`${name} is compared with too many values of lists`);
      const isActor = path[0] === 'act';
      return dimension(
        name,
        isActor ? 'operation.actor' : 'operation.condition',
        [path],
        values.map((value) => ({
          value,
          put: ({ claims }: ProbeDraft) => {
            if (isActor && claims['act'] === undefined) return;
            if (isActor && path[1] === 'sub' && value === undefined && path.length === 2) return;
            setClaim(claims, path, value);
          },
        })),
      );
    });
  return { dimensions, gaps };
}

/** Whether both documents ask the same of a claim, before any rule is asked. */
function isSettled({ world: { accepted } }: Case, conditions: readonly Placed[], path: ClaimPath): boolean {
  const own = conditions.filter(({ condition }) => canonical(condition.path) === canonical(path));
  const kinds = forBoth((version) => {
    const issuer = accepted[version]?.issuer;
    return issuer && { shownBy: issuer.shownBy, tokens: issuer.tokens };
  });
  const asked = forBoth((version) =>
    own.filter((each) => each.version === version).map(({ condition: { matcher } }) => matcher),
  );
  return own.every(({ of }) => of === 'base') && isSame(kinds) && isSame(asked);
}

function oneGood(
  { world: { accepted } }: Case,
  conditions: readonly Placed[],
  path: ClaimPath,
  values: readonly ClaimValue[],
): readonly ClaimValue[] {
  const own = conditions.flatMap(({ condition }) =>
    canonical(condition.path) === canonical(path) ? [condition] : [],
  );
  const mustShow = (accepted.new ?? accepted.old)?.issuer.shownBy.some(
    (each) => canonical(each) === canonical(path),
  );
  const good = values.filter((value) => {
    if (mustShow === true && value === undefined) return false;
    const claims: ProbeDraft['claims'] = {};
    setClaim(claims, path, value);
    return meetsConditions(own, claims);
  });
  return good.length === 0 ? values : good.slice(0, 1);
}
