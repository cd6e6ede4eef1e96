/** Document + service → {@link ServicePolicy}. */

import { compileIssuers } from './compile-issuer.js';
import type {
  Grants,
  OperationDocument,
  PolicyDocument,
  Rule,
  ServiceDocument,
  TenantSource,
} from '../document/document.js';
import { DEFAULT_LIMITS, parseDuration } from '../model/limits.js';
import { compileMatchers } from './matchers.js';
import type { Policy } from '../policy.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import { RouteTable } from '../route/table.js';
import { parseRoute } from '../route/template.js';
import type {
  GrantPolicy,
  NamedIdentity,
  OperationPolicy,
  RulePolicy,
  ServicePolicy,
  TenantPolicy,
  TimeLimits,
} from './service-policy.js';
import { stampOf } from './stamp.js';
import { didYouMean, listed } from '../../options/did-you-mean.js';

/**
 * Compiles what one service needs. Without a name, the policy must have exactly one service.
 *
 * @throws {@link ConfigurationError} when the policy has no such service.
 */
export function compileService(policy: Policy, name: string | undefined): ServicePolicy {
  const { document } = policy;
  const [service, source] = chooseService(policy, name);
  const limits = serviceLimits(document, source);
  const tenants = policy.files.tenantSet(source.tenants);
  const operations = Object.entries(source.operations).map(([operation, entry]) =>
    compileOperation(operation, entry, { source, document, limits, tenants }),
  );
  return {
    service,
    policy: stampOf(policy),
    audience: source.audience,
    maxTokenBytes: Math.min(
      document.defaults?.maxTokenBytes ?? DEFAULT_LIMITS.maxTokenBytes,
      source.maxTokenBytes ?? Number.POSITIVE_INFINITY,
    ),
    ...compileIssuers(policy, source),
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

interface Context {
  readonly source: ServiceDocument;
  readonly document: PolicyDocument;
  readonly limits: TimeLimits;
  /** One set for all operations. */
  readonly tenants: ReadonlySet<string> | undefined;
}

function compileOperation(name: string, operation: OperationDocument, context: Context): OperationPolicy {
  const { document, limits } = context;
  return {
    name,
    auth: operation.auth ?? 'required',
    route: operation.route,
    tenant: compileTenant(operation, context),
    limits: {
      maxLifetime: Math.min(limits.maxLifetime, seconds(operation.maxLifetime) ?? limits.maxLifetime),
      maxAge: tightest(limits.maxAge, seconds(operation.maxAge)),
    },
    shadowUntil: operation.mode === 'shadow' ? Date.parse(operation.shadowUntil ?? '') : undefined,
    rules: (operation.allow ?? []).map((rule) => compileRule(rule, document)),
  };
}

function compileTenant(
  operation: OperationDocument,
  { source: service, tenants }: Context,
): TenantPolicy | undefined {
  const source: TenantSource | undefined = operation.tenantFrom ?? service.tenantFrom;
  if (operation.tenant === 'any' || source === undefined) return undefined;
  const dot = source.indexOf('.');
  const from = source.slice(0, dot) as TenantPolicy['from'];
  const key = source.slice(dot + 1);
  return {
    from,
    key: from === 'header' ? key.toLowerCase() : key,
    served: tenants,
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

/** The names are copied: the document's lists are frozen, and the runtime has a slow way through those. */
function compileGrants(grants: Grants | undefined): GrantPolicy | undefined {
  if (grants === undefined) return undefined;
  return 'anyOf' in grants
    ? { mode: 'some', names: [...grants.anyOf] }
    : { mode: 'every', names: [...grants] };
}

function compileRoutes(operations: readonly OperationPolicy[]): RouteTable {
  return new RouteTable(
    operations.flatMap(({ name, route }) => {
      const template = route === undefined ? undefined : parseRoute(route);
      return template === undefined || typeof template === 'string' ? [] : [{ operation: name, template }];
    }),
  );
}
