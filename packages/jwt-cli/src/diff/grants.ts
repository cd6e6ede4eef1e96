/** Scopes and roles that a token can have: the fewest that each rule asks for. More would never be refused. */

import type { ClaimPath, GrantPolicy, RoleForm } from '@org/jwt-core/policy';
import { rulesFor } from './conditions.js';
import { unique, type ClaimValue } from './values.js';
import { canonical, type Accepted, type Case } from './worlds.js';

/** A claim with grants, and the values that it may have. */
export interface GrantValues {
  readonly path: ClaimPath;
  readonly values: readonly ClaimValue[];
}

const VERSIONS = ['old', 'new'] as const;

/** The claims of scopes: of both documents, where they read different ones. */
export function scopesFor(asked: Case): readonly GrantValues[] {
  const sets = setsOf(asked, 'scopes');
  const audiences = VERSIONS.flatMap((version) => {
    const accepted = asked.world.accepted[version];
    return accepted?.issuer.audienceFrom === 'scopes'
      ? accepted.acceptance.audiences.map((audience) => `${audience}/test`)
      : [];
  });
  const withAudience = sets.flatMap((set) => [set, ...audiences.map((audience) => [...set, audience])]);
  return claims(
    asked,
    ({ issuer }) => issuer.scopeClaim,
    withAudience,
    (path, set) => [path.join() === 'scope' ? set.join(' ') : set],
  );
}

/** The claims of roles, in the forms of both documents. */
export function rolesFor(asked: Case): readonly GrantValues[] {
  const forms = unique(VERSIONS.flatMap((version) => asked.world.accepted[version]?.issuer.roleForm ?? []));
  return claims(
    asked,
    ({ issuer }) => issuer.roleClaim,
    // Where the forms differ, what one reads as roles has a wrong type for the other, also where no rule asks.
    forms.length > 1 ? [...setsOf(asked, 'roles'), ['test']] : setsOf(asked, 'roles'),
    (_path, set) => forms.map((form) => inForm(form, set, forms.length > 1)),
  );
}

function inForm(form: RoleForm, set: readonly string[], isText: boolean): ClaimValue {
  if (form === 'memberNames') return Object.fromEntries(set.map((name) => [name, {}]));
  return form === 'spaceDelimited' && isText ? set.join(' ') : set;
}

function claims(
  { world }: Case,
  pathOf: (accepted: Accepted) => ClaimPath,
  sets: readonly (readonly string[])[],
  write: (path: ClaimPath, set: readonly string[]) => readonly ClaimValue[],
): readonly GrantValues[] {
  const paths = VERSIONS.flatMap((version) => {
    const accepted = world.accepted[version];
    return accepted === undefined ? [] : [pathOf(accepted)];
  });
  const different = unique(paths);
  // Where only one document reads a claim, a wrong type is refused by it alone.
  const wrong: readonly ClaimValue[] = different.length > 1 ? [7] : [];
  return different.map((path) => ({
    path,
    values: unique([
      undefined,
      ...[...sets, ...shownAt(path, world)].flatMap((set) => write(path, set)),
      ...wrong,
    ]),
  }));
}

/** Where a grant, whatever it is, shows which kind of token this is. */
function shownAt(path: ClaimPath, { accepted }: Case['world']): readonly (readonly string[])[] {
  const shown = VERSIONS.flatMap((version) => accepted[version]?.issuer.shownBy ?? []);
  return shown.some((each) => canonical(each) === canonical(path)) ? [['test']] : [];
}

/** The fewest that each rule asks for; and all, for a token that does everything. */
function setsOf({ world, operations }: Case, kind: 'scopes' | 'roles'): readonly (readonly string[])[] {
  const grants = VERSIONS.flatMap((version) =>
    rulesFor(operations[version], world.accepted[version]).flatMap(([, rule]) => rule[kind] ?? []),
  );
  const sets = grants.flatMap((grant) => fewest(grant));
  const all = [...new Set(sets.flat())];
  return [
    ...new Map(
      [...sets, ...(all.length > 0 ? [all] : [])].map((set) => [canonical([...set].sort()), set]),
    ).values(),
  ];
}

function fewest({ mode, names }: GrantPolicy): readonly (readonly string[])[] {
  return mode === 'every' ? [names] : names.map((name) => [name]);
}
