/** Istio: a RequestAuthentication and AuthorizationPolicies for the workload of one service. */

import { Document } from 'yaml';
import { pointerTo } from '../../lint/pointer.js';
import { UsageError } from '../../terminal/exit-code.js';
import { actorTests, bindingTests } from '../gateway/actor-tests.js';
import { addAlwaysLost } from '../gateway/always-lost.js';
import { casesOf, type AllowedCase } from '../gateway/cases.js';
import {
  gatewayIssuers,
  headerPlaces,
  providersOf,
  type HeaderPlace,
  type Provider,
} from '../gateway/issuers.js';
import { shownTests } from '../gateway/kind-tests.js';
import { hasParameters, templatesOf } from '../gateway/routes.js';
import { issuerTests } from '../gateway/token-tests.js';
import { Losses } from '../losses.js';
import { headerOf, type Exported, type TargetOptions } from '../target.js';
import { clausesOf, type Clause, type Condition } from './conditions.js';
import { addIssuerLosses } from './issuer-losses.js';

/** `Rule` of security.istio.io/v1. */
interface AuthorizationRule {
  readonly to: readonly {
    readonly operation: { readonly methods: readonly string[]; readonly paths: readonly string[] };
  }[];
  readonly when?: readonly Condition[];
}

/** The limit of `rules` in one AuthorizationPolicy. Several that allow are added up. */
const MAX_RULES = 512;

/** The resources, as documents of one YAML stream. */
export function toIstio(exported: Exported, losses: Losses, options: TargetOptions): string {
  if (options.selector.size === 0) {
    throw new UsageError(
      `--selector is missing: write the labels of the workload of ${exported.name}, such as --selector app=${exported.name}.`,
    );
  }
  addAlwaysLost(exported, 'Istio', losses);
  const issuers = gatewayIssuers(exported, 'Istio', losses);
  const { places, isAll } = headerPlaces(exported, 'Istio', losses);
  const providers = issuers.flatMap((each) =>
    providersOf(each, options, { discovers: true, target: 'Istio' }),
  );
  for (const provider of providers) addIssuerLosses(exported, provider, losses);
  const cases = casesOf(exported, issuers, { takesAnonymous: isAll, target: 'Istio' }, losses);
  addPathLoss(cases, losses);
  const takesActors = cases.some(({ caller }) => typeof caller === 'object' && caller.actor !== undefined);
  const rules = cases.flatMap((each) => rulesOf(each, places, takesActors, losses));
  const denied = deniedTokens(takesActors, exported.at);
  const resources = [
    // Allows nothing: what the next one does not allow is denied, also where that one is missing.
    resource('AuthorizationPolicy', 'deny-by-default', {}, exported, options),
    ...(providers.length === 0
      ? []
      : [
          resource(
            'RequestAuthentication',
            'tokens',
            { jwtRules: providers.map((each) => jwtRule(each, places)) },
            exported,
            options,
          ),
        ]),
    resource('AuthorizationPolicy', 'deny-tokens', { action: 'DENY', rules: denied }, exported, options),
    ...chunks(rules).map((some, index) =>
      resource(
        'AuthorizationPolicy',
        `allow-${String(index + 1)}`,
        { action: 'ALLOW', rules: some },
        exported,
        options,
      ),
    ),
  ];
  return resources
    .map((each, index) => {
      const document = new Document(each, { aliasDuplicateObjects: false });
      if (index === 0) document.commentBefore = headerOf(exported);
      return document.toString({ lineWidth: 0 });
    })
    .join('---\n');
}

function resource(
  kind: 'AuthorizationPolicy' | 'RequestAuthentication',
  suffix: string,
  spec: object,
  { name, policy }: Exported,
  { selector, namespace }: TargetOptions,
): object {
  return {
    apiVersion: 'security.istio.io/v1',
    kind,
    metadata: {
      name: `${dnsLabel(name)}-${suffix}`,
      ...(namespace !== undefined && { namespace }),
      annotations: { 'jwt-policy/digest': policy.digest },
    },
    spec: { selector: { matchLabels: Object.fromEntries(selector) }, ...spec },
  };
}

/** RFC 1123, as Kubernetes wants names. */
function dnsLabel(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9-]/gu, '-');
}

function chunks(rules: readonly AuthorizationRule[]): readonly (readonly AuthorizationRule[])[] {
  const count = Math.ceil(rules.length / MAX_RULES);
  return Array.from({ length: count }, (_, index) => rules.slice(index * MAX_RULES, (index + 1) * MAX_RULES));
}

