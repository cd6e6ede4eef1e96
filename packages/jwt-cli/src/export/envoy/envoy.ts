/** Envoy: the filters jwt_authn and rbac of one service, in the order of the chain, and the clusters of its key sets. */

import { Document } from 'yaml';
import { actorTests } from '../gateway/actor-tests.js';
import { addAlwaysLost } from '../gateway/always-lost.js';
import { casesOf, type AllowedCase } from '../gateway/cases.js';
import { claim } from '../gateway/claim-test.js';
import {
  gatewayIssuers,
  headerPlaces,
  providersOf,
  type HeaderPlace,
  type Provider,
} from '../gateway/issuers.js';
import { Losses } from '../losses.js';
import { headerOf, type Exported, type TargetOptions } from '../target.js';
import { deniedFirst } from './denied.js';
import { and, JWT_FILTER, principalOf, type Principal } from './metadata.js';
import { permissionOf, type Permission } from './paths.js';
import { clockSkew, clusterConfig, providerConfig, splitClaims } from './providers.js';

const RBAC_TYPE = 'type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC';
const JWT_TYPE = 'type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication';

/** What goes into `http_filters` before the router, and into `clusters`. */
export function toEnvoy(exported: Exported, losses: Losses, options: TargetOptions): string {
  addAlwaysLost(exported, 'Envoy', losses);
  const issuers = gatewayIssuers(exported, 'Envoy', losses);
  const { places, isAll } = headerPlaces(exported, 'Envoy', losses);
  const providers = issuers.flatMap((each) =>
    providersOf(each, options, { discovers: false, target: 'Envoy' }),
  );
  addTimeLosses(exported, providers, losses);
  const cases = casesOf(exported, issuers, { takesAnonymous: isAll, target: 'Envoy' }, losses);
  const takesNone = cases.some(({ caller }) => caller === 'public' || caller === 'anonymous');
  const content = {
    http_filters: [
      ...(providers.length === 0 ? [] : [jwtFilter(exported, providers, places, takesNone)]),
      rbac('DENY', deniedFirst(exported, issuers, cases, losses)),
      rbac('ALLOW', policiesOf(cases, places, losses)),
    ],
    clusters: providers.flatMap((each) => clusterConfig(each) ?? []),
  };
  const document = new Document(content, { aliasDuplicateObjects: false });
  document.commentBefore = headerOf(exported);
  return document.toString({ lineWidth: 0 });
}

function addTimeLosses(exported: Exported, providers: readonly Provider[], losses: Losses): void {
  for (const { accepted } of providers) {
    const { issuer, at } = accepted;
    losses.add(
      'error',
      'max-lifetime',
      at,
      `Envoy limits what is left of the life of a token of ${issuer.name}, and not exp - iat`,
    );
    if (clockSkew(exported, issuer) < 2) {
      losses.add(
        'error',
        'clock-skew',
        at,
        `Envoy takes tokens of ${issuer.name} for 1s to 2s more than the policy: 0 means a minute to it`,
      );
    }
  }
}

function jwtFilter(
  exported: Exported,
  providers: readonly Provider[],
  places: readonly HeaderPlace[],
  takesNone: boolean,
): object {
  const requirements = [
    ...providers.map(({ name }) => ({ provider_name: name })),
    // A request without a token goes on to the next filter, which allows it what is public.
    ...(takesNone ? [{ allow_missing: {} }] : []),
  ];
  const [only, ...others] = requirements;
  return {
    name: JWT_FILTER,
    typed_config: {
      '@type': JWT_TYPE,
      providers: Object.fromEntries(
        providers.map((each) => [each.name, providerConfig(each, exported, places)]),
      ),
      rules: [
        { match: { prefix: '/' }, requires: others.length === 0 ? only : { requires_any: { requirements } } },
      ],
      strip_failure_response: true,
    },
  };
}

function rbac(action: 'ALLOW' | 'DENY', policies: object): object {
  return {
    name: 'envoy.filters.http.rbac',
    typed_config: { '@type': RBAC_TYPE, rules: { action, policies } },
  };
}

/** One policy for each kind of request, with all its callers. */
function policiesOf(
  cases: readonly AllowedCase[],
  places: readonly HeaderPlace[],
  losses: Losses,
): Readonly<Record<string, object>> {
  const policies = new Map<
    string,
    { readonly operation: string; readonly permission: Permission; readonly principals: Principal[] }
  >();
  const takesActors = cases.some(({ caller }) => typeof caller === 'object' && caller.actor !== undefined);
  for (const each of cases) {
    const permission = permissionOf(each.route, each.headers);
    if (permission === undefined) {
      losses.add(
        'warning',
        'route',
        each.at,
        `${each.operation} is denied: Envoy has no template for its route`,
      );
      continue;
    }
    const principal = callerOf(each, places, takesActors, losses);
    if (principal === undefined) continue;
    const key = JSON.stringify([each.operation, permission]);
    const policy = policies.get(key) ?? { operation: each.operation, permission, principals: [] };
    policy.principals.push(principal);
    policies.set(key, policy);
  }
  const all = [...policies.values()];
  const named = all.map(({ operation, permission, principals }) => {
    const same = all.filter((other) => other.operation === operation);
    const number = same.findIndex((other) => other.permission === permission) + 1;
    const name = same.length === 1 ? operation : `${operation}-${String(number)}`;
    return [name, { permissions: [permission], principals }] as const;
  });
  return Object.fromEntries(named);
}

function callerOf(
  { caller, at }: AllowedCase,
  places: readonly HeaderPlace[],
  takesActors: boolean,
  losses: Losses,
): Principal | undefined {
  if (caller === 'public') return { any: true };
  // These are not told for each rule: actor and binding are losses of the whole service.
  const quiet = { split: [], losses: new Losses() };
  const verified = principalOf(claim(['iss'], { kind: 'type', type: 'string' }, at), quiet);
  if (caller === 'anonymous') {
    const names = new Set(['authorization', ...places.map(({ name }) => name)]);
    return and([
      ...Array.from(names, (name): Principal => ({ not_id: { header: { name, present_match: true } } })),
      ...(verified === undefined ? [] : [{ not_id: verified }]),
    ]);
  }
  const { issuer, test, actor, actorAt } = caller;
  if (actor !== undefined) losses.add('warning', 'actor', actorAt, 'Envoy denies an actor without a sub');
  const encoding = { split: splitClaims(issuer.issuer), losses };
  const seen = principalOf(test, encoding);
  // Where no rule takes one, tokens with an actor were denied before.
  const acting = takesActors
    ? principalOf(actorTests(actor, actorAt), actor === undefined ? quiet : encoding)
    : and([]);
  return seen === undefined || acting === undefined ? undefined : and([seen, acting]);
}
