/** All that a service allows, as separate cases: these requests, with such a token. What is in no case is denied. */

import type { ResolvedOperation, ResolvedRule } from '@org/jwt-core/policy';
import { pointerTo } from '../../lint/pointer.js';
import { canBeFor, type Accepted } from '../issuers-for.js';
import type { Losses } from '../losses.js';
import { operationAt, type Exported } from '../target.js';
import { canBeSegment, gatewayRoute, type GatewayRoute } from './routes.js';
import { issTests, ruleTests } from './token-tests.js';
import type { TokenTest } from './claim-test.js';

/** Requests of one operation, and who may send them. */
export interface AllowedCase {
  readonly operation: string;
  readonly at: string;
  readonly route: GatewayRoute;
  /** Headers that the request must have, with these values. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly caller:
    | 'public'
    | 'anonymous'
    | {
        readonly issuer: Accepted;
        /** Besides what every good token of the issuer shows. */
        readonly test: TokenTest;
        /** `undefined`: no actor is allowed. */
        readonly actor: ResolvedRule['actor'];
        readonly actorAt: string;
      };
}

/** More tenants than this are no list of a gateway's rules. */
const MAX_TENANTS = 64;

/** The cases of a service, with the tokens of these issuers. */
export function casesOf(
  exported: Exported,
  issuers: readonly Accepted[],
  { takesAnonymous, target }: { readonly takesAnonymous: boolean; readonly target: string },
  losses: Losses,
): readonly AllowedCase[] {
  return Object.entries(exported.service.operations).flatMap(([name, operation]) => {
    const at = operationAt(exported, name);
    if (operation.route === undefined) {
      losses.add(
        'warning',
        'route',
        at,
        `${name} is denied: it has no route by which ${target} could know it`,
      );
      return [];
    }
    warnOf(name, operation, at, target, losses);
    const place = { operation: name, at, headers: [] };
    if (operation.auth === 'public') {
      return [{ ...place, route: gatewayRoute(operation, undefined), caller: 'public' as const }];
    }
    return [
      ...(operation.auth === 'optional' ? anonymous(name, operation, at, takesAnonymous, losses) : []),
      ...issuers.flatMap((issuer) => casesFor(exported, name, operation, issuer, losses)),
    ];
  });
}

function warnOf(
  name: string,
  operation: ResolvedOperation,
  at: string,
  target: string,
  losses: Losses,
): void {
  if (operation.auth === 'public') {
    losses.add(
      'warning',
      'public-token',
      at,
      `${target} denies a request for ${name} with a bad token, which the policy does not read`,
    );
  }
  if (operation.shadowUntil !== undefined) {
    losses.add(
      'warning',
      'shadow',
      `${at}${pointerTo('mode')}`,
      `${target} enforces the rules of ${name} at once`,
    );
  }
  if (operation.query !== undefined) {
    losses.add(
      'warning',
      'credentials',
      `${at}${pointerTo('credentials')}`,
      `${target} takes no token of ${name} from the query`,
    );
  }
}

/** A request without a credential in any place of the service. */
function anonymous(
  name: string,
  operation: ResolvedOperation,
  at: string,
  takesAnonymous: boolean,
  losses: Losses,
): readonly AllowedCase[] {
  if (!takesAnonymous || operation.tenant !== undefined) {
    losses.add(
      'warning',
      'credentials',
      at,
      `${name} is denied without a token: the gateway does not see each place where one can be`,
    );
    return [];
  }
  return [
    { operation: name, at, headers: [], route: gatewayRoute(operation, undefined), caller: 'anonymous' },
  ];
}

function casesFor(
  exported: Exported,
  name: string,
  operation: ResolvedOperation,
  issuer: Accepted,
  losses: Losses,
): readonly AllowedCase[] {
  const at = operationAt(exported, name);
  const rules: readonly (readonly [ResolvedRule | undefined, string])[] =
    operation.rules.length === 0
      ? [[undefined, at]]
      : operation.rules.map((rule, index) => [rule, `${at}${pointerTo('allow', index)}`]);
  const fitting = rules.filter(([rule]) => rule === undefined || canBeFor(rule, issuer.issuer));
  if (fitting.length === 0) return [];
  return tenantsFor(exported, name, operation, issuer, losses).flatMap((tenant) =>
    fitting.flatMap(([rule, ruleAt]): readonly AllowedCase[] => {
      const asked = ruleTests(issuer, { rule, at: ruleAt }, losses);
      if (asked === undefined) return [];
      const identity = rule !== undefined && 'identity' in rule.who ? rule.who.identity : undefined;
      const actors = [rule?.actor, identity?.actor].filter((each) => each !== undefined);
      return [
        {
          operation: name,
          at: ruleAt,
          route: gatewayRoute(operation, tenant),
          headers:
            operation.tenant?.from === 'header' && tenant !== undefined
              ? [[operation.tenant.key, tenant]]
              : [],
          caller: {
            issuer,
            test: { all: [issTests(issuer, tenant), asked] },
            actor: actors.length === 0 ? undefined : actors.flat(),
            actorAt: `${ruleAt}${pointerTo('actor')}`,
          },
        },
      ];
    }),
  );
}

/** One case for each tenant, where the request names it: a gateway compares with fixed values alone. */
function tenantsFor(
  { service }: Exported,
  name: string,
  { tenant: source }: ResolvedOperation,
  { issuer }: Accepted,
  losses: Losses,
): readonly (string | undefined)[] {
  if (source === undefined) return [undefined];
  const at = pointerTo('issuers', issuer.name);
  const known = service.tenants ?? issuer.tenants;
  // The tokens of an issuer that names no tenant are denied by the policy as well.
  const both = known?.filter((each) => issuer.tenants?.includes(each) ?? true);
  const speaks = issuer.tenantClaim !== undefined || issuer.iss?.includes('{tenant}') === true;
  if (!speaks) return [];
  if (both === undefined || both.length > MAX_TENANTS || source.from === 'host') {
    losses.add(
      'warning',
      'tenant',
      at,
      `${name} is denied to tokens of ${issuer.name}: a gateway compares the tenant with a list of at most ${String(MAX_TENANTS)}, in the path or a header`,
    );
    return [];
  }
  return both.filter((tenant) => {
    const isSayable = source.from === 'header' ? /^[\x21-\x7e]+$/u.test(tenant) : canBeSegment(tenant);
    if (!isSayable)
      losses.add('warning', 'tenant', at, `${name} is denied to the tenant ${JSON.stringify(tenant)}`);
    return isSayable;
  });
}
