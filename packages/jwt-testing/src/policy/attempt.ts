/** The best that the holder of a token can do at an operation: whether it is enough is for the verifier to say. */

import { ConfigurationError, type Policy, type Principal } from '@org/jwt-core';
import type { ClaimsToSign, TestIssuer } from '../issuer/test-issuer.js';
import { claimsOf, serviceOf, tenantOf, type Asked, type Caller } from './caller.js';
import { goodClaims, principalFor, principalsOf, type Acceptance } from './good-token.js';
import { requestOf } from './request-for.js';

/** Whose token it is, and which service it is made for. */
export interface Holder {
  /** The issuer, by its name in the policy. */
  readonly issuer: string;
  /** Whether it is a person's or a program's. Of an identity: a program's, where its issuer signs for any. */
  readonly principal?: Principal | undefined;
  /** The identity, by its name in the policy. Without, it is a holder that the policy has no name for. */
  readonly identity?: string | undefined;
  /** The service whose audience the token names. It need not be the one that it is sent to. */
  readonly service: string;
}

type Model = Policy['model'];
type Rule = Model['services'][string]['operations'][string]['rules'][number];

/** A rule that asks for nothing. */
const NO_RULE: Omit<Rule, 'who'> = { actor: undefined, scopes: undefined, roles: undefined, where: [] };

/**
 * For each rule of the operation, and for each name of the service that the token is made for: what the holder's token
 * says at best, and the request.
 *
 * @throws ConfigurationError for what the policy does not have.
 */
export function attemptsOf(
  policy: Policy,
  holder: Holder,
  at: { readonly operation: string; readonly service?: string | undefined },
  testIssuer: TestIssuer,
): readonly Caller[] {
  const { model } = policy;
  const name = serviceOf(policy, at.operation, at.service);
  const service = model.services[name];
  const operation = service?.operations[at.operation];
  const issuer = model.issuers[holder.issuer];
  const identity = holder.identity === undefined ? undefined : model.identities[holder.identity];
  if (service === undefined || operation === undefined || issuer === undefined)
    throw new ConfigurationError(`The policy has no issuer "${holder.issuer}".`);
  if (holder.identity !== undefined && identity === undefined)
    throw new ConfigurationError(`The policy has no identity "${holder.identity}".`);
  const isProgram = identity !== undefined && principalsOf(issuer).includes('workload');
  const principal = principalFor(issuer, holder.principal ?? (isProgram ? 'workload' : undefined));
  const tenant = tenantOf(operation, service, issuer);
  const target = service.accept.find((each) => each.issuer === issuer.name);
  const rules = operation.rules.length === 0 ? [undefined] : operation.rules;
  return acceptancesOf(model, holder, target).flatMap((accepted) =>
    rules.map((rule, index): Caller => {
      const asked = { rule: heldBy(identity, rule), issuer, accepted, principal, tenant, operation };
      return {
        service: name,
        operation: at.operation,
        issuer: issuer.name,
        principal,
        rule: rule === undefined ? undefined : index,
        tenant,
        claims: name === holder.service ? claimsOf(asked, testIssuer) : madeFor(asked, testIssuer),
        request: requestOf(operation, tenant),
      };
    }),
  );
}

/** What another service's rule asks for does not change whom the token is from, and which service it is made for. */
function madeFor(asked: Asked, testIssuer: TestIssuer): ClaimsToSign {
  const { issuer, accepted, principal, tenant } = asked;
  const good = goodClaims(testIssuer, issuer, accepted, principal, tenant);
  const kept = Object.fromEntries(['iss', 'aud'].map((claim) => [claim, good[claim]]));
  return { ...claimsOf(asked, testIssuer), ...kept };
}

/** The rule as if it were for this holder: an identity, or one that no identity names. What else it asks for stays. */
function heldBy(identity: Model['identities'][string] | undefined, rule: Rule | undefined): Rule | undefined {
  const named = rule !== undefined && 'identity' in rule.who ? rule.who.identity : undefined;
  if (identity === undefined) {
    if (rule === undefined || named === undefined) return rule;
    return { ...rule, who: { issuer: named.issuer, principal: undefined } };
  }
  // Where a rule does not name the identity, nothing asks for its actor.
  const who = { identity: named?.name === identity.name ? identity : { ...identity, actor: undefined } };
  return { ...(rule ?? NO_RULE), who };
}

/** One for each name that the token can mean its service by; with what both services ask the token to show. */
function acceptancesOf(
  { services }: Model,
  { service, issuer }: Holder,
  target: Acceptance | undefined,
): readonly Acceptance[] {
  const own = services[service]?.accept.filter((each) => each.issuer === issuer) ?? [];
  if (own.length === 0) throw new ConfigurationError(`"${service}" accepts no tokens of "${issuer}".`);
  return own.flatMap((accepted) => {
    const require = target === undefined || target === accepted ? [] : target.require;
    return accepted.audiences.flatMap((audience) =>
      (accepted.clients ?? [undefined]).map((client) => ({
        ...accepted,
        audiences: [audience],
        clients: client === undefined ? undefined : [client],
        require: [...accepted.require, ...require],
      })),
    );
  });
}
