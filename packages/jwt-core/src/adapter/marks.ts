/** Which functions are middleware of ours: an audit finds them in a router's stack. */

import type { WiredVerifier } from './promised-verifier.js';

/** What a middleware asks, and of which verifier. */
export interface MiddlewareMark {
  readonly verifier: WiredVerifier;
  /** The operation that it is bound to; `undefined` for `guard()`. */
  readonly operation: string | undefined;
  /** The path below which a `guard()` has to be; left out, the root. */
  readonly mountPath?: string | undefined;
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
export function markOf(middleware: unknown, verifier: WiredVerifier): MiddlewareMark | undefined {
  const mark = typeof middleware === 'function' ? marks.get(middleware) : undefined;
  return mark?.verifier === verifier ? mark : undefined;
}

/** The marks among the functions of one route. */
export interface RouteMarks {
  /** Those before a handler; all of them, where the route has nothing else and asks for a later one. */
  readonly judging: readonly MiddlewareMark[];
  /** Those before any function that is not ours: what goes on to a later route has gone by them. */
  readonly leading: readonly MiddlewareMark[];
  /** Whether there are others after the last function that is not ours: the handler has answered by then. */
  readonly isTooLate: boolean;
}

/**
 * For adapters: which marks of a route run before its handler. The handler is taken to be the last function that is not
 * ours.
 */
export function marksBeforeHandler(functions: readonly unknown[], verifier: WiredVerifier): RouteMarks {
  const marks = functions.map((each) => markOf(each, verifier));
  const first = marks.indexOf(undefined);
  const last = marks.lastIndexOf(undefined);
  const isSplit = first === -1;
  return {
    judging: present(isSplit ? marks : marks.slice(0, last)),
    leading: present(isSplit ? marks : marks.slice(0, first)),
    isTooLate: !isSplit && last < marks.length - 1,
  };
}

/** For adapters: the operations that these are bound to. */
export function operationsOf(marked: readonly MiddlewareMark[]): readonly string[] {
  return [...new Set(present(marked.map(({ operation }) => operation)))];
}

function present<Value>(values: readonly (Value | undefined)[]): readonly Value[] {
  return values.filter((each) => each !== undefined);
}
