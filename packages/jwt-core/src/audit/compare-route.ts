/** One route and the policy: which operations it belongs to, and what is wrong with that. */

import type { OperationSummary } from '../verify/verifier.js';
import {
  isComparable,
  operationsByPath,
  sharePaths,
  takesAllOf,
  takesAllOfOperation,
  type AuditedRoute,
  type ComparableRoute,
  type OperationByPath,
} from './audited-route.js';
import { compareBoundRoute } from './compare-bound-route.js';
import type { Found } from './finding.js';
import { swappedParameters } from './route-parameters.js';

/** What was found on a route, and the operations that its requests are judged as. */
export interface RouteComparison {
  readonly operations: readonly string[];
  readonly findings: readonly Found[];
}

/** `earlier` are the routes that the routers prefer to this one. */
export function compareRoute(
  route: AuditedRoute,
  earlier: readonly AuditedRoute[],
  operations: readonly OperationSummary[],
): RouteComparison {
  const bound = boundOperations(route, earlier);
  const byPath = isComparable(route) ? operationsByPath(route, operations) : [];
  const own = ownOperations(route, byPath).map(({ name }) => name);
  const judgedAs = bound.length > 0 ? bound : own;
  if (bound.length === 0 && route.guarded === false && !isPublic(route, byPath, operations)) {
    return {
      operations: judgedAs,
      findings: [{ kind: 'not-guarded', route: route.text, operation: own[0] }],
    };
  }
  const hiding = earlier.find((other) => hides(other, route));
  if (hiding !== undefined) {
    return {
      operations: judgedAs,
      findings: [{ kind: 'unreachable-route', route: route.text, by: hiding.text }],
    };
  }
  const findings = !isComparable(route)
    ? compareByName(route, bound, operations)
    : bound.length > 0
      ? compareBoundRoute(route, bound, byPath, operations)
      : compareUnboundRoute(route, byPath, earlier);
  const others = [...parameterHandlers(route, judgedAs, operations), ...sharedPath(route, bound, earlier)];
  return { operations: judgedAs, findings: [...findings, ...others] };
}

/** Of a folder of files below a path, the policy may have single ones. */
function ownOperations(
  { isFolder = false, paths }: AuditedRoute,
  byPath: readonly OperationByPath[],
): readonly OperationByPath[] {
  const isBelowPath = isFolder && paths !== undefined && paths.segments.length > 0;
  return isBelowPath ? byPath : byPath.filter(({ relation }) => relation === 'same');
}

/** What the policy publishes needs no guard. */
function isPublic(
  { method }: AuditedRoute,
  byPath: readonly OperationByPath[],
  operations: readonly OperationSummary[],
): boolean {
  if (method === 'ALL' || !byPath.some(({ relation }) => relation === 'same')) return false;
  const names = new Set(byPath.map(({ name }) => name));
  return operations.every(({ name, auth }) => !names.has(name) || auth === 'public');
}

/** Also those of an earlier route with the same paths, where the request has gone by its middleware. */
function boundOperations(route: AuditedRoute, earlier: readonly AuditedRoute[]): readonly string[] {
  const before = earlier.filter(
    (other) => isOnTheWay(other, route) && takesAllOf(other, route) && sharePaths(other, route),
  );
  return [...new Set([...route.operations, ...before.flatMap(({ passedOn }) => passedOn)])];
}

/** `next('router')` leaves a router and the routes in there, but not the routers around it. */
function isOnTheWay(earlier: AuditedRoute, route: AuditedRoute): boolean {
  return earlier.around.every((router, index) => router === route.around[index]);
}

/** Two routes with the same paths are the usual way to add a middleware, unless each has an operation of its own. */
function hides(other: AuditedRoute, route: AuditedRoute): boolean {
  if (!takesAllOf(other, route)) return false;
  if (!sharePaths(other, route)) return true;
  if (other.operations.length === 0 || route.operations.length === 0) return false;
  return other.operations.join() !== route.operations.join();
}

/** Where the path cannot be read, a name is enough, as long as the path has no say. */
function compareByName(
  { text: route, guarded }: AuditedRoute,
  bound: readonly string[],
  operations: readonly OperationSummary[],
): readonly Found[] {
  const hasTemplate = bound.some(
    (name) => operations.find((each) => each.name === name)?.route !== undefined,
  );
  const isJudgedByName = bound.length > 0 && !hasTemplate && guarded !== true;
  return isJudgedByName ? [] : [{ kind: 'not-comparable', route }];
}

function compareUnboundRoute(
  { text: route, host, guarded, method, router, paths, isFolder = false }: ComparableRoute,
  byPath: readonly OperationByPath[],
  earlier: readonly AuditedRoute[],
): readonly Found[] {
  const own = byPath.filter(({ relation }) => relation === 'same');
  if (byPath.length === 0) return [{ kind: 'route-without-operation', route }];
  // A file of a folder is judged as the operation of its path, and the others are denied.
  if (isFolder) return [];
  const findings: Found[] = own.flatMap((each) => swappedParameters(route, paths.segments, each));
  for (const each of byPath) {
    const isTaken =
      each.relation === 'same' || earlier.some((other) => takesAllOfOperation(other, each, router));
    if (!isTaken) {
      findings.push({ kind: 'judged-as-another', route, operation: each.name, template: each.template });
    }
  }
  if (own.length === 0) return findings.length > 0 ? findings : [{ kind: 'route-without-operation', route }];
  if (host !== undefined) findings.push({ kind: 'host-bound', route, host });
  if (method === 'ALL' && guarded !== true) {
    findings.push({ kind: 'more-methods', route, operations: own.map(({ name }) => name) });
  }
  return findings;
}

/** Of what the policy publishes, no caller is to be known. */
function parameterHandlers(
  { text: route, earlyParameters: parameters }: AuditedRoute,
  judgedAs: readonly string[],
  operations: readonly OperationSummary[],
): readonly Found[] {
  const judging = operations.filter(({ name }) => judgedAs.includes(name));
  const isPublished = judging.length > 0 && judging.every(({ auth }) => auth === 'public');
  return parameters.length === 0 || isPublished ? [] : [{ kind: 'parameter-handler', route, parameters }];
}

function sharedPath(
  route: AuditedRoute,
  bound: readonly string[],
  earlier: readonly AuditedRoute[],
): readonly Found[] {
  const other = earlier.find(
    (each) =>
      each.router !== route.router &&
      each.host === route.host &&
      (each.operations.length === 0 || bound.length === 0) &&
      sharePaths(each, route),
  );
  return other === undefined ? [] : [{ kind: 'shared-path', route: route.text, other: other.text }];
}
