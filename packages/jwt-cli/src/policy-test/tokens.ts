/** The tokens of a test file's callers. */

import { ConfigurationError } from '@org/jwt-core';
import type { ClaimPath, ResolvedIssuer } from '@org/jwt-core/policy';
import type { ClaimsToSign } from '@org/jwt-testing';
import type { StandIn } from '../stand-in/stand-in.js';
import type { CallerDocument } from './document.js';

/** A signed token, and what is in it. */
export interface SignedToken {
  readonly token: string;
  readonly issuer: string;
  readonly claims: ClaimsToSign;
  /** The tenant that it belongs to. */
  readonly tenant: string | undefined;
}

/** What a case changes about its caller. */
export interface Changes {
  readonly claims?: ClaimsToSign | undefined;
  readonly without?: readonly string[] | undefined;
  readonly header?: ClaimsToSign | undefined;
}

/** Signs the caller's token for a service. What a case writes replaces what the caller has. */
export function signFor(
  { tokens, policy: { model } }: StandIn,
  caller: CallerDocument,
  service: string,
  changes: Changes = {},
): SignedToken {
  const { tenant } = caller;
  const claims: ClaimsToSign = {
    ...caller.claims,
    ...changes.claims,
    ...Object.fromEntries(
      [...(caller.without ?? []), ...(changes.without ?? [])].map((name) => [name, undefined]),
    ),
  };
  const header = { ...caller.header, ...changes.header };
  const { for: operation, issuer: wanted } = caller;
  if (operation !== undefined) {
    const made = tokens.callerFor(operation, {
      claims,
      header,
      ...(caller.service !== undefined && { service: caller.service }),
      ...(caller.rule !== undefined && { rule: caller.rule }),
      ...(wanted !== undefined && { issuer: wanted }),
      ...(tenant !== undefined && { tenant }),
    });
    return signed(made.token, made.issuer, model.issuers[made.issuer]);
  }
  const issuer = model.issuers[wanted ?? ''];
  if (issuer === undefined) throw new ConfigurationError(`The policy has no issuer "${String(wanted)}".`);
  const audienceOf = caller.service ?? service;
  const chosen = tenant ?? firstTenant(issuer, model.services[audienceOf]?.tenants);
  const token = tokens.signAs(issuer.name, claims, {
    header,
    service: audienceOf,
    ...(caller.principal !== undefined && { principal: caller.principal }),
    ...(chosen !== undefined && { tenant: chosen }),
  });
  return signed(token, issuer.name, issuer);
}

function signed(token: string, issuer: string, model: ResolvedIssuer | undefined): SignedToken {
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const claims = isObject(payload) ? payload : {};
  const tenant = model?.tenantClaim === undefined ? undefined : at(claims, model.tenantClaim);
  return { token, issuer, claims, tenant: typeof tenant === 'string' ? tenant : undefined };
}

/** One that the token and the service may both have. */
function firstTenant(
  { tenants, tenantClaim }: ResolvedIssuer,
  ofService: readonly string[] | undefined,
): string | undefined {
  if (tenants === undefined) return tenantClaim === undefined ? undefined : ofService?.[0];
  return tenants.find((each) => ofService?.includes(each) ?? true) ?? tenants[0];
}

function at(claims: ClaimsToSign, path: ClaimPath): unknown {
  return path.reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), claims);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
