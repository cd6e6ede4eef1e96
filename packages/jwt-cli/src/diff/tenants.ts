/** The tenant of a token, and the one that its request names: together, because they are compared. */

import type { ClaimPath } from '@org/jwt-core/policy';
import type { Placed } from './conditions.js';
import { forBoth, type Both } from './difference.js';
import { canonical, isSame, type Case } from './worlds.js';
import { unique, valuesFor, type ClaimValue } from './values.js';

/** A tenant for each path of a claim, and the tenant of the request. */
export interface TenantPair {
  readonly claims: readonly (readonly [ClaimPath, ClaimValue])[];
  readonly asked: string | undefined;
}

/** Of tenants that both, or only one, of the documents have: at most this many are asked about. */
const EACH = 2;
const FRESH = 'tenant-x';

/** Which claims hold a tenant, in one of the documents. */
export function tenantPaths({ world }: Case): readonly ClaimPath[] {
  const { old, new: young } = world.accepted;
  return unique([old?.issuer.tenantClaim, young?.issuer.tenantClaim].filter((path) => path !== undefined));
}

/** The pairs. Where nothing that decides about tenants differs, one is enough. */
export function tenantsFor(asked: Case, conditions: readonly Placed[]): readonly TenantPair[] {
  const { world, operations } = asked;
  const paths = tenantPaths(asked);
  const policies = forBoth((version) => {
    const accepted = world.accepted[version];
    const lists = [accepted?.issuer.tenants, accepted?.service.tenants];
    return { lists, claim: accepted?.issuer.tenantClaim, source: operations[version]?.tenant };
  });
  const lists = [...policies.old.lists, ...policies.new.lists].filter((list) => list !== undefined);
  const own = conditions.filter(({ condition }) =>
    paths.some((path) => canonical(path) === canonical(condition.path)),
  );
  const written = own.length === 0 ? [] : valuesFor(own.map(({ condition }) => condition.matcher)).values;
  const texts = written.filter((value) => typeof value === 'string');
  const tenants = unique([
    ...(world.tenant === undefined ? [] : [world.tenant]),
    ...chosen(lists),
    ...texts,
    FRESH,
  ]);
  const ofAll = tenants.filter((tenant) => lists.every((list) => list.includes(tenant)));
  const isEqual = isSame(policies) && own.length === 0;
  if (paths.length === 0 && lists.length === 0 && isNowhereAsked(policies))
    return [{ claims: [], asked: undefined }];
  if (paths.length === 0) {
    const [first] = ofAll;
    return isEqual
      ? [{ claims: [], asked: world.tenant ?? first }]
      : tenants.map((each) => ({ claims: [], asked: each }));
  }
  const whole = (value: ClaimValue, named: string | undefined): TenantPair => ({
    claims: paths.map((path) => [path, value] as const),
    asked: named,
  });
  const [good = tenants[0] ?? FRESH] = world.tenant === undefined ? ofAll : [world.tenant];
  if (isEqual) return [whole(good, good)];
  const another = (tenant: string): string => tenants.find((each) => each !== tenant) ?? FRESH;
  return [
    whole(good, good),
    ...tenants.flatMap((tenant) => [whole(tenant, tenant), whole(tenant, another(tenant))]),
    whole(undefined, good),
    // A wrong type is refused only by a document that reads this claim.
    whole(7, good),
    ...paths.map((own) => ({
      claims: paths.map((path) => [path, path === own ? 7 : good] as const),
      asked: good,
    })),
    ...written
      .filter((value) => typeof value !== 'string' && value !== undefined)
      .map((value) => whole(value, good)),
    ...(paths.length < 2 ? [] : tenants.flatMap((tenant) => mixed(paths, tenant, another(tenant)))),
  ];
}

function isNowhereAsked(policies: Both<{ readonly source: unknown }>): boolean {
  return policies.old.source === undefined && policies.new.source === undefined;
}

/** Two claims that can be the tenant: either alone, and both with different tenants. */
function mixed(paths: readonly ClaimPath[], tenant: string, other: string): readonly TenantPair[] {
  return [undefined, other].flatMap((rest) =>
    paths.map((own) => ({
      claims: paths.map((path) => [path, path === own ? tenant : rest] as const),
      asked: tenant,
    })),
  );
}

/** Some of those that all lists have, and some that one of them lacks. */
function chosen(lists: readonly (readonly string[])[]): readonly string[] {
  const sets = lists.map((list) => new Set(list));
  const all = new Set(lists.flat());
  const groups = new Map<string, string[]>();
  for (const tenant of all) {
    const key = sets.map((set) => String(set.has(tenant))).join();
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    if (group.length < EACH) group.push(tenant);
  }
  return [...groups.values()].flat();
}
