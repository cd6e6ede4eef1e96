/** A request that belongs to no operation, in words that hold nothing of the caller's. */

import { canonicalSegments } from '../policy/route/canonical-path.js';
import type { RouteTable } from '../policy/route/table.js';
import type { HttpRequest } from '../request/access-request.js';

/** With `operation.unknown`: what the request was for, and what the policy has that is like it. */
export interface UnmatchedRequest {
  /** `(other)` where it is not a word of at most 20 letters. */
  readonly method: string;
  /**
   * The path without the query, with `{}` for each segment that is not a literal of the policy's routes. At most 200
   * characters.
   */
  readonly path: string;
  /** `false`: the path has another spelling than the canonical one, and matches no route for that alone. */
  readonly isCanonical: boolean;
  /** At most three routes of the policy, the likest first. Of each at most 100 characters. */
  readonly nearest: readonly string[];
}

/** A request, and the routes that it was compared with. */
export interface Unmatched {
  readonly request: HttpRequest;
  readonly routes: RouteTable;
}

const MAX_PATH_LENGTH = 200;
const MAX_ROUTE_LENGTH = 100;

/** Describes the request for the event. The cost is bounded, however long the path and however many the routes. */
export function describeUnmatched({ request, routes }: Unmatched): UnmatchedRequest {
  const { method, target } = request;
  const end = target.search(/[?#]/u);
  const path = end === -1 ? target : target.slice(0, end);
  const { nearby } = routes;
  return {
    method: /^[A-Za-z-]{1,20}$/u.test(method) ? method : '(other)',
    path: cut(nearby.hideUnknown(path), MAX_PATH_LENGTH),
    isCanonical: canonicalSegments(path) !== undefined && target[end] !== '#',
    nearest: nearby.find(method, path).map((route) => cut(route, MAX_ROUTE_LENGTH)),
  };
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
