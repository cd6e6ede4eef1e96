/** An issuer with its profile applied: what is known of a provider, narrowed by what the document says. */

import type { Duration, IssuerDocument } from '../document/document.js';
import { secondsOf } from '../document/duration.js';
import { listedAlgorithms } from '../document/key-sources.js';
import { parseClaimPath } from './claim-path.js';
import { resolveKeySources } from './key-sources.js';
import { resolveMatchers } from './matcher.js';
import type { Profile } from './profile.js';
import { PROFILES } from './profiles.js';
import type { ReferencedFiles } from './referenced-files.js';
import type { ResolvedIssuer } from './resolved-policy.js';

/** What holds without a profile. */
const NO_PROFILE = { types: [] } as const;

/** Applies the profile. A `typ` in the document takes the place of all that the profile would take, and must be there. */
export function resolveIssuer(name: string, issuer: IssuerDocument, files: ReferencedFiles): ResolvedIssuer {
  const profile: Omit<Profile, 'principal' | 'documentation'> =
    issuer.profile === undefined ? NO_PROFILE : PROFILES[issuer.profile];
  const tenant = issuer.tenant ?? profile.tenant;
  const algorithms = issuer.algs ?? listedAlgorithms(issuer.keys) ?? profile.algs ?? [];
  return {
    name,
    profile: issuer.profile,
    iss: issuer.iss ?? (issuer.trustDomain === undefined ? profile.iss : undefined),
    trustDomain: issuer.trustDomain,
    tenants: files.tenants(issuer.tenants),
    keys: resolveKeySources(issuer.keys ?? profile.keys, algorithms, profile.keyUse ?? 'sig', files),
    algorithms,
    types: issuer.typ === undefined ? profile.types : [issuer.typ],
    typeOptional: issuer.typ === undefined && profile.typeOptional === true,
    iatOptional: profile.iatOptional ?? false,
    audienceFrom: profile.audienceFromScope === true ? 'scope' : 'aud',
    audienceMode: profile.audienceMode,
    azpIsAudience: profile.azpIsAudience ?? false,
    ...resolvePrincipal(issuer),
    clientClaim: profile.client ?? 'client_id',
    tenantClaim: tenant === undefined ? undefined : parseClaimPath(tenant),
    scopeClaim: parseClaimPath(issuer.scopes ?? profile.scopes ?? 'scope'),
    roleClaim: parseClaimPath(issuer.roles ?? profile.roles ?? 'roles'),
    require: [...resolveMatchers(profile.require), ...resolveMatchers(issuer.require)],
    limits: { clockSkew: seconds(issuer.clockSkew), maxLifetime: seconds(issuer.maxLifetime) },
  };
}

/** Without a profile, the document says it; where a profile tells the two apart, the document leaves only one of them. */
function resolvePrincipal({
  profile,
  principal: written,
}: IssuerDocument): Pick<ResolvedIssuer, 'principal' | 'onlyPrincipal'> {
  if (profile === undefined) return { principal: written ?? 'auto', onlyPrincipal: undefined };
  const { principal: known } = PROFILES[profile];
  return {
    principal:
      typeof known === 'string'
        ? known
        : { workload: known.workload.map(resolveMatchers), user: known.user.map(resolveMatchers) },
    onlyPrincipal: written === 'auto' ? undefined : written,
  };
}

function seconds(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : secondsOf(duration);
}

const PLACEHOLDER = '{tenant}';

/** Whether an `iss` is a template: one exact `iss` for each tenant. */
export function isTemplate(iss: string): boolean {
  return iss.includes(PLACEHOLDER);
}

/** The exact text for one tenant. */
export function expandTemplate(template: string, tenant: string): string {
  return template.replaceAll(PLACEHOLDER, tenant);
}

/** Each exact `iss` of an issuer, with the tenant that it belongs to. None where tokens are selected by trust domain. */
export function expandIss({ iss, tenants = [] }: Pick<ResolvedIssuer, 'iss' | 'tenants'>): readonly {
  readonly iss: string;
  readonly tenant: string | undefined;
}[] {
  if (iss === undefined) return [];
  if (!isTemplate(iss)) return [{ iss, tenant: undefined }];
  return tenants.map((tenant) => ({ iss: expandTemplate(iss, tenant), tenant }));
}
