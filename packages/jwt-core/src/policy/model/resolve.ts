/** Document + files → {@link ResolvedPolicy}, once for a policy. */

import { createRecord } from '../../json/plain.js';
import type {
  AcceptedIssuer,
  ClaimMatchers,
  Grants,
  Limits,
  OperationDocument,
  PolicyDocument,
  Rule,
  ServiceDocument,
  TenantSource,
} from '../document/document.js';
import { amountOf, LIMITS, type LimitValue } from '../document/limits.js';
import { resolveCredentials } from './credentials.js';
import { resolveIssuer } from './issuer.js';
import { resolveMatchers } from './matcher.js';
import type { ReferencedFiles } from './referenced-files.js';
import type {
  GrantPolicy,
  ResolvedAcceptance,
  ResolvedIdentity,
  ResolvedOperation,
  ResolvedPolicy,
  ResolvedRule,
  ResolvedService,
  ResolvedTenantSource,
  TimeLimits,
} from './resolved-policy.js';

/** Resolves a document of the right shape. What the document lacks is lacking here: the checks report it. */
export function resolvePolicy(document: PolicyDocument, files: ReferencedFiles): ResolvedPolicy {
  const { metadata, defaults = {} } = document;
  const issuers = mapRecord(document.issuers, (issuer, name) => resolveIssuer(name, issuer, files));
  const identities = mapRecord(document.identities ?? {}, (identity, name): ResolvedIdentity => ({
    name,
    issuer: identity.issuer,
    require: resolveMatchers(identity.require),
    actor: identity.actor && resolveMatchers(identity.actor),
  }));
  const context: Context = { defaults, issuers, identities, files };
  return {
    metadata,
    issuers,
    identities,
    services: mapRecord(document.services, (each) => resolveService(each, context)),
  };
}

interface Context {
  readonly defaults: Limits;
  readonly issuers: ResolvedPolicy['issuers'];
  readonly identities: Readonly<Record<string, ResolvedIdentity>>;
  readonly files: ReferencedFiles;
}

function resolveService(service: ServiceDocument, context: Context): ResolvedService {
  const { defaults, identities, files } = context;
  const limits = {
    clockSkew: tightest(defaults.clockSkew ?? LIMITS.clockSkew.default, service.clockSkew),
    maxLifetime: tightest(defaults.maxLifetime ?? LIMITS.maxLifetime.default, service.maxLifetime),
    ownMaxLifetime: tightest(undefined, service.maxLifetime),
    maxAge: tightest(defaults.maxAge, service.maxAge),
  };
  return {
    audiences: namesOf(service.audience),
    maxTokenBytes: tightest(defaults.maxTokenBytes ?? LIMITS.maxTokenBytes.default, service.maxTokenBytes),
    limits,
    credentials: resolveCredentials(service.credentials),
    accept: service.accept.map((accepted) => resolveAcceptance(accepted, service, context)),
    tenants: files.tenants(service.tenants),
    operations: mapRecord(service.operations ?? {}, (operation) =>
      resolveOperation(operation, service, limits, identities),
    ),
  };
}

function resolveAcceptance(
  accepted: AcceptedIssuer,
  service: ServiceDocument,
  { defaults, issuers }: Context,
): ResolvedAcceptance {
  const entry = typeof accepted === 'string' ? { issuer: accepted } : accepted;
  const audiences = namesOf(entry.audience ?? service.audience);
  const issuer = issuers[entry.issuer];
  const modes = [issuer?.audienceMode, service.audienceMode ?? defaults.audienceMode];
  const from = issuer?.audienceFrom ?? 'aud';
  return {
    issuer: entry.issuer,
    audiences,
    clients: from === 'aud' || from === 'scopes' ? undefined : entry[from],
    audienceMode: modes.includes('exclusive') ? 'exclusive' : LIMITS.audienceMode.default,
    // The audience of an ID token is a client: an azp must be this client (OpenID Connect Core §3.1.3.7).
    require: issuer?.tokens === 'id' ? resolveMatchers(partyIsOneOf(audiences)) : [],
  };
}

function partyIsOneOf(audiences: readonly string[]): ClaimMatchers {
  return { azp: { anyOf: [{ present: false }, { in: audiences }] } };
}

/** The names of a service, of which it has one, or several for a while. */
function namesOf(audience: string | readonly string[]): readonly string[] {
  return typeof audience === 'string' ? [audience] : [...audience];
}

function resolveOperation(
  operation: OperationDocument,
  service: ServiceDocument,
  outer: TimeLimits,
  identities: Context['identities'],
): ResolvedOperation {
  const { auth = 'required', route, mode, shadowUntil, allow = [] } = operation;
  return {
    auth,
    route,
    tenant:
      operation.tenant === 'any' ? undefined : resolveTenant(operation.tenantFrom ?? service.tenantFrom),
    query: operation.credentials?.query,
    limits: {
      maxLifetime: tightest(outer.maxLifetime, operation.maxLifetime),
      ownMaxLifetime: tightest(outer.ownMaxLifetime, operation.maxLifetime),
      maxAge: tightest(outer.maxAge, operation.maxAge),
    },
    shadowUntil: mode === 'shadow' && shadowUntil !== undefined ? Date.parse(shadowUntil) : undefined,
    rules: allow.map((rule) => resolveRule(rule, identities)),
  };
}

function resolveTenant(source: TenantSource | undefined): ResolvedTenantSource | undefined {
  if (source === undefined) return undefined;
  const dot = source.indexOf('.');
  const from = source.slice(0, dot) as ResolvedTenantSource['from'];
  const key = source.slice(dot + 1);
  return { from, key: from === 'header' ? key.toLowerCase() : key };
}

function resolveRule(rule: Rule, identities: Context['identities']): ResolvedRule {
  const { principal, issuer, identity } = rule;
  return {
    who:
      identity === undefined
        ? { principal, issuer }
        : { identity: identities[identity] ?? unknown(identity) },
    actor: rule.actor && resolveMatchers(rule.actor),
    scopes: resolveGrants(rule.scopes),
    roles: resolveGrants(rule.roles),
    where: resolveMatchers(rule.where),
  };
}

/** The checks report it. */
function unknown(identity: string): ResolvedIdentity {
  return { name: identity, issuer: '', require: [], actor: undefined };
}

/** The names are copied: the document's lists are frozen, and the runtime has a slow way through those. */
function resolveGrants(grants: Grants | undefined): GrantPolicy | undefined {
  if (grants === undefined) return undefined;
  return 'anyOf' in grants
    ? { mode: 'some', names: [...grants.anyOf] }
    : { mode: 'every', names: [...grants] };
}

/** The inner limit where it is the tighter one. The checks report a wider one. */
function tightest(outer: LimitValue, inner: LimitValue | undefined): number;
function tightest(outer: LimitValue | undefined, inner: LimitValue | undefined): number | undefined;
function tightest(outer: LimitValue | undefined, inner: LimitValue | undefined): number | undefined {
  const amounts = [outer, inner].filter((value) => value !== undefined).map(amountOf);
  return amounts.length === 0 ? undefined : Math.min(...amounts);
}

/** Own members only: a name in the policy may be one that every object has. */
function mapRecord<Value, Result>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value, name: string) => Result,
): Readonly<Record<string, Result>> {
  const result = createRecord<Result>();
  for (const [name, value] of Object.entries(record)) result[name] = map(value, name);
  return result;
}
