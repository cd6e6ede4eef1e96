/** Compares the routes that a router has with the operations of the policy. */

import { aBoolean, aList, type OptionKinds } from '../options/read-options.js';
import { deepFreeze } from '../json/plain.js';
import { ConfigurationError } from '../options/configuration-error.js';
import { listed } from '../options/did-you-mean.js';
import type { OperationSummary, Verifier } from '../verify/verifier.js';
import { readRoute } from './audited-route.js';
import { compareRoute } from './compare-route.js';
import { KINDS, type AuditFinding, type Found } from './finding.js';
import { reportText } from './report-text.js';
import type { RouterContents, UnreadMount } from './router-routes.js';

/** How strict an audit is. */
export interface RouteAuditOptions {
  /** Throws where anything is found: for a test, or for the start of the application. */
  readonly strict?: boolean;
  /**
   * What was looked at and is meant: routes as the report writes them (`GET /orders/:id`), or names of operations
   * without a route. An entry about which nothing is found any more is an error.
   */
  readonly except?: readonly string[];
}

/** For adapters: the kinds of these options; an adapter adds its own. */
export const ROUTE_AUDIT_OPTIONS: OptionKinds<RouteAuditOptions> = { strict: aBoolean, except: aList };

/** What an audit found: plain data, frozen. */
export interface RouteAudit {
  readonly service: string;
  /** Every route, and the operations that its requests are judged as. */
  readonly routes: readonly AuditedRouteSummary[];
  /** What may be open comes first. */
  readonly findings: readonly AuditFinding[];
  /** The same for a terminal, in 80 columns. */
  readonly text: string;
}

/** One route, as the router has it, and the operations that its requests are judged as. */
export interface AuditedRouteSummary {
  readonly route: string;
  readonly operations: readonly string[];
}

/**
 * For adapters: compares what a router has with the operations of the policy that is in force.
 *
 * @throws {@link ConfigurationError} for any finding with `strict`; and always while there is no policy, and for an
 * entry of `except` about which nothing is found.
 */
export function auditRoutes(
  verifier: Pick<Verifier, 'service' | 'operations'>,
  { routes: contents, unread }: RouterContents,
  { strict = false, except = [] }: RouteAuditOptions = {},
): RouteAudit {
  const operations = verifier.operations();
  if (operations.length === 0) {
    throw new ConfigurationError(
      'audit(): no policy is in force yet, or it has no operations for this service: there is nothing to compare with.',
    );
  }
  const routes = contents.map(readRoute);
  const compared = routes.map((route, index) => ({
    route: route.text,
    ...compareRoute(route, routes.slice(0, index), operations),
  }));
  const found: readonly Found[] = [
    ...(routes.length === 0 ? [{ kind: 'no-routes' as const }] : []),
    ...compared.flatMap((each) => each.findings),
    ...unread.map(foundMount),
    ...withoutRoute(operations, new Set(compared.flatMap((each) => each.operations))),
  ];
  assertExceptions(found, except);
  const findings = sorted(found.filter((each) => !except.includes(subjectOf(each)))).map(withAdvice);
  const { service } = verifier;
  const counts = { routes: routes.length, operations: operations.length };
  const text = reportText(service, counts, findings);
  if (strict && findings.length > 0) throw new ConfigurationError(text);
  return deepFreeze({
    service,
    routes: compared.map(({ route, operations: names }) => ({ route, operations: names })),
    findings,
    text,
  });
}

function foundMount({ route, mounted, dispatches }: UnreadMount): Found {
  return dispatches === 'by host'
    ? { kind: 'host-bound', route, host: undefined }
    : { kind: 'not-readable', route, mounted };
}

function withoutRoute(
  operations: readonly OperationSummary[],
  routed: ReadonlySet<string>,
): readonly Found[] {
  return operations
    .filter(({ name }) => !routed.has(name))
    .map(({ name, route }) => ({ kind: 'operation-without-route', operation: name, template: route }));
}

/** What an entry of `except` names. */
function subjectOf(found: Found): string {
  if (found.kind === 'no-routes') return '';
  return found.kind === 'operation-without-route' ? found.operation : found.route;
}

/** An exception that is not needed any more would hide the next finding of the same name. */
function assertExceptions(found: readonly Found[], except: readonly string[]): void {
  const subjects = new Set(found.map(subjectOf).filter((subject) => subject !== ''));
  const unused = except.filter((each) => !subjects.has(each));
  if (unused.length === 0) return;
  throw new ConfigurationError(
    `audit({ except }): nothing is found about ${listed(unused.map((each) => `"${each}"`))}: leave it out. ` +
      `Findings are about: ${subjects.size === 0 ? 'nothing' : listed(subjects)}.`,
  );
}

function sorted(found: readonly Found[]): readonly Found[] {
  const order = Object.keys(KINDS);
  return [...found].sort((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind));
}

function withAdvice(found: Found): AuditFinding {
  return { ...found, advice: KINDS[found.kind].advice };
}
