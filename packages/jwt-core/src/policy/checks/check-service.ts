/** What a service of the right shape can still get wrong: its rules, its tenants, its routes. */

import { cut } from '../../io/printable.js';
import { didYouMean } from '../../options/did-you-mean.js';
import type { OperationDocument, ServiceDocument } from '../document/document.js';
import { isTemplate } from '../model/issuer.js';
import type { ResolvedIssuer } from '../model/resolved-policy.js';
import type { DocumentPlace } from '../problem.js';
import type { RouteConflict } from '../route/grow.js';
import { RouteTable } from '../route/table.js';
import { parseRoute, type RouteTemplate } from '../route/template.js';
import type { Route } from '../route/tree.js';
import { checkAccept, type Context } from './check-accept.js';
import { checkPlaces, checkQuery } from './check-credentials.js';
import { checkReference } from './check-reference.js';
import { checkShadow } from './check-shadow.js';

/** Reports what is wrong with one service. */
export function checkService(service: ServiceDocument, context: Context, place: DocumentPlace): void {
  checkPlaces(service, place);
  const accepted = checkAccept(service, context, place.at('accept'));
  const routes: Route[] = [];
  for (const [name, operation] of Object.entries(service.operations ?? {})) {
    const at = place.at('operations', name);
    checkRules(operation, accepted, context, at);
    checkTenant(operation, service, at);
    checkShadow(operation, at);
    checkQuery(operation, [service, context.document.defaults ?? {}], at);
    const template = checkRoute(operation, service, at.at('route'));
    if (template !== undefined) routes.push({ operation: name, template });
  }
  for (const conflict of new RouteTable(routes).conflicts) {
    const at = place.at('operations', conflict.operation, 'route');
    at.report('ambiguous_route', describeConflict(conflict, service));
  }
  checkTenantClaim(
    service,
    [...accepted].map((name) => context.model.issuers[name]),
    place.at('accept'),
  );
}

function describeConflict(
  { kind, operation, other }: RouteConflict,
  { operations = {} }: ServiceDocument,
): string {
  const routes = [operation, other].map((name) => String(operations[name]?.route));
  const otherRoute = `"${cut(other)}" (${cut(routes[1] ?? '')})`;
  const wildcard = routes.some((each) => each.endsWith('...}'))
    ? ' {path...} takes every path below it.'
    : '';
  return kind === 'overlap'
    ? `A router can take one path for this route and for the one of ${otherRoute}: make them differ in a literal segment, and in more than case or a final slash.${wildcard}`
    : `This route has parameters where many others have literals, such as ${otherRoute}, and the other way round: too many to tell them apart by one look at each segment. Let them differ in one place where all of them have a literal, such as the first segment, or bind the handlers with operation(name) and leave out their routes.`;
}

/** What a public operation cannot have: it reads no token. */
const OF_TOKENS = ['allow', 'tenant', 'tenantFrom', 'credentials', 'maxAge', 'maxLifetime', 'mode'] as const;

function checkRules(
  { auth = 'required', allow, ...rest }: OperationDocument,
  accepted: ReadonlySet<string>,
  { document: { identities = {}, issuers } }: Context,
  place: DocumentPlace,
): void {
  if (auth === 'required' && allow === undefined) {
    place.missing('allow', 'say who may, or write auth: optional or auth: public');
  }
  for (const key of auth === 'public' ? OF_TOKENS : []) {
    if ({ ...rest, allow }[key] === undefined) continue;
    place
      .at(key)
      .invalid(
        `A public operation reads no token, so "${key}" could never be checked. Remove it, or the auth: public.`,
      );
  }
  for (const [index, { identity, issuer }] of allow?.entries() ?? []) {
    const at = place.at('allow', index);
    if (identity !== undefined && checkReference(identity, identities, 'identity', at.at('identity'))) {
      const from = identities[identity]?.issuer ?? '';
      if (Object.hasOwn(issuers, from) && !accepted.has(from)) {
        const message = `"${identity}" comes from the issuer "${from}", which this service does not accept.`;
        at.at('identity').report('unreachable', message);
      }
    }
    if (issuer !== undefined && checkReference(issuer, issuers, 'issuer', at.at('issuer'))) {
      if (!accepted.has(issuer)) {
        at.at('issuer').report('unreachable', `This service does not accept the issuer "${issuer}".`);
      }
    }
  }
}

function checkTenant(
  { auth, tenant, tenantFrom }: OperationDocument,
  service: ServiceDocument,
  place: DocumentPlace,
): void {
  if (auth === 'public') return;
  if (tenant === 'any' && tenantFrom !== undefined) {
    place.at('tenant').invalid('Expected either tenant: any or tenantFrom, not both.');
  }
  if (service.tenants !== undefined && (tenant ?? tenantFrom ?? service.tenantFrom) === undefined) {
    place
      .at('tenantFrom')
      .report(
        'missing_key',
        'The service lists tenants: say where the request names its tenant (tenantFrom), or write tenant: any.',
      );
  }
}

/** Where the request names the tenant that an operation compares; `undefined` where it compares none. */
function tenantSourceOf(operation: OperationDocument, service: ServiceDocument): string | undefined {
  const asks = operation.tenant === undefined && operation.auth !== 'public';
  return asks ? (operation.tenantFrom ?? service.tenantFrom) : undefined;
}

function checkRoute(
  operation: OperationDocument,
  service: ServiceDocument,
  place: DocumentPlace,
): RouteTemplate | undefined {
  if (operation.route === undefined) return undefined;
  const template = parseRoute(operation.route);
  if (typeof template === 'string') {
    place.invalid(template);
    return undefined;
  }
  if (template.rest !== undefined && operation.auth === 'optional') place.invalid(OPTIONAL_SUBTREE);
  const [, parameter] = /^path\.(.*)$/u.exec(tenantSourceOf(operation, service) ?? '') ?? [];
  const known = template.segments.flatMap((segment) => ('parameter' in segment ? [segment.parameter] : []));
  if (parameter !== undefined && parameter === template.rest) {
    const message = `The tenant is read from {${parameter}...}, which takes any number of segments. Read it from a parameter before it, or write tenant: any.`;
    place.report('unreachable', message);
  } else if (parameter !== undefined && !known.includes(parameter)) {
    const hint = didYouMean(parameter, known);
    const message = `The tenant is read from {${parameter}}, which this route does not have.${hint} Add it, or write tenant: any.`;
    place.report('unreachable', message);
  }
  return template;
}

const OPTIONAL_SUBTREE =
  'Expected auth: public, or auth: required with allow, for a route that ends in {path...}: with auth: optional, ' +
  'every handler below this path would have to decide who may call it.';

/** An operation that compares tenants needs an issuer whose tokens name one. */
function checkTenantClaim(
  service: ServiceDocument,
  accepted: readonly (ResolvedIssuer | undefined)[],
  place: DocumentPlace,
): void {
  const asks = Object.values(service.operations ?? {}).some(
    (operation) => tenantSourceOf(operation, service) !== undefined,
  );
  if (!asks || accepted.length === 0 || accepted.some(namesTenant)) return;
  place.report(
    'unreachable',
    'Operations here compare tenants, but no accepted issuer says how a token names its tenant (tenant: CLAIM, or {tenant} in the iss).',
  );
}

function namesTenant(issuer: ResolvedIssuer | undefined): boolean {
  return issuer?.tenantClaim !== undefined || isTemplate(issuer?.iss ?? '');
}
