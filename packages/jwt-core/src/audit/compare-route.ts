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
  const own = byPath.filter(({ relation }) => relation === 'same').map(({ name }) => name);
  const judgedAs = bound.length > 0 ? bound : own;
  if (bound.length === 0 && route.guarded === false && !isPublic(route, own, operations)) {
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

/** What the policy publishes needs no guard. */
function isPublic(
  { method }: AuditedRoute,
  own: readonly string[],
  operations: readonly OperationSummary[],
): boolean {
  if (own.length === 0 || method === 'ALL') return false;
  return operations.every(({ name, auth }) => !own.includes(name) || auth === 'public');
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
  { text: route, host, guarded, method, router, segments }: ComparableRoute,
  byPath: readonly OperationByPath[],
  earlier: readonly AuditedRoute[],
): readonly Found[] {
  const own = byPath.filter(({ relation }) => relation === 'same');
  if (own.length === 0) {
    const taken = byPath.filter((each) => !earlier.some((other) => takesAllOfOperation(other, each, router)));
    if (taken.length === 0) return [{ kind: 'route-without-operation', route }];
    return taken.map(({ name, template }) => ({
      kind: 'judged-as-another',
      route,
      operation: name,
      template,
    }));
  }
  const findings: Found[] = own.flatMap((each) => swappedParameters(route, segments, each));
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
