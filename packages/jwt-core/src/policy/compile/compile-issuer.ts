/** The issuers that one service accepts, by what a token selects them by. */

import { canonicalAlgorithms, compileKeySources, sourcesOf } from './compile-keys.js';
import { canonicalType } from '../../jose/media-type.js';
import { expandIss } from '../model/issuer.js';
import type {
  ResolvedAcceptance,
  ResolvedIssuer,
  ResolvedPolicy,
  ResolvedService,
} from '../model/resolved-policy.js';
import { compileConditions } from './matchers.js';
import type { IssuerEntry, IssuerPolicy, PrincipalPolicy, ServicePolicy } from './service-policy.js';
import { setOf } from './tenant-set.js';

/** One entry for each exact `iss`, and for each trust domain whose tokens have none. */
export function compileIssuers(
  policy: ResolvedPolicy,
  service: ResolvedService,
  directory: string | undefined,
): Pick<ServicePolicy, 'issuers' | 'trustDomains'> {
  const issuers = new Map<string, IssuerEntry>();
  const trustDomains = new Map<string, IssuerEntry>();
  for (const accepted of service.accept) {
    const issuer = policy.issuers[accepted.issuer];
    if (issuer === undefined) continue;
    const compiled = compileIssuer(issuer, accepted);
    const sources = compileKeySources(issuer, directory);
    const { trustDomain } = issuer;
    if (issuer.iss === undefined && trustDomain !== undefined) {
      const iss = `spiffe://${trustDomain}`;
      const entry = { iss, tenant: undefined, policy: compiled, sources: sourcesOf(sources, iss, undefined) };
      trustDomains.set(trustDomain, entry);
    }
    for (const { iss, tenant } of expandIss(issuer)) {
      issuers.set(iss, { iss, tenant, policy: compiled, sources: sourcesOf(sources, iss, tenant) });
    }
  }
  return { issuers, trustDomains };
}

function compileIssuer(issuer: ResolvedIssuer, accepted: ResolvedAcceptance): IssuerPolicy {
  const { name, audienceFrom, iatOptional, trustDomain, onlyPrincipal, clientClaim } = issuer;
  const { tenantClaim, scopeClaim, roleClaim, limits } = issuer;
  const { audience, audienceMode } = accepted;
  return {
    ...{ name, audience, audienceFrom, audienceMode, iatOptional, trustDomain, onlyPrincipal },
    ...{ clientClaim, tenantClaim, scopeClaim, roleClaim },
    algorithms: canonicalAlgorithms(issuer.algorithms),
    types: new Set([...issuer.types.map(canonicalType), ...(issuer.typeOptional ? [undefined] : [])]),
    principal: compilePrincipal(issuer.principal),
    tenants: setOf(issuer.tenants),
    require: compileConditions([...issuer.require, ...accepted.require]),
    limits: { clockSkew: limits.clockSkew ?? Infinity, maxLifetime: limits.maxLifetime ?? Infinity },
  };
}

function compilePrincipal(principal: ResolvedIssuer['principal']): PrincipalPolicy {
  if (typeof principal === 'string') return principal;
  return { workload: principal.workload.map(compileConditions), user: principal.user.map(compileConditions) };
}
