/** The conditions on claims that decide in one case. */

import type { ClaimCondition, ResolvedOperation, ResolvedRule } from '@org/jwt-core/policy';
import type { Version } from './difference.js';
import type { Accepted, Case } from './worlds.js';

const VERSIONS = ['old', 'new'] as const;

/** Where each issuer's tokens are asked for the same: issuer and service. */
export function baseConditions({ issuer, acceptance }: Accepted): readonly ClaimCondition[] {
  return [...issuer.require, ...acceptance.require];
}

/** What tells persons from programs. */
export function principalConditions({ issuer: { principal } }: Accepted): readonly ClaimCondition[] {
  return typeof principal === 'string' ? [] : [...principal.workload, ...principal.user].flat();
}

/** The rules of an operation that can be for this issuer's tokens. With the index of each. */
export function rulesFor(
  operation: ResolvedOperation | undefined,
  accepted: Accepted | undefined,
): readonly (readonly [index: number, rule: ResolvedRule])[] {
  if (operation === undefined || accepted === undefined) return [];
  return [...operation.rules.entries()].filter(([, { who }]) => {
    const asked = 'identity' in who ? who.identity.issuer : who.issuer;
    return (asked ?? accepted.issuer.name) === accepted.issuer.name;
  });
}

/** What a rule asks of the claims, besides its grants; of the actor, by paths from the token's claims. */
export function ruleConditions({ who, where, actor }: ResolvedRule): readonly ClaimCondition[] {
  const identity = 'identity' in who ? who.identity : undefined;
  const ofActor = [...(identity?.actor ?? []), ...(actor ?? [])];
  return [...(identity?.require ?? []), ...where, ...ofActor.map(inActor)];
}

function inActor({ name, path, matcher }: ClaimCondition): ClaimCondition {
  return { name: `act ${name}`, path: ['act', ...path], matcher };
}

/** Whether a rule speaks of an actor. */
export function asksActor({ who, actor }: ResolvedRule): boolean {
  return actor !== undefined || ('identity' in who && who.identity.actor !== undefined);
}

/** A condition, and whether it is part of a rule, or of what all tokens of the issuer must show. */
export interface Placed {
  readonly condition: ClaimCondition;
  readonly version: Version;
  readonly of: 'base' | 'principal' | 'rule';
}

/** All conditions of both documents. */
export function conditionsOf({ world, operations }: Case): readonly Placed[] {
  return VERSIONS.flatMap((version) => {
    const accepted = world.accepted[version];
    if (accepted === undefined) return [];
    const placed = (of: Placed['of'], conditions: readonly ClaimCondition[]): readonly Placed[] =>
      conditions.map((condition) => ({ condition, version, of }));
    return [
      ...placed('base', baseConditions(accepted)),
      ...placed('principal', principalConditions(accepted)),
      ...rulesFor(operations[version], accepted).flatMap(([, rule]) => placed('rule', ruleConditions(rule))),
    ];
  });
}
