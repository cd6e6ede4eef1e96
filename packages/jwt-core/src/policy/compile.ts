/** Document + service → {@link ServicePolicy}. */

import { canonicalAlgorithm } from './algorithms.js';
import { parseClaimPath } from './claim-path.js';
import type {
  Grants,
  IssuerDocument,
  OperationDocument,
  PolicyDocument,
  Rule,
  ServiceDocument,
  TenantSource,
} from './document.js';
import { DEFAULT_LIMITS, parseDuration } from './limits.js';
import { compileMatchers } from './matchers.js';
import type { Policy } from './parse.js';
import { ConfigurationError } from './problems.js';
import { parseRoute, RouteTable } from './routes.js';
import type {
  GrantPolicy,
  IssuerPolicy,
  NamedIdentity,
  OperationPolicy,
  RulePolicy,
  ServicePolicy,
  TenantPolicy,
  TimeLimits,
} from './service-policy.js';
import { didYouMean, listed } from './suggest.js';

/**
 * Compiles what one service needs. Without a name, the policy must have exactly one service.
 *
 * @throws {@link ConfigurationError} when the policy has no such service.
 */
export function compileService(policy: Policy, name: string | undefined): ServicePolicy {
  const { document } = policy;
  const [service, source] = chooseService(policy, name);
  const limits = serviceLimits(document, source);
  const operations = Object.entries(source.operations).map(([operation, entry]) =>
    compileOperation(operation, entry, source, document, limits),
  );
  return {
    service,
    policy: { name: document.metadata.name, revision: document.metadata.revision, digest: policy.digest },
    audience: source.audience,
    audienceMode: source.audienceMode ?? 'contains',
    maxTokenBytes: Math.min(
      document.defaults?.maxTokenBytes ?? DEFAULT_LIMITS.maxTokenBytes,
      source.maxTokenBytes ?? Number.POSITIVE_INFINITY,
    ),
    issuers: new Map(compileIssuers(document, source).map((issuer) => [issuer.iss, issuer])),
    operations: new Map(operations.map((operation) => [operation.name, operation])),
    routes: compileRoutes(operations),
    limits,
  };
}

function chooseService(policy: Policy, name: string | undefined): readonly [string, ServiceDocument] {
  const { services } = policy.document;
  const names = Object.keys(services);
  const chosen = name ?? (names.length === 1 ? names[0] : undefined);
  if (chosen === undefined) {
    throw new ConfigurationError(
      `service is undefined. Name one of the services in ${policy.file}: ${listed(names)}.`,
    );
  }
  const service = Object.hasOwn(services, chosen) ? services[chosen] : undefined;
  if (service === undefined) {
    const hint = didYouMean(chosen, names);
    throw new ConfigurationError(
      `There is no service named "${chosen}" in ${policy.file}. Known: ${listed(names)}.${hint}`,
    );
  }
  return [chosen, service];
}

const seconds = (duration: string | undefined): number | undefined =>
  duration === undefined ? undefined : parseDuration(duration);

