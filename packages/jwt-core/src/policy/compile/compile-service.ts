/** Resolved policy + name of a service → {@link ServicePolicy}. */

import { ConfigurationError } from '../../options/configuration-error.js';
import { didYouMean, listed } from '../../options/did-you-mean.js';
import type {
  ResolvedIdentity,
  ResolvedPolicy,
  ResolvedRule,
  ResolvedService,
} from '../model/resolved-policy.js';
import { RouteTable } from '../route/table.js';
import { parseRoute } from '../route/template.js';
import { compileIssuers } from './compile-issuer.js';
import { compileConditions } from './matchers.js';
import type { NamedIdentity, OperationPolicy, RulePolicy, ServicePolicy } from './service-policy.js';
import { stampOf } from './stamp.js';
import { setOf } from './tenant-set.js';

/** What a service is compiled from. A `Policy` is one. */
export interface CompilablePolicy {
  readonly model: ResolvedPolicy;
  readonly digest: string;
  /** The folder that relative paths start from. */
  readonly directory: string | undefined;
  /** For messages. */
  readonly file: string;
}

/**
 * Compiles what one service needs. Without a name, the policy must have exactly one service.
 *
 * @throws {@link ConfigurationError} when the policy has no such service.
 */
export function compileService(policy: CompilablePolicy, name: string | undefined): ServicePolicy {
  const [service, source] = chooseService(policy, name);
  const operations = compileOperations(source);
  return {
    service,
    policy: stampOf(policy),
    audiences: source.audiences,
    maxTokenBytes: source.maxTokenBytes,
    credentials: source.credentials,
    ...compileIssuers(policy.model, source, policy.directory),
    operations: new Map(operations.map((operation) => [operation.name, operation])),
    routes: compileRoutes(operations),
    limits: source.limits,
  };
}

function chooseService(
  { model, file }: CompilablePolicy,
  name: string | undefined,
): readonly [string, ResolvedService] {
  const names = Object.keys(model.services);
  const chosen = name ?? (names.length === 1 ? names[0] : undefined);
  if (chosen === undefined) {
    throw new ConfigurationError(
      `service is undefined. Name one of the services in ${file}: ${listed(names)}.`,
    );
  }
  const service = model.services[chosen];
  if (service === undefined) {
    const hint = didYouMean(chosen, names);
    throw new ConfigurationError(
      `There is no service named "${chosen}" in ${file}. Known: ${listed(names)}.${hint}`,
    );
  }
  return [chosen, service];
}

function compileOperations(service: ResolvedService): readonly OperationPolicy[] {
  const served = setOf(service.tenants);
  const identities: Identities = new Map();
  return Object.entries(service.operations).map(([name, operation]) => ({
    ...operation,
    name,
    tenant: operation.tenant && { ...operation.tenant, served },
    rules: operation.rules.map((rule) => compileRule(rule, identities)),
  }));
}

/** Each is compiled once, however many rules name it. */
type Identities = Map<ResolvedIdentity, NamedIdentity>;

/** An actor must show what the rule asks for, and what the identity asks for. */
function compileRule({ who, actor, where, scopes, roles }: ResolvedRule, identities: Identities): RulePolicy {
  const identity = 'identity' in who ? compileIdentity(who.identity, identities) : undefined;
  const actors = [actor && compileConditions(actor), identity?.actor].filter((tests) => tests !== undefined);
  return {
    who: 'identity' in who ? { identity: compileIdentity(who.identity, identities) } : who,
    actor: actors.length === 0 ? undefined : actors.flat(),
    scopes,
    roles,
    where: compileConditions(where),
  };
}

function compileIdentity(identity: ResolvedIdentity, identities: Identities): NamedIdentity {
  const { name, issuer, require, actor } = identity;
  const known = identities.get(identity) ?? {
    name,
    issuer,
    require: compileConditions(require),
    actor: actor && compileConditions(actor),
  };
  identities.set(identity, known);
  return known;
}

function compileRoutes(operations: readonly OperationPolicy[]): RouteTable {
  return new RouteTable(
    operations.flatMap(({ name, route }) => {
      const template = route === undefined ? undefined : parseRoute(route);
      return template === undefined || typeof template === 'string' ? [] : [{ operation: name, template }];
    }),
  );
}
