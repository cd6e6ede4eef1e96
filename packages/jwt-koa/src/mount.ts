/** Whether a guard sees the path by which the router will go on. */

import { ConfigurationError } from '@org/jwt-core';
import type { Context, Middleware } from 'koa';

/**
 * koa-mount cuts the mount path off `ctx.url` and leaves nothing behind that says reliably what it cut. A guard in there
 * would take `/admin/users` for `/users`, which may be another operation. What it leaves on the context is also there
 * after the request has come out again, with the whole path. Two things are certain: where nothing is left, nothing was
 * cut; and where the guard is a middleware of the application itself, the request has come out, because koa-mount gives
 * the path back before it passes the request on.
 *
 * @throws {@link ConfigurationError} where neither is so.
 */
export function assertWholeUrl(ctx: Context, guard: Middleware): void {
  assertRoutedByUrl(ctx);
  if (ctx['mountPath'] === undefined) return;
  // The same function may be in a mounted application as well, where the path has been cut.
  if (ctx.app.middleware.includes(guard) && ctx.url === ctx.originalUrl) return;
  // No route has such a path, and koa-mount gives an absolute form back in another spelling.
  if (!ctx.url.startsWith('/')) return;
  throw new ConfigurationError(
    'guard() ran inside koa-mount, or behind it, where the rest of a path cannot be told from a whole one: ' +
      'put guard() before mount(), as a middleware of the application, or use operation(name) on the route.',
  );
}

/**
 * @koa/router routes by these, where somebody has set them, and not by the path that the guard judges. Inside of a route
 * it writes the pattern of the route to `routerPath`, and to `_matchedRoute` as well.
 */
function assertRoutedByUrl(ctx: Context): void {
  const { routerPath, newRouterPath, _matchedRoute } = ctx as Readonly<Record<string, unknown>>;
  if (routerPath === undefined && newRouterPath === undefined) return;
  const paths = { newRouterPath, routerPath: routerPath === _matchedRoute ? undefined : routerPath };
  for (const [name, path] of Object.entries(paths)) {
    if (path === undefined || path === ctx.path) continue;
    throw new ConfigurationError(
      `guard() judges ctx.path, and ctx.${name} is another: rewrite ctx.url instead.`,
    );
  }
}
