/** Routes and operations, read for the comparison. */

import { parseRoute, type Segment } from '../policy/route/template.js';
import type { OperationSummary } from '../verify/verifier.js';
import {
  covers,
  readPattern,
  relate,
  type PathSet,
  type PatternSegment,
  type Relation,
} from './route-pattern.js';
import type { RouterRoute } from './router-routes.js';

/** A route whose pattern has been read. */
export interface AuditedRoute extends RouterRoute {
  /** Such as `GET /orders/:id`. */
  readonly text: string;
  readonly paths: PathSet | undefined;
}

/** A route of which every segment is known. */
export type ComparableRoute = AuditedRoute & { readonly paths: PathSet };

/** An operation whose template takes paths of a route. */
export interface OperationByPath {
  readonly name: string;
  /** `GET /orders/{id}`. */
  readonly template: string;
  readonly method: string;
  readonly paths: PathSet;
  /** How the paths of the route lie to those of the template. */
  readonly relation: Relation;
}

export function readRoute(route: RouterRoute): AuditedRoute {
  const { text, paths } = readPattern(route.path, route.takes);
  return { ...route, text: `${route.method} ${text}`, paths };
}

export function isComparable(route: AuditedRoute): route is ComparableRoute {
  return route.paths !== undefined;
}

/** The operations for which the policy has a template that takes paths of this route. */
export function operationsByPath(
  route: ComparableRoute,
  operations: readonly OperationSummary[],
): readonly OperationByPath[] {
  return operations.flatMap(({ name, route: template }) => {
    const parsed = template === undefined ? undefined : parseRoute(template);
    // A policy that is in force has only templates that can be read.
    if (template === undefined || parsed === undefined || typeof parsed === 'string') return [];
    const { method, rest } = parsed;
    const below = rest === undefined ? undefined : { bare: false, slash: false };
    const paths = { segments: parsed.segments.map(asPattern), below };
    const relation = isJudgedAs(route, method) ? relate(route.paths, paths, route) : 'apart';
    return relation === 'apart' ? [] : [{ name, template, method, paths, relation }];
  });
}

function asPattern(segment: Segment): PatternSegment {
  return 'literal' in segment ? segment : { ...segment, constraint: undefined };
}

/** HEAD is judged as GET. */
function isJudgedAs({ method }: AuditedRoute, other: string): boolean {
  return method === 'ALL' || other === (method === 'HEAD' ? 'GET' : method);
}

/** Whether a route of this router takes every request for the operation. */
export function takesAllOfOperation(
  route: AuditedRoute,
  { method, paths }: OperationByPath,
  router: number,
): boolean {
  if (!isComparable(route) || route.isFolder === true) return false;
  if (route.router !== router || route.host !== undefined) return false;
  return (route.method === 'ALL' || route.method === method) && covers(route.paths, paths, route);
}

/** Whether every request for the second route goes by the first one. */
export function takesAllOf(first: AuditedRoute, second: AuditedRoute): boolean {
  if (!isComparable(first) || !isComparable(second) || first.isFolder === true) return false;
  if (first.router !== second.router || first.host !== second.host) return false;
  return takesMethod(first, second) && covers(first.paths, second.paths, first);
}

/** Whether both have one method and the same paths. */
export function sharePaths(left: AuditedRoute, right: AuditedRoute): boolean {
  if (!isComparable(left) || !isComparable(right)) return false;
  if (!takesMethod(left, right) && !takesMethod(right, left)) return false;
  return covers(left.paths, right.paths, left) && covers(right.paths, left.paths, right);
}

function takesMethod({ method }: AuditedRoute, other: AuditedRoute): boolean {
  return method === 'ALL' || method === other.method || (method === 'GET' && other.method === 'HEAD');
}