function tightest(...values: readonly (number | undefined)[]): number | undefined {
  const given = values.filter((value) => value !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
}

function serviceLimits(document: PolicyDocument, service: ServiceDocument): TimeLimits {
  const { defaults = {} } = document;
  const skew = seconds(defaults.clockSkew) ?? DEFAULT_LIMITS.clockSkew;
  const lifetime = seconds(defaults.maxLifetime) ?? DEFAULT_LIMITS.maxLifetime;
  return {
    clockSkew: Math.min(skew, seconds(service.clockSkew) ?? skew),
    maxLifetime: Math.min(lifetime, seconds(service.maxLifetime) ?? lifetime),
    maxAge: tightest(seconds(defaults.maxAge), seconds(service.maxAge)),
  };
}

function compileIssuers(document: PolicyDocument, service: ServiceDocument): readonly IssuerPolicy[] {
  return service.accept.flatMap((entry) => {
    const name = typeof entry === 'string' ? entry : entry.issuer;
    const audience = typeof entry === 'string' ? service.audience : entry.audience;
    const issuer = document.issuers[name];
    return issuer === undefined ? [] : [compileIssuer(name, issuer, audience)];
  });
}

function compileIssuer(name: string, issuer: IssuerDocument, audience: string): IssuerPolicy {
  return {
    name,
    iss: issuer.iss,
    audience,
    algorithms: new Set(issuer.algs.map((algorithm) => canonicalAlgorithm(algorithm) ?? algorithm)),
    type: canonicalType(issuer.type),
    principal: issuer.principal ?? 'auto',
    tenantClaim: issuer.tenant === undefined ? undefined : parseClaimPath(issuer.tenant),
    scopeClaim: parseClaimPath(issuer.scopes ?? 'scope'),
    roleClaim: parseClaimPath(issuer.roles ?? 'roles'),
    require: compileMatchers(issuer.require),
    limits: {
      clockSkew: seconds(issuer.clockSkew) ?? Number.POSITIVE_INFINITY,
      maxLifetime: seconds(issuer.maxLifetime) ?? Number.POSITIVE_INFINITY,
    },
  };
}

/** `typ` compares without case, and `application/` may be left out (RFC 7515 §4.1.9). */
export function canonicalType(type: string): string {
  return type.toLowerCase().replace(/^application\//u, '');
}

function compileOperation(
  name: string,
  operation: OperationDocument,
  service: ServiceDocument,
  document: PolicyDocument,
  limits: TimeLimits,
): OperationPolicy {
  return {
    name,
    auth: operation.auth ?? 'required',
    route: operation.route,
    tenant: compileTenant(operation, service),
    limits: {
      maxLifetime: Math.min(limits.maxLifetime, seconds(operation.maxLifetime) ?? limits.maxLifetime),
      maxAge: tightest(limits.maxAge, seconds(operation.maxAge)),
    },
    rules: (operation.allow ?? []).map((rule) => compileRule(rule, document)),
  };
}

function compileTenant(operation: OperationDocument, service: ServiceDocument): TenantPolicy | undefined {
  const source: TenantSource | undefined = operation.tenantFrom ?? service.tenantFrom;
  if (operation.tenant === 'any' || source === undefined) return undefined;
  const dot = source.indexOf('.');
  const from = source.slice(0, dot) as TenantPolicy['from'];
  const key = source.slice(dot + 1);
  return {
    from,
    key: from === 'header' ? key.toLowerCase() : key,
    served: service.tenants === undefined ? undefined : new Set(service.tenants),
  };
}

function compileRule(rule: Rule, document: PolicyDocument): RulePolicy {
  const identity = rule.identity === undefined ? undefined : document.identities?.[rule.identity];
  const actor = rule.actor ?? identity?.actor;
  const named: NamedIdentity = {
    name: rule.identity ?? '',
    issuer: identity?.issuer ?? '',
    require: compileMatchers(identity?.require),
  };
  return {
    who: rule.principal === undefined ? { identity: named } : { principal: rule.principal },
    actor: actor && [...compileMatchers(rule.actor), ...compileMatchers(identity?.actor)],
    scopes: compileGrants(rule.scopes),
    roles: compileGrants(rule.roles),
    where: compileMatchers(rule.where),
  };
}

function compileGrants(grants: Grants | undefined): GrantPolicy | undefined {
  if (grants === undefined) return undefined;
  return 'anyOf' in grants ? { mode: 'some', names: grants.anyOf } : { mode: 'every', names: grants };
}

function compileRoutes(operations: readonly OperationPolicy[]): RouteTable {
  const table = new RouteTable();
  for (const { name, route } of operations) {
    const template = route === undefined ? undefined : parseRoute(route);
    if (template !== undefined && typeof template !== 'string') table.add(name, template);
  }
  return table;
}
