/** The issuers that one service accepts, profiles applied and templates expanded. */

import { canonicalAlgorithm } from '../../jose/algorithms.js';
import { parseClaimPath } from '../model/claim-path.js';
import type { ClaimMatchers, IssuerDocument, ServiceDocument } from '../document/document.js';
import { expandIss, resolveIssuer, type ResolvedIssuer } from '../model/issuer.js';
import { parseDuration } from '../model/limits.js';
import { compileMatchers } from './matchers.js';
import { canonicalType } from '../../jose/media-type.js';
import type { Policy } from '../policy.js';
import type { Profile } from '../model/profile.js';
import type { IssuerEntry, IssuerPolicy } from './service-policy.js';

/** By what a token selects its issuer. */
export interface IssuerTables {
  readonly issuers: ReadonlyMap<string, IssuerEntry>;
  readonly trustDomains: ReadonlyMap<string, IssuerEntry>;
}

/** One entry for each exact `iss`, and for each trust domain whose tokens have none. */
export function compileIssuers(policy: Policy, service: ServiceDocument): IssuerTables {
  const issuers = new Map<string, IssuerEntry>();
  const trustDomains = new Map<string, IssuerEntry>();
  for (const accepted of service.accept) {
    const name = typeof accepted === 'string' ? accepted : accepted.issuer;
    const audience = typeof accepted === 'string' ? service.audience : accepted.audience;
    const issuer = policy.document.issuers[name];
    if (issuer === undefined) continue;
    const resolved = resolveIssuer(issuer);
    const compiled = compileIssuer(name, issuer, resolved, { audience, service, policy });
    if (resolved.iss === undefined) {
      const { trustDomain = '' } = issuer;
      trustDomains.set(trustDomain, { iss: `spiffe://${trustDomain}`, tenant: undefined, policy: compiled });
    } else {
      for (const { iss, tenant } of expandIss(resolved.iss, policy.files.tenants(issuer.tenants))) {
        issuers.set(iss, { iss, tenant, policy: compiled });
      }
    }
  }
  return { issuers, trustDomains };
}

interface Context {
  readonly audience: string;
  readonly service: ServiceDocument;
  readonly policy: Policy;
}

function compileIssuer(
  name: string,
  issuer: IssuerDocument,
  resolved: ResolvedIssuer,
  { audience, service, policy }: Context,
): IssuerPolicy {
  const { profile, keys = {}, tenant } = resolved;
  return {
    name,
    audience,
    audienceFrom: profile?.audienceFromScope === true ? 'scope' : 'aud',
    audienceMode:
      profile?.audienceMode ?? service.audienceMode ?? policy.document.defaults?.audienceMode ?? 'contains',
    algorithms: new Set(resolved.algs?.map((algorithm) => canonicalAlgorithm(algorithm) ?? algorithm)),
    types: compileTypes(issuer, resolved),
    iatOptional: profile?.iatOptional ?? false,
    trustDomain: issuer.trustDomain,
    ...compilePrincipal(issuer, resolved),
    clientClaim: profile?.client ?? 'client_id',
    tenants: policy.files.tenantSet(issuer.tenants),
    tenantClaim: tenant === undefined ? undefined : parseClaimPath(tenant),
    scopeClaim: parseClaimPath(resolved.scopes),
    roleClaim: parseClaimPath(resolved.roles),
    require: [...resolved.require, ...requiredParty(profile, audience)].flatMap(compileMatchers),
    limits: {
      clockSkew: seconds(issuer.clockSkew),
      maxLifetime: seconds(issuer.maxLifetime),
    },
    keys: {
      source: keys,
      // A SPIFFE bundle marks its keys; what OpenID Connect Discovery leads to is no bundle.
      use: keys.discovery === undefined ? (profile?.keyUse ?? 'sig') : 'sig',
      fileContent: keys.file === undefined ? undefined : policy.files.text(keys.file),
    },
  };
}

/** What `azp` must be, where the profile says so: the audience is a client. */
function requiredParty(profile: Profile | undefined, audience: string): readonly ClaimMatchers[] {
  if (profile?.azpIsAudience !== true) return [];
  return [{ azp: { anyOf: [{ present: false }, { equals: audience }] } }];
}

/** No limit of its own where the issuer names none. */
function seconds(duration: string | undefined): number {
  return parseDuration(duration ?? '') ?? Number.POSITIVE_INFINITY;
}

/** A `typ` that the document names must be there, whatever the profile would forgive. */
function compileTypes(issuer: IssuerDocument, { profile, types }: ResolvedIssuer): IssuerPolicy['types'] {
  const named = types.map(canonicalType);
  const isOptional = issuer.typ === undefined && profile?.typeOptional === true;
  return new Set(isOptional ? [...named, undefined] : named);
}

/** Without a profile, `principal` says how it is; where a profile tells the two apart, it leaves only one of them. */
function compilePrincipal(
  { principal: written }: IssuerDocument,
  { profile }: ResolvedIssuer,
): Pick<IssuerPolicy, 'principal' | 'onlyPrincipal'> {
  const known = profile?.principal;
  const onlyPrincipal = known === undefined || written === 'auto' ? undefined : written;
  if (typeof known !== 'object') return { principal: known ?? written ?? 'auto', onlyPrincipal };
  const principal = { workload: known.workload.map(compileMatchers), user: known.user.map(compileMatchers) };
  return { principal, onlyPrincipal };
}
