/** Which functions run for which method of a route. */

import { isOfEveryMethod } from '@org/jwt-core/adapter';
import type { PathPattern, RouteLayer } from './router-stack.js';

/** What runs for one method, or for every one. */
interface MethodHandlers {
  readonly method: string;
  readonly handles: readonly unknown[];
}

/** What runs at one path. */
export interface PathHandlers {
  readonly pattern: PathPattern;
  readonly takes: (path: string) => boolean;
  readonly methods: readonly MethodHandlers[];
  /** Whether it passes on what it has no file for. */
  readonly isFolder: boolean;
}

/** The name of the function that `express.static()` returns. */
export const FOLDER = 'serveStatic';

/** Every file of a folder, for GET. */
export function folderHandlers(handle: object): PathHandlers {
  return {
    pattern: '/*',
    takes: () => true,
    methods: [{ method: 'GET', handles: [handle] }],
    isFolder: true,
  };
}

/** Each path of a route. */
export function routeHandlers(layer: RouteLayer): readonly PathHandlers[] {
  const methods = handlersByMethod(layer);
  const takes = (path: string): boolean => layer.takes(path);
  return layer.paths.map((pattern) => ({ pattern, takes, methods, isFolder: false }));
}

/** `ALL` comes first, because Express runs `route.all()` for the other methods as well. */
function handlersByMethod({ handlers }: RouteLayer): readonly MethodHandlers[] {
  const named = new Set(handlers.flatMap(({ method }) => method ?? []));
  const byMethod = [...named].map((method) => ({
    method,
    handles: handlers.flatMap((each) =>
      each.method === undefined || each.method === method ? [each.handle] : [],
    ),
  }));
  const ofEvery = handlers.flatMap(({ method, handle }) => (method === undefined ? [handle] : []));
  const all = isOfEveryMethod((method) => named.has(method))
    ? (byMethod.find(({ method }) => method === 'GET')?.handles ?? ofEvery)
    : ofEvery;
  return [
    ...(all.length > 0 ? [{ method: 'ALL', handles: all }] : []),
    ...byMethod.filter(({ handles }) => !isSame(handles, all)),
  ];
}

function isSame(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}
