/** Which operation a method and a path belong to. */

import { canonicalSegments, decodeSegment, pathOf } from './canonical-path.js';
import { growTrees, type RouteConflict } from './grow.js';
import { NearbyRoutes } from './nearby.js';
import { countSegments, findRoute, type Route, type Trees } from './tree.js';

/** What a path matched: the operation and the decoded parameters. */
export interface RouteMatch {
  readonly operation: string;
  readonly params: RouteParams;
}

/** A text for each parameter; of `{path...}`, the segments that it took, of which the last is empty for a final slash. */
export type RouteParams = Readonly<Record<string, string | readonly string[]>>;

/** All routes of a service. The cost of a match depends on the path's length, not on their number or kind. */
export class RouteTable {
  readonly #routes: readonly Route[];
  readonly #trees: Trees;
  #nearby: NearbyRoutes | undefined;
  /** What is wrong with the routes; a policy that has any does not load. */
  readonly conflicts: readonly RouteConflict[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes;
    const { trees, conflicts } = growTrees(routes);
    this.#trees = trees;
    this.conflicts = conflicts;
  }

  /** For a request that matched nothing. Made when it is first asked for: most services never are. */
  get nearby(): NearbyRoutes {
    return (this.#nearby ??= new NearbyRoutes(this.#routes));
  }

  /** `target` is the request-target as received; `HEAD` counts as `GET`. */
  match(method: string, target: string): RouteMatch | undefined {
    const segments = canonicalSegments(pathOf(target));
    if (segments === undefined) return undefined;
    const route = findRoute(this.#trees, method === 'HEAD' ? 'GET' : method, segments);
    const params = route && matchSegments(route, segments);
    return params && { operation: route.operation, params };
  }
}

/**
 * The parameters where the path matches the route. Literals are compared as received, because routers do so: to them
 * `%3A` is not `:`, and the path with it may be for another handler.
 */
function matchSegments({ template }: Route, segments: readonly string[]): RouteParams | undefined {
  const { segments: wantedSegments, rest } = template;
  const { length } = wantedSegments;
  if (rest === undefined ? segments.length !== length : countSegments(segments) <= length) return undefined;
  const params: Record<string, string | readonly string[]> = {};
  let place = 0;
  for (const wanted of wantedSegments) {
    const text = segments[place++] ?? '';
    if ('literal' in wanted) {
      if (wanted.literal !== text) return undefined;
      continue;
    }
    // @koa/router 13 and 14 make a space of a `+`, which is a rule for queries: a handler may be given another value than
    // is checked. `%2B` is a plus sign to every router.
    const value = text.includes('+') ? undefined : decodeSegment(text);
    if (value === undefined) return undefined;
    params[wanted.parameter] = value;
  }
  if (rest === undefined) return params;
  const below = segments.slice(length).map(decodeSegment);
  return below.every(isDecoded) ? { ...params, [rest]: below } : undefined;
}

/** A server that decodes a second time would leave the path by `%252e%252e`, and nothing below compares where it goes. */
function isDecoded(text: string | undefined): text is string {
  return text !== undefined && !/%[0-9A-Fa-f]{2}/u.test(text);
}
