/** What a document of the right shape can still get wrong: references, limits, rules that can never hold. */

import { checkAccept, findRivals, type Context } from './check-accept.js';
import { checkClaimTypes } from './check-claim-types.js';
import { checkExpansion } from './check-expansion.js';
import { checkIssuer } from './check-issuer.js';
import { checkReference } from './check-reference.js';
import { checkShadow } from './check-shadow.js';
import type {
  IssuerDocument,
  OperationDocument,
  PolicyDocument,
  ServiceDocument,
} from '../document/document.js';
import { isTemplate, resolveIssuer } from '../model/issuer.js';
import { pointerTo } from '../../json/json-pointer.js';
import { type Path, type PolicyProblem, type Report } from '../problem.js';
import type { ReferencedFiles } from '../model/referenced-files.js';
import { checkTightening, type DescribePlace } from './tightening.js';
import type { RouteConflict } from '../route/grow.js';
import { RouteTable } from '../route/table.js';
import { parseRoute, type RouteTemplate } from '../route/template.js';
import type { Route } from '../route/tree.js';
import { didYouMean } from '../../options/did-you-mean.js';
import { cut } from '../../io/printable.js';

/** A hostile document has a hundred thousand, and each costs time to describe. */
const MAX_PROBLEMS = 1000;

/** Everything that is wrong with a document whose shape is right. */
export function checkMeaning(
  document: PolicyDocument,
  files: ReferencedFiles,
  describePlace: DescribePlace,
): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const report: Report = (code, path, message) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ code, pointer: pointerTo(path), message });
  };
  // The other checks list every `iss`: beyond the limit they would take minutes, or more memory than there is.
  if (!checkExpansion(document, files, report)) return problems;
  for (const [name, issuer] of Object.entries(document.issuers))
    checkIssuer(issuer, ['issuers', name], files, report);
  for (const [name, identity] of Object.entries(document.identities ?? {})) {
    checkReference(identity.issuer, document.issuers, 'issuer', ['identities', name, 'issuer'], report);
  }
  checkClaimTypes(document, report);
  const context: Context = { document, rivals: findRivals(document, files) };
  for (const [name, service] of Object.entries(document.services)) {
    checkService(service, context, ['services', name], report);
  }
  checkTightening(document, report, describePlace);
  return problems;
}

function checkService(service: ServiceDocument, context: Context, path: Path, report: Report): void {
  const { document } = context;
  const accepted = checkAccept(service, context, [...path, 'accept'], report);
  const routes: Route[] = [];
  for (const [name, operation] of Object.entries(service.operations)) {
    const at = [...path, 'operations', name];
    checkRules(operation, document, accepted, at, report);
    checkTenant(operation, service, at, report);
    checkShadow(operation, at, report);
    const template = checkRoute(operation, service, at, report);
    if (template !== undefined) routes.push({ operation: name, template });
  }
  for (const conflict of new RouteTable(routes).conflicts) {
    report(
      'ambiguous_route',
      [...path, 'operations', conflict.operation, 'route'],
      describeConflict(conflict, service),
    );
  }
  checkTenantClaim(service, document, accepted, path, report);
}

function describeConflict({ kind, other }: RouteConflict, { operations }: ServiceDocument): string {
  const otherRoute = `"${cut(other)}" (${cut(String(operations[other]?.route))})`;
  return kind === 'overlap'
    ? `A router can take one path for this route and for the one of ${otherRoute}: make them differ in a literal segment, and in more than case or a final slash.`
    : `This route has parameters where many others have literals, such as ${otherRoute}, and the other way round: too many to tell them apart by one look at each segment. Let them differ in one place where all of them have a literal, such as the first segment, or bind the handlers with operation(name) and leave out their routes.`;
}

