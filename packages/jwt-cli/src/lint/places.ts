/** Walks through a policy: each thing with its place. */

import type {
  ClaimMatchers,
  Matcher,
  OperationDocument,
  ResolvedIssuer,
  ResolvedOperation,
  ResolvedPolicy,
  ResolvedRule,
  ResolvedService,
  Rule,
} from '@org/jwt-core/policy';
import { pointerTo } from './pointer.js';
import type { Linted } from './rule.js';

/** One operation of one service. */
export interface PlacedOperation {
  readonly service: string;
  readonly name: string;
  readonly written: OperationDocument;
  readonly resolved: ResolvedOperation;
  readonly at: string;
}

/** One `allow` rule of one operation. */
export interface PlacedRule {
  readonly operation: PlacedOperation;
  readonly written: Rule;
  readonly resolved: ResolvedRule;
  readonly at: string;
}

/** Conditions on claims, and what they are for. */
export interface PlacedMatchers {
  readonly matchers: ClaimMatchers;
  readonly of: 'issuer' | 'identity' | 'rule';
  readonly key: 'require' | 'where' | 'actor';
  readonly at: string;
  /** What the same token must show as well, for the issuer or the identity. */
  readonly inherited: readonly ClaimMatchers[];
}

/** Each operation of the policy. */
export function operationsOf({
  document,
  model,
}: Pick<Linted, 'document' | 'model'>): readonly PlacedOperation[] {
  return Object.entries(model.services).flatMap(([service, { operations }]) =>
    Object.entries(operations).map(([name, resolved]) => ({
      service,
      name,
      resolved,
      written: document.services[service]?.operations?.[name] ?? {},
      at: pointerTo('services', service, 'operations', name),
    })),
  );
}

/** Each rule of one operation. */
export function rulesIn(operation: PlacedOperation): readonly PlacedRule[] {
  return operation.resolved.rules.map((resolved, index) => ({
    operation,
    resolved,
    written: operation.written.allow?.[index] ?? {},
    at: `${operation.at}${pointerTo('allow', index)}`,
  }));
}

/** Each rule of the policy. */
export function rulesOf(linted: Pick<Linted, 'document' | 'model'>): readonly PlacedRule[] {
  return operationsOf(linted).flatMap(rulesIn);
}

/** Each set of conditions on claims. */
export function matchersOf(linted: Pick<Linted, 'document' | 'model'>): readonly PlacedMatchers[] {
  const { issuers, identities = {} } = linted.document;
  return [
    ...Object.entries(issuers).flatMap(([name, { require }]) =>
      placed({ require }, 'issuer', pointerTo('issuers', name), []),
    ),
    ...Object.entries(identities).flatMap(([name, { issuer, require, actor }]) =>
      placed({ require, actor }, 'identity', pointerTo('identities', name), [issuers[issuer]?.require]),
    ),
    ...rulesOf(linted).flatMap(({ written: { issuer, identity, where, actor }, at }) => {
      const known = identities[identity ?? ''];
      const from = issuers[issuer ?? known?.issuer ?? ''];
      return placed({ where, actor }, 'rule', at, [from?.require, known?.require]);
    }),
  ];
}

/** All conditions on each claim: those that are placed here, and those that are inherited. */
export function together({
  matchers,
  inherited,
}: PlacedMatchers): Readonly<Record<string, readonly Matcher[]>> {
  const all: Record<string, Matcher[]> = {};
  for (const each of [...inherited, matchers]) {
    for (const [claim, matcher] of Object.entries(each)) (all[claim] ??= []).push(matcher);
  }
  return all;
}

function placed(
  written: Readonly<Partial<Record<PlacedMatchers['key'], ClaimMatchers | undefined>>>,
  of: PlacedMatchers['of'],
  at: string,
  inherited: readonly (ClaimMatchers | undefined)[],
): readonly PlacedMatchers[] {
  return (['require', 'where', 'actor'] as const).flatMap((key) => {
    const matchers = written[key];
    if (matchers === undefined) return [];
    // An actor is another party: what the subject must show says nothing of it.
    const ofSubject = key === 'actor' ? [] : inherited.filter((each) => each !== undefined);
    return [{ matchers, of, key, at: `${at}${pointerTo(key)}`, inherited: ofSubject }];
  });
}

/** The issuers that a service accepts, with their index under `accept`. */
export function acceptedBy(
  { issuers }: ResolvedPolicy,
  { accept }: ResolvedService,
): readonly { readonly issuer: ResolvedIssuer; readonly index: number }[] {
  return accept.flatMap(({ issuer: name }, index) => {
    const issuer = issuers[name];
    return issuer === undefined ? [] : [{ issuer, index }];
  });
}

/** Every `iss` of an issuer, as the document writes it; the trust domain, where it has none. */
export function issOf({ iss, trustDomain }: ResolvedIssuer): string {
  return iss ?? `spiffe://${trustDomain ?? ''}`;
}
