/** What an issuer of a policy would sign: the claims that the policy and the profile ask for, and no others. */

import { ConfigurationError, type Policy, type Principal } from '@org/jwt-core';
import type { ClaimsToSign, TestIssuer } from '../issuer/test-issuer.js';
import { fulfil, sampleOf, setAt, type Condition, type Draft } from './conditions.js';
import type { ResolvedIssuer } from './stand-in.js';

/** An entry of `accept`. */
export type Acceptance = Policy['model']['services'][string]['accept'][number];

const CLIENT = 'test-client';
const PERSON = 'user-1';
/** A mark of a program, for providers whose tokens show it by the address of its account alone. */
const MARK = { email: 'robot@test.iam.gserviceaccount.com' };

/** Whom the token is for: the one that is wanted, else the one that the issuer signs for, else a person. */
export function principalFor(issuer: ResolvedIssuer, wanted: Principal | undefined): Principal {
  const possible = principalsOf(issuer);
  const principal = wanted ?? possible[0];
  if (principal === undefined || !possible.includes(principal)) {
    throw new ConfigurationError(
      `"${issuer.name}" signs for no ${String(principal)}: the policy takes its tokens as those of a ${possible.join(' or a ')}.`,
    );
  }
  return principal;
}

/** Whom the issuer signs for. */
export function principalsOf({ principal: rule, onlyPrincipal }: ResolvedIssuer): readonly Principal[] {
  if (onlyPrincipal !== undefined) return [onlyPrincipal];
  if (rule === 'user' || rule === 'workload') return [rule];
  if (typeof rule === 'string') return ['user', 'workload'];
  return (['user', 'workload'] as const).filter((each) => rule[each].length > 0);
}

/** The header's `typ`. Providers that write none are the reason why one may be lacking. */
export function typeOf({ typeOptional, types }: ResolvedIssuer): string | undefined {
  return typeOptional ? undefined : types[0];
}

/** The claims of a good token for the service that this entry of `accept` belongs to. */
export function goodClaims(
  issuer: TestIssuer,
  model: ResolvedIssuer,
  accepted: Acceptance | undefined,
  principal: Principal,
  tenant: string | undefined = model.tenants?.[0],
): ClaimsToSign {
  const { iat, exp, jti } = issuer.claims();
  const draft: Draft = { ...(model.maxRemaining === undefined ? { iat } : {}), exp, jti };
  setIssuer(draft, model, tenant);
  if (!(principal === 'workload' && model.subjectOptional)) draft['sub'] = subjectOf(model, principal);
  if (model.principal === 'auto') draft[model.clientClaim] = CLIENT;
  for (const path of model.shownBy) setAt(draft, path, draft[path[0] ?? ''] ?? sampleOf(path));
  if (model.principal === 'marked' && principal === 'workload') Object.assign(draft, MARK);
  fulfil(draft, [...model.require, ...(accepted?.require ?? []), ...predicateOf(model, principal)]);
  if (model.principal === 'auto' && principal === 'workload' && 'sub' in draft) {
    draft['sub'] = draft[model.clientClaim];
  }
  if (accepted !== undefined) setAudience(draft, model, accepted);
  return draft;
}

function setIssuer(draft: Draft, { iss, tenantClaim }: ResolvedIssuer, tenant: string | undefined): void {
  if (iss !== undefined) draft['iss'] = tenant === undefined ? iss : iss.replaceAll('{tenant}', tenant);
  if (tenant !== undefined && tenantClaim !== undefined) setAt(draft, tenantClaim, tenant);
}

function subjectOf({ trustDomain }: ResolvedIssuer, principal: Principal): string {
  if (trustDomain !== undefined) return `spiffe://${trustDomain}/test`;
  return principal === 'user' ? PERSON : CLIENT;
}

/** What shows a person, or a program, where the issuer says it: the first of the alternatives. */
function predicateOf({ principal: rule }: ResolvedIssuer, principal: Principal): readonly Condition[] {
  return typeof rule === 'string' ? [] : (rule[principal][0] ?? []);
}

/** Without `aud`, a client or a scope says which service is meant. */
function setAudience(draft: Draft, { audienceFrom }: ResolvedIssuer, accepted: Acceptance): void {
  const [audience = ''] = accepted.audiences;
  if (audienceFrom === 'aud') draft['aud'] = audience;
  else if (audienceFrom === 'scopes') draft['scope'] = `${audience}/test`;
  else draft[audienceFrom] = accepted.clients?.[0];
}