function checkRules(
  operation: OperationDocument,
  document: PolicyDocument,
  accepted: ReadonlySet<string>,
  path: Path,
  report: Report,
): void {
  const auth = operation.auth ?? 'required';
  if (auth === 'required' && operation.allow === undefined) {
    report(
      'missing_key',
      [...path, 'allow'],
      '"allow" is missing here: say who may, or write auth: optional or auth: public.',
    );
  }
  if (auth === 'public') {
    for (const key of ['allow', 'tenant', 'tenantFrom', 'maxAge', 'maxLifetime', 'mode'] as const) {
      if (operation[key] === undefined) continue;
      report(
        'invalid',
        [...path, key],
        `A public operation reads no token, so "${key}" could never be checked. Remove it, or the auth: public.`,
      );
    }
  }
  operation.allow?.forEach((rule, index) => {
    if (rule.identity === undefined) return;
    const at = [...path, 'allow', index, 'identity'];
    if (!checkReference(rule.identity, document.identities ?? {}, 'identity', at, report)) return;
    const issuer = document.identities?.[rule.identity]?.issuer ?? '';
    if (Object.hasOwn(document.issuers, issuer) && !accepted.has(issuer)) {
      report(
        'unreachable',
        at,
        `"${rule.identity}" comes from the issuer "${issuer}", which this service does not accept.`,
      );
    }
  });
}

function checkTenant(
  operation: OperationDocument,
  service: ServiceDocument,
  path: Path,
  report: Report,
): void {
  if (operation.auth === 'public') return;
  if (operation.tenant === 'any' && operation.tenantFrom !== undefined) {
    report('invalid', [...path, 'tenant'], 'Expected either tenant: any or tenantFrom, not both.');
  }
  const from = operation.tenantFrom ?? service.tenantFrom;
  if (service.tenants !== undefined && from === undefined && operation.tenant === undefined) {
    report(
      'missing_key',
      [...path, 'tenantFrom'],
      'The service lists tenants: say where the request names its tenant (tenantFrom), or write tenant: any.',
    );
  }
}

function checkRoute(
  operation: OperationDocument,
  service: ServiceDocument,
  path: Path,
  report: Report,
): RouteTemplate | undefined {
  if (operation.route === undefined) return undefined;
  const template = parseRoute(operation.route);
  if (typeof template === 'string') {
    report('invalid', [...path, 'route'], template);
    return undefined;
  }
  const asksTenant = operation.tenant === undefined && operation.auth !== 'public';
  const from = asksTenant ? (operation.tenantFrom ?? service.tenantFrom) : undefined;
  const parameter = from?.startsWith('path.') === true ? from.slice('path.'.length) : undefined;
  const known = template.segments.flatMap((segment) => ('parameter' in segment ? [segment.parameter] : []));
  if (parameter !== undefined && !known.includes(parameter)) {
    const message = `The tenant is read from {${parameter}}, which this route does not have.${didYouMean(parameter, known)} Add it, or write tenant: any.`;
    report('unreachable', [...path, 'route'], message);
  }
  return template;
}

/** An operation that compares tenants needs an issuer whose tokens name one. */
function checkTenantClaim(
  service: ServiceDocument,
  document: PolicyDocument,
  accepted: ReadonlySet<string>,
  path: Path,
  report: Report,
): void {
  const asks = Object.values(service.operations).some(
    (operation) =>
      operation.auth !== 'public' &&
      operation.tenant === undefined &&
      (operation.tenantFrom ?? service.tenantFrom) !== undefined,
  );
  const names = [...accepted];
  if (asks && names.length > 0 && names.every((name) => !namesTenant(document.issuers[name]))) {
    report(
      'unreachable',
      [...path, 'accept'],
      'Operations here compare tenants, but no accepted issuer says how a token names its tenant (tenant: CLAIM, or {tenant} in the iss).',
    );
  }
}

function namesTenant(issuer: IssuerDocument | undefined): boolean {
  if (issuer === undefined) return false;
  const { tenant, iss } = resolveIssuer(issuer);
  return tenant !== undefined || (iss !== undefined && isTemplate(iss));
}