/** Claims that Istio splits at spaces without being told. */
const SPLIT_BY_DEFAULT: ReadonlySet<string> = new Set(['scope', 'permission']);

function jwtRule({ iss, accepted, keys }: Provider, places: readonly HeaderPlace[]): object {
  const { scopeClaim, roleClaim, roleForm } = accepted.issuer;
  const split = [scopeClaim, ...(roleForm === 'spaceDelimited' ? [roleClaim] : [])].flatMap(
    ([name, ...more]) => (name === undefined || more.length > 0 || SPLIT_BY_DEFAULT.has(name) ? [] : [name]),
  );
  return {
    issuer: iss,
    audiences: accepted.acceptance.audiences,
    ...('keys' in keys && { jwks: JSON.stringify({ keys: keys.keys }) }),
    ...('jwksUri' in keys && { jwksUri: keys.jwksUri }),
    fromHeaders: places.map(({ name, prefix }) => ({ name, ...(prefix !== '' && { prefix }) })),
    // The service behind checks the token again.
    forwardOriginalToken: true,
    ...(split.length > 0 && { spaceDelimitedClaims: [...new Set(split)] }),
  };
}

function addPathLoss(cases: readonly AllowedCase[], losses: Losses): void {
  for (const { at, operation, route } of cases) {
    if (!hasParameters(route)) continue;
    losses.add(
      'error',
      'path-spelling',
      at,
      `the parameters of ${operation} take spellings of a path that the policy denies: set pathNormalization to DECODE_AND_MERGE_SLASHES in the mesh`,
    );
    return;
  }
}

function rulesOf(
  each: AllowedCase,
  places: readonly HeaderPlace[],
  takesActors: boolean,
  losses: Losses,
): readonly AuthorizationRule[] {
  const paths = templatesOf(each.route, { one: '{*}', many: '{**}' });
  const written = paths === undefined ? [] : 'exact' in paths ? [paths.exact] : paths.templates;
  if (written.length === 0 || written.some((path) => path.startsWith('*') || path.endsWith('*'))) {
    losses.add('warning', 'route', each.at, `${each.operation} is denied: Istio cannot write its route`);
    return [];
  }
  const to = [{ operation: { methods: each.route.methods, paths: written } }];
  const headers = each.headers.map(([name, value]) => ({ key: `request.headers[${name}]`, values: [value] }));
  return callerClauses(each, places, takesActors, losses).map((clause) => {
    const when = [...headers, ...clause];
    return { to, ...(when.length > 0 && { when }) };
  });
}

function callerClauses(
  { caller }: AllowedCase,
  places: readonly HeaderPlace[],
  takesActors: boolean,
  losses: Losses,
): readonly Clause[] {
  if (caller === 'public') return [[]];
  if (caller === 'anonymous') {
    const names = [...new Set(['authorization', ...places.map(({ name }) => name)])];
    const headers = names.map((name) => ({ key: `request.headers[${name}]`, notValues: ['*'] }));
    return [[{ key: 'request.auth.claims[iss]', notValues: ['*'] }, ...headers]];
  }
  const { issuer, test, actor, actorAt } = caller;
  if (actor !== undefined) losses.add('warning', 'actor', actorAt, 'Istio denies an actor without a sub');
  // Actors are a loss of the whole service, and not told for each rule.
  const quiet = new Losses();
  const parts = [
    clausesOf({ all: [test, issuerTests(issuer), shownTests(issuer)] }, losses),
    // Where no rule takes one, tokens with an actor are denied before.
    takesActors ? clausesOf(actorTests(actor, actorAt), actor === undefined ? quiet : losses) : [[]],
  ];
  const all = parts.reduce<readonly Clause[]>(
    (before, more) => before.flatMap((clause) => more.map((other) => [...clause, ...other])),
    [[]],
  );
  if (all.length === 0) {
    losses.add(
      'warning',
      'condition',
      actorAt.slice(0, -pointerTo('actor').length),
      `Istio denies tokens of ${issuer.issuer.name} here: it cannot say what is asked of them`,
    );
  }
  return all;
}

/** Tokens that no rule may take: those that are bound to a key, and those with an actor. */
function deniedTokens(takesActors: boolean, at: string): readonly object[] {
  const absent = [bindingTests(at), ...(takesActors ? [] : [actorTests(undefined, at)])];
  const conditions = absent.flatMap((each) => clausesOf(each, new Losses())).flat();
  return conditions.map(({ key, notValues: values }) => ({ when: [{ key, values }] }));
}
