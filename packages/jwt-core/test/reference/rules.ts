/** Who may: one rule is enough, and within a rule everything must hold. */

import type { Grants, Rule } from '../../src/policy/document/document.js';
import { principalOf } from './kinds.js';
import { holdAll } from './matchers.js';
import { rolesOf, scopesOf } from './suitable.js';
import { isObject, own, type Known } from './words.js';

/** The rule that holds; else the code of the first rule that is for this caller, else of the first. */
export function judgeRules(known: Known, allow: readonly Rule[]): { rule: number } | { code: string } {
  const faults = allow.map((rule) => faultOfRule(known, rule));
  const holds = faults.indexOf(undefined);
  if (holds >= 0) return { rule: holds };
  const isWho = (code: string | undefined): boolean =>
    code === 'operation.principal' || code === 'operation.identity';
  return { code: faults.find((code) => !isWho(code)) ?? faults[0] ?? 'operation.principal' };
}

function faultOfRule(known: Known, rule: Rule): string | undefined {
  const { claims } = known;
  const identity = rule.identity === undefined ? undefined : known.case.document.identities?.[rule.identity];
  if (rule.principal !== undefined && rule.principal !== principalOf(known)) return 'operation.principal';
  if (rule.issuer !== undefined && rule.issuer !== known.issuerName) return 'operation.principal';
  if (identity !== undefined) {
    const isIdentity = identity.issuer === known.issuerName && holdAll(identity.require, claims);
    if (!isIdentity) return 'operation.identity';
  }
  if (!isGranted(rule.scopes, scopesOf(known))) return 'operation.scope';
  if (!isGranted(rule.roles, rolesOf(known))) return 'operation.role';
  const wanted = [rule.actor, identity?.actor].filter((each) => each !== undefined);
  const act = own(claims, 'act') ?? undefined;
  const mayAct = isObject(act)
    ? wanted.length > 0 && wanted.every((each) => holdAll(each, act))
    : wanted.length === 0;
  if (!mayAct) return 'operation.actor';
  return holdAll(rule.where, claims) ? undefined : 'operation.condition';
}

function isGranted(wanted: Grants | undefined, held: readonly string[] = []): boolean {
  if (wanted === undefined) return true;
  return 'anyOf' in wanted
    ? wanted.anyOf.some((each) => held.includes(each))
    : wanted.every((each) => held.includes(each));
}
