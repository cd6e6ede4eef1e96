/** Which functions are middleware of ours: an audit finds them in a router's stack. */

import type { Verifier } from '../verifier.js';

/** What a middleware asks, and whom. */
export interface MiddlewareMark {
  readonly verifier: Verifier;
  /** The operation that it is bound to; `undefined` for `guard()`. */
  readonly operation: string | undefined;
}

const marks = new WeakMap<object, MiddlewareMark>();

/** For adapters: remembers what a middleware asks, and returns it. */
export function markMiddleware<Middleware extends object>(
  middleware: Middleware,
  mark: MiddlewareMark,
): Middleware {
  marks.set(middleware, mark);
  return middleware;
}

/** For adapters: what {@link markMiddleware} remembered of this function, where it asks this verifier. */
export function markOf(middleware: unknown, verifier: Verifier): MiddlewareMark | undefined {
  const mark = typeof middleware === 'function' ? marks.get(middleware) : undefined;
  return mark?.verifier === verifier ? mark : undefined;
}
