/** Which functions run for which method of a route. */

import { isOfEveryMethod } from '@org/jwt-core/adapter';
import type { RouteLayer } from './router-stack.js';

/** What runs for one method, or for every one. */
export interface MethodHandlers {
  readonly method: string;
  readonly handles: readonly unknown[];
}

/** `ALL` comes first, because Express runs `route.all()` for the other methods as well. */
export function handlersByMethod({ handlers }: RouteLayer): readonly MethodHandlers[] {
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
