/** An issuer with its profile applied: what is known of a provider, narrowed by what the document says. */

import type { ClaimMatchers, Duration, IssuerDocument } from '../document/document.js';
import { secondsOf } from '../document/duration.js';
import { listedAlgorithms } from '../document/key-sources.js';
import { listOf } from '../document/list-of.js';
import type { Lacks, PrincipalDocument, RolesDocument } from '../document/provider.js';
import { parseClaimPath } from './claim-path.js';
import { ACCESS_TOKEN_CLAIMS, ID_TOKEN_CLAIMS } from './id-token.js';
import { resolveMatchers, type ClaimCondition } from './matcher.js';
import { resolveKeySources } from './key-sources.js';
import { PROFILES } from './profiles.js';
import type { ReferencedFiles } from './referenced-files.js';
import type { ResolvedIssuer } from './resolved-policy.js';

/**
 * Applies the profile, member by member: what the document writes takes the place of what the profile says, and the checks
 * see to it that it only tightens. `require` adds to that of the profile. A `typ` in the document must be in every token.
 */
export function resolveIssuer(name: string, issuer: IssuerDocument, files: ReferencedFiles): ResolvedIssuer {
  const profile = issuer.profile === undefined ? undefined : PROFILES[issuer.profile];
  const known = profile?.issuer ?? {};
  const merged = { ...known, ...issuer };
  const lacks: Lacks = { ...known.lacks, ...issuer.lacks };
  // A `typ` that the document writes is in every token, unless the document says that it lacks.
  const typeLacks = (issuer.typ === undefined ? lacks : issuer.lacks)?.typ !== undefined;
  const algorithms = issuer.algs ?? listedAlgorithms(issuer.keys) ?? known.algs ?? [];
  const { tokens = 'access', tenant, clientId = 'client_id', scopes = 'scope' } = merged;
  return {
    name,
    profile: issuer.profile,
    iss: issuer.iss ?? (issuer.trustDomain === undefined ? known.iss : undefined),
    trustDomain: issuer.trustDomain,
    tenants: files.tenants(issuer.tenants),
    keys: resolveKeySources(merged.keys, algorithms, profile?.keyUse ?? 'sig', files),
    algorithms,
    tokens,
    types: listOf(merged.typ ?? (tokens === 'id' ? 'JWT' : [])),
    // OpenID Connect asks for no `typ` in an ID token.
    typeOptional: typeLacks || (tokens === 'id' && issuer.typ === undefined),
    ...resolveLacks(lacks),
    // OpenID Connect Core §3.1.3.7: an ID token that names audiences that are not trusted must be denied.
    audienceMode: tokens === 'id' ? 'exclusive' : merged.audienceMode,
    ...resolvePrincipal(issuer.principal, known.principal),
    clientClaim: clientId,
    tenantClaim: tenant === undefined ? undefined : parseClaimPath(tenant),
    scopeClaim: parseClaimPath(scopes),
    ...resolveRoles(merged.roles),
    require: [kindOfToken(tokens, lacks), known.require, issuer.require].flatMap(resolveMatchers),
    limits: { clockSkew: seconds(issuer.clockSkew), maxLifetime: seconds(issuer.maxLifetime) },
  };
}

/** What the claims show of the kind of token, where its `typ` does not. */
function kindOfToken(
  tokens: NonNullable<IssuerDocument['tokens']>,
  { typ }: Lacks,
): ClaimMatchers | undefined {
  if (tokens === 'id') return ID_TOKEN_CLAIMS;
  return typ === undefined ? undefined : ACCESS_TOKEN_CLAIMS;
}

/** `JWT` says no more of a token than no `typ` does: what shows an access token is asked for in both cases. */
function resolveLacks({
  typ,
  iat,
  sub,
  aud,
  shortLife,
}: Lacks): Pick<
  ResolvedIssuer,
  'shownBy' | 'maxRemaining' | 'subjectOptional' | 'audienceFrom' | 'shortLife'
> {
  return {
    shownBy: (typ?.shownBy ?? []).map(parseClaimPath),
    maxRemaining: seconds(iat?.maxRemaining),
    subjectOptional: sub === 'workload',
    audienceFrom: aud === undefined ? 'aud' : 'shownBy' in aud ? aud.shownBy : aud.pinnedBy,
    shortLife: shortLife && {
      maxLifetime: secondsOf(shortLife.maxLifetime),
      until: Date.parse(shortLife.until),
    },
  };
}

/** Without a profile, the document says it; where a profile tells the two apart, the document leaves only one of them. */
function resolvePrincipal(
  written: PrincipalDocument | undefined,
  known: PrincipalDocument | undefined,
): Pick<ResolvedIssuer, 'principal' | 'onlyPrincipal'> {
  const only = written === 'user' || written === 'workload' ? written : undefined;
  return {
    principal: resolveRule(known ?? written ?? 'auto'),
    onlyPrincipal: known === undefined ? undefined : only,
  };
}

function resolveRule(principal: PrincipalDocument): ResolvedIssuer['principal'] {
  if (typeof principal === 'string') return principal;
  const { workload = [], user = [] } = principal;
  return { workload: alternativesOf(workload), user: alternativesOf(user) };
}

function alternativesOf(
  matchers: ClaimMatchers | readonly ClaimMatchers[],
): readonly (readonly ClaimCondition[])[] {
  return listOf(matchers).map(resolveMatchers);
}

function resolveRoles(roles: RolesDocument = 'roles'): Pick<ResolvedIssuer, 'roleClaim' | 'roleForm'> {
  const { claim, as = 'names' } = typeof roles === 'string' ? { claim: roles } : roles;
  return { roleClaim: parseClaimPath(claim), roleForm: as };
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
