/** Whether a middleware of a router runs for every request that the router routes. */

import { ConfigurationError } from '@org/jwt-core';
import type { Context, Middleware } from 'koa';

/**
 * Rejects a middleware that `router.use()` has below a path: of the router's prefix, of an outer router, or its own. To
 * that path @koa/router compares in another way than to its routes: 14 and 15 send `/API/orders` to the handler of
 * `/api/orders`, and leave out what `use()` has below `/api`. The requests that do come by show the mistake.
 *
 * @throws {@link ConfigurationError}
 */
export function assertNotBelowPath(ctx: Context, middleware: Middleware): void {
  const matched: unknown = ctx['matched'];
  if (!Array.isArray(matched)) return;
  for (const layer of matched as readonly Partial<UseLayer>[]) {
    // What use() has is a layer without methods.
    if (layer.methods?.length !== 0 || layer.stack?.includes(middleware) !== true) continue;
    assertTakesEveryPath((path) => layer.match?.(path) === true);
  }
}

/** The same for one layer of `use()`, for the audit, which also sees those that never run. */
export function assertTakesEveryPath(takes: (path: string) => boolean): void {
  if (ANY_PATHS.every(takes)) return;
  throw new ConfigurationError(
    'router.use() has a middleware of this package below a path. @koa/router does not run it for every request to that path ' +
      'that it routes: put it on the application, app.use(jwt.guard()), or on each route, as in ' +
      "router.get(path, jwt.operation('name'), handler).",
  );
}

/** What @koa/router 12 to 15 have in `ctx.matched`. */
interface UseLayer {
  readonly methods: readonly string[];
  readonly stack: readonly unknown[];
  match(path: string): boolean;
}

/** Below no path, a layer takes all of these. */
const ANY_PATHS = ['/', '/A/b/C'];
