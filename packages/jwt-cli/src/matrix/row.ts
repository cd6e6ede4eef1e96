/** The rows of the matrix: whose token, made for which service. */

import { ConfigurationError, type Principal } from '@org/jwt-core';
import type { Policy, ResolvedIssuer } from '@org/jwt-core/policy';
import type { TestCaller, TestPolicy } from '@org/jwt-testing';

/** What the rows are. `holders`: each kind of token that there can be. `operations`: one token for each rule. */
export type RowsBy = 'holders' | 'operations';

/** What a token of a row can try at an operation. */
export type Try = Pick<TestCaller, 'request'> & { readonly token: string | undefined };

/** One row. */
export interface Row {
  /** Whose token it is: `login user`, `ledger-sync`, or `no token`. */
  readonly holder: string;
  readonly kind: Principal | 'identity' | 'none';
  readonly issuer: string | undefined;
  /** The service that the token is made for. */
  readonly service: string | undefined;
  /** The operation and the rule that the token is made for, where the rows are operations. */
  readonly operation: string | undefined;
  readonly rule: number | undefined;
  readonly tries: (service: string, operation: string) => readonly Try[];
}

const NO_TARGET = { operation: undefined, rule: undefined };

/** All rows, those of one service together; the first is the one without a token. */
export function rowsOf({ model }: Policy, tokens: TestPolicy, by: RowsBy): readonly Row[] {
  const none: Row = {
    ...NO_TARGET,
    holder: 'no token',
    kind: 'none',
    issuer: undefined,
    service: undefined,
    tries: (service, operation) => [{ token: undefined, request: tokens.requestFor(operation, { service }) }],
  };
  const rows = Object.keys(model.services).flatMap((service) =>
    by === 'holders' ? holderRows(model, tokens, service) : operationRows(model, tokens, service),
  );
  return [none, ...rows];
}

function holderRows(model: Policy['model'], tokens: TestPolicy, service: string): readonly Row[] {
  const accepted = new Set(model.services[service]?.accept.map((each) => each.issuer));
  const issuers = Object.values(model.issuers).filter(({ name }) => accepted.has(name));
  return issuers.flatMap((issuer): readonly Row[] => {
    const base = { ...NO_TARGET, issuer: issuer.name, service };
    const kinds = principalsOf(issuer).map((principal): Row => {
      const holder = { issuer: issuer.name, principal, service };
      return {
        ...base,
        holder: `${issuer.name} ${principal}`,
        kind: principal,
        tries: (target, operation) => tokens.attemptsOf(holder, operation, { service: target }),
      };
    });
    const identities = Object.values(model.identities).filter((each) => each.issuer === issuer.name);
    const named = identities.map(({ name }): Row => {
      const holder = { issuer: issuer.name, identity: name, service };
      return {
        ...base,
        holder: name,
        kind: 'identity',
        tries: (target, operation) => tokens.attemptsOf(holder, operation, { service: target }),
      };
    });
    return [...kinds, ...named];
  });
}

/** One token for each rule, with just what the rule asks for; it is tried everywhere as it is. */
function operationRows(model: Policy['model'], tokens: TestPolicy, service: string): readonly Row[] {
  return Object.entries(model.services[service]?.operations ?? {}).flatMap(([operation, { rules }]) =>
    rules.flatMap((_rule, index): readonly Row[] => {
      const caller = callerFor(tokens, operation, { service, rule: index });
      if (caller === undefined) return [];
      const { token, tenant, issuer, principal } = caller;
      const who = model.services[service]?.operations[operation]?.rules[index]?.who;
      const identity = who !== undefined && 'identity' in who ? who.identity.name : undefined;
      const row: Row = {
        holder: identity ?? `${issuer} ${principal}`,
        kind: identity === undefined ? principal : 'identity',
        issuer,
        service,
        operation,
        rule: index,
        tries: (target, name) => {
          const at = { service: target, ...(tenant !== undefined && { tenant }) };
          return [{ token, request: tokens.requestFor(name, at) }];
        },
      };
      return [row];
    }),
  );
}

/** `undefined`: no issuer signs what the rule asks for, so that there is no such token. */
function callerFor(
  ...[tokens, ...asked]: readonly [TestPolicy, ...Parameters<TestPolicy['callerFor']>]
): TestCaller | undefined {
  try {
    return tokens.callerFor(...asked);
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

/** Whom an issuer signs for. */
function principalsOf({ principal, onlyPrincipal }: ResolvedIssuer): readonly Principal[] {
  if (onlyPrincipal !== undefined) return [onlyPrincipal];
  if (principal === 'user' || principal === 'workload') return [principal];
  if (typeof principal === 'string') return ['user', 'workload'];
  return (['user', 'workload'] as const).filter((each) => principal[each].length > 0);
}
