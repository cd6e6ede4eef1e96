/** The parameters in a path, and those that `param()` acts on before a request is judged. */

import { isObject, property } from '@org/jwt-core/adapter';
import { runsBefore, type Before, type WholePath } from './before-route.js';
import type { PathPattern } from './router-stack.js';

export function parametersIn(path: readonly PathPattern[]): readonly string[] {
  return path.flatMap((part) => [...String(part).matchAll(/:(\w+)/gu)].flatMap(([, name]) => name ?? []));
}

/** What runs before a mount path or a route. */
interface Around {
  readonly before: readonly Before[];
  readonly earlyParameters: readonly string[];
}

/**
 * Those of the mount paths around, and of this mount path or route. Express runs their handlers when the path has
 * matched, before anything that is mounted there, and before the middleware of the route.
 */
export function earlyParametersOf(
  router: object,
  pattern: PathPattern,
  { before, earlyParameters }: Around,
  whole: WholePath,
): readonly string[] {
  if (before.some((each) => runsBefore(each, whole))) return earlyParameters;
  const handlers = property(router, 'params');
  const handled = isObject(handlers) ? Object.keys(handlers) : [];
  return [...earlyParameters, ...parametersIn([pattern]).filter((name) => handled.includes(name))];
}
