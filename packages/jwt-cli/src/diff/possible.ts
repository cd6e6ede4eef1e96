/** Which values a rule's conditions leave, claim by claim. What decides is the engine: this says only where to look. */

import type { Principal } from '@org/jwt-core';
import { meetsConditions, type ClaimCondition } from '@org/jwt-core/policy';
import { baseConditions, ruleConditions } from './conditions.js';
import { forBoth } from './difference.js';
import type { Dimension } from './dimension.js';
import { probeAt, type Space } from './space.js';
import type { Target } from './seeds.js';
import { canonical, isSame } from './worlds.js';

/** What a token must show to be allowed by the rule, besides what tells persons from programs. */
export function requiredBy({ asked }: Space, { version, rule }: Target): readonly ClaimCondition[] {
  const accepted = asked.world.accepted[version];
  if (accepted === undefined) return [];
  const chosen = rule === undefined ? undefined : asked.operations[version]?.rules[rule];
  return [...baseConditions(accepted), ...(chosen === undefined ? [] : ruleConditions(chosen))];
}

/** Those on the claims of a dimension. */
export function conditionsIn(
  { claims }: Dimension,
  conditions: readonly ClaimCondition[],
): readonly ClaimCondition[] {
  const paths = new Set(claims.map((path) => canonical(path)));
  return conditions.filter(({ path }) => paths.has(canonical(path)));
}

/** Conditions that must hold, and others of which none may. */
export interface Wanted {
  readonly met: readonly ClaimCondition[];
  readonly unmet: readonly ClaimCondition[];
}

/** The values of one dimension that agree with what is wanted of its claims; `undefined` where nothing is. */
export function fitting(space: Space, dim: number, { met, unmet }: Wanted): readonly number[] | undefined {
  const dimension = space.dimensions[dim];
  if (dimension === undefined) return undefined;
  const own = { met: conditionsIn(dimension, met), unmet: conditionsIn(dimension, unmet) };
  if (own.met.length === 0 && own.unmet.length === 0) return undefined;
  return [...dimension.values.keys()].filter((index) => {
    const point = space.dimensions.map(({ name, values }, at) => {
      if (at === dim) return index;
      // What an actor shows needs an actor.
      return name === 'act' ? values.length - 1 : 0;
    });
    const { claims } = probeAt(space, point);
    return meetsConditions(own.met, claims) && !own.unmet.some((each) => meetsConditions([each], claims));
  });
}

/** The ways to meet a rule: one for each way in which the issuer shows persons and programs. */
export function waysOf(space: Space, target: Target): readonly Wanted[] {
  const accepted = space.asked.world.accepted[target.version];
  if (accepted === undefined) return [];
  const required = requiredBy(space, target);
  const { principal } = accepted.issuer;
  if (typeof principal === 'string') return [{ met: required, unmet: [] }];
  const wanted = principalOf(space, target);
  // Only what shows a program with one condition alone can be avoided claim by claim.
  const avoided = principal.workload.flatMap((conditions) => (conditions.length === 1 ? conditions : []));
  const way = (conditions: readonly ClaimCondition[], unmet: readonly ClaimCondition[]): Wanted => ({
    met: [...required, ...conditions],
    unmet,
  });
  return [
    ...(wanted === 'workload' ? [] : principal.user.map((conditions) => way(conditions, avoided))),
    ...(wanted === 'user' ? [] : principal.workload.map((conditions) => way(conditions, []))),
  ];
}

/** The dimensions that no document looks at before it asks the rules. */
export function ofRulesAlone({ asked, dimensions, conditions }: Space): ReadonlySet<number> {
  const { old, new: young } = asked.world.accepted;
  const before = conditions.flatMap(({ of, condition }) => (of === 'rule' ? [] : [condition]));
  const hasAudienceInScopes = [old, young].some((each) => each?.issuer.audienceFrom === 'scopes');
  const read = new Set(
    [old, young].flatMap((each) => each?.issuer.shownBy ?? []).map((path) => canonical(path)),
  );
  // A claim that one document reads in another way can have a wrong type for it alone, also where no rule asks.
  const areGrantsReadAlike = isSame(
    forBoth((version) => {
      const issuer = asked.world.accepted[version]?.issuer;
      return [issuer?.scopeClaim, issuer?.roleClaim, issuer?.roleForm];
    }),
  );
  const kept = [...dimensions.entries()].filter(([, dimension]) => {
    const { layer, claims } = dimension;
    if (!layer.startsWith('operation.') || claims.some((path) => read.has(canonical(path)))) return false;
    const isRead = layer === 'operation.scope' || layer === 'operation.role';
    if (isRead && (hasAudienceInScopes || !areGrantsReadAlike)) return false;
    return conditionsIn(dimension, before).length === 0;
  });
  return new Set(kept.map(([dim]) => dim));
}

/** No token was found that the rule allows. Mostly there is none; else, what to say. */
export function unreachable(space: Space, target: Target): string | undefined {
  if (isImpossible(space, target)) return undefined;
  const which = target.rule === undefined ? 'it' : `rule ${String(target.rule)}`;
  return `no token was found that ${which} of the ${target.version} policy allows`;
}

/** Whether no token can be allowed by the rule: nothing that it asks for can be shown together. */
function isImpossible(space: Space, target: Target): boolean {
  const { asked, dimensions } = space;
  const accepted = asked.world.accepted[target.version];
  if (accepted === undefined) return true;
  const { principal, onlyPrincipal } = accepted.issuer;
  const wanted = principalOf(space, target);
  const only = onlyPrincipal ?? (principal === 'user' || principal === 'workload' ? principal : undefined);
  if (wanted !== undefined && only !== undefined && wanted !== only) return true;
  if (hasNoTenant(space, target)) return true;
  return waysOf(space, target).every((way) =>
    dimensions.some((_dimension, dim) => fitting(space, dim, way)?.length === 0),
  );
}

function principalOf({ asked }: Space, { version, rule }: Target): Principal | undefined {
  const chosen = rule === undefined ? undefined : asked.operations[version]?.rules[rule];
  return chosen === undefined || 'identity' in chosen.who ? undefined : chosen.who.principal;
}

/** The operation asks for a tenant, and there is none that the issuer may speak for and the service has. */
function hasNoTenant({ asked: { world, operations } }: Space, { version }: Target): boolean {
  const accepted = world.accepted[version];
  if (accepted === undefined || operations[version]?.tenant === undefined) return false;
  if (accepted.issuer.tenantClaim === undefined && world.tenant === undefined) return true;
  const { tenants: served } = accepted.service;
  const held = world.tenant === undefined ? accepted.issuer.tenants : [world.tenant];
  return held !== undefined && served !== undefined && !held.some((tenant) => served.includes(tenant));
}
