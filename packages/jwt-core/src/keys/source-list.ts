import type { IssuerKeySource, KeyIssuers, KeySourcePolicy } from './key-issuer.js';

/** The keys of an issuer with more tenants are not all fetched ahead of time. */
const FEW_TENANTS = 100;

/** The sources of all issuers of a service, one for each tenant. */
export function sourcesOf({ issuers, trustDomains }: KeyIssuers): readonly IssuerKeySource[] {
  return [...issuers.values(), ...trustDomains.values()].flatMap(({ sources }) => sources);
}

/** Those of issuers with few tenants. */
export function sourcesOfFewTenants(service: KeyIssuers): ReadonlySet<KeySourcePolicy> {
  const counts = new Map<KeySourcePolicy, number>();
  for (const { policy } of sourcesOf(service)) counts.set(policy, (counts.get(policy) ?? 0) + 1);
  return new Set([...counts].flatMap(([policy, count]) => (count > FEW_TENANTS ? [] : [policy])));
}
