import { isDeepStrictEqual } from 'node:util';
import type { ClaimMatchers, Grants, Rule } from '@org/jwt-core/policy';
import { acceptedBy, operationsOf, rulesIn, rulesOf, type PlacedRule } from '../places.js';
import { pointerTo } from '../pointer.js';
import type { Found, Linted, LintRule } from '../rule.js';

export const unreachable: LintRule = {
  id: 'JP016',
  title: 'Something that never decides',
  severity: 'warning',
  why: 'It looks like a control, or like a permission, and is none: the next reader relies on it.',
  write: 'Remove it, or let the rule before it ask for more.',
  references: ['PR.PS-01'],
  *find(linted) {
    yield* unusedIssuers(linted);
    yield* unusedIdentities(linted);
    yield* rulesForNone(linted);
    for (const operation of operationsOf(linted)) {
      const rules = rulesIn(operation);
      for (const [index, rule] of rules.entries()) {
        const covered = rules.slice(0, index).findIndex((earlier) => covers(earlier.written, rule.written));
        if (covered === -1) continue;
        yield { at: rule.at, message: `Rule ${String(covered)} allows all that this one allows.` };
      }
    }
  },
};

function* unusedIssuers({ model }: Linted): Iterable<Found> {
  const accepted = new Set(
    Object.values(model.services).flatMap(({ accept }) => accept.map(({ issuer }) => issuer)),
  );
  for (const name of Object.keys(model.issuers)) {
    if (!accepted.has(name))
      yield { at: pointerTo('issuers', name), message: `No service accepts "${name}".` };
  }
}

function* unusedIdentities(linted: Linted): Iterable<Found> {
  const used = new Set(rulesOf(linted).map(({ written }: PlacedRule) => written.identity));
  for (const name of Object.keys(linted.document.identities ?? {})) {
    if (!used.has(name)) yield { at: pointerTo('identities', name), message: `No rule names "${name}".` };
  }
}

/** A rule for people, where every accepted issuer signs for programs alone; and the other way round. */
function* rulesForNone(linted: Linted): Iterable<Found> {
  for (const { written, operation, at } of rulesOf(linted)) {
    const service = linted.model.services[operation.service];
    if (service === undefined || written.principal === undefined) continue;
    const signers = acceptedBy(linted.model, service)
      .filter(({ issuer: { name } }) => (written.issuer ?? name) === name)
      .map(({ issuer: { principal, onlyPrincipal } }) => onlyPrincipal ?? principal);
    const other = written.principal === 'user' ? 'workload' : 'user';
    if (signers.length === 0 || signers.some((signer) => signer !== other)) continue;
    yield { at, message: `No accepted issuer signs tokens of a ${written.principal}.` };
  }
}

/** Whether the first rule allows whatever the second one allows. */
function covers(one: Rule, other: Rule): boolean {
  const isSameWho =
    one.identity === other.identity &&
    (one.principal === undefined || one.principal === other.principal) &&
    (one.issuer === undefined || one.issuer === other.issuer);
  return (
    isSameWho &&
    isDeepStrictEqual(one.actor, other.actor) &&
    asksLess(one.scopes, other.scopes) &&
    asksLess(one.roles, other.roles) &&
    asksLessOfClaims(one.where, other.where)
  );
}

function asksLess(one: Grants | undefined, other: Grants | undefined): boolean {
  if (one === undefined) return true;
  if (other === undefined) return false;
  const [ours, theirs] = [namesOf(one), namesOf(other)];
  if (!('anyOf' in one)) return !('anyOf' in other) && ours.every((name) => theirs.includes(name));
  return 'anyOf' in other
    ? theirs.every((name) => ours.includes(name))
    : ours.some((name) => theirs.includes(name));
}

function namesOf(grants: Grants): readonly string[] {
  return 'anyOf' in grants ? grants.anyOf : grants;
}

function asksLessOfClaims(one: ClaimMatchers = {}, other: ClaimMatchers = {}): boolean {
  return Object.entries(one).every(([claim, matcher]) => isDeepStrictEqual(matcher, other[claim]));
}
