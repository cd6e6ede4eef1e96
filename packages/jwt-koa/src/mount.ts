/** Whether a guard sees the path by which the router will go on. */

import { ConfigurationError } from '@org/jwt-core';
import { pathOf } from '@org/jwt-core/adapter';
import type { Context } from 'koa';

/**
 * koa-mount cuts the mount path off `ctx.url` and leaves nothing that says reliably what it cut. A guard in there
 * would take `/admin/users` for `/users`, which may be another operation. What it leaves on the context is also there
 * after the request has come out again, with the whole path, and after a rewriting that adds the mount path both look
 * the same. So one thing alone is certain: where nothing is left, nothing was cut.
 *
 * @throws {@link ConfigurationError} where it is not so.
 */
export function assertWholeUrl(ctx: Context): void {
  assertRoutedByUrl(ctx);
  assertNotRewrittenInRouter(ctx);
  if (ctx['mountPath'] === undefined) return;
  // No route has such a path, and koa-mount gives an absolute form back in another spelling.
  if (!ctx.url.startsWith('/')) return;
  throw new ConfigurationError(
    'guard() ran inside koa-mount, or after it, where the rest of a path looks like a whole one: ' +
      'put guard() before mount(), as a middleware of the application, or use operation(name) on the route.',
  );
}

/**
 * A router chooses its handlers once, by the path that it was entered with, and keeps to them also where code writes to
 * `ctx.url` in there. The context does not say which path that was, nor whether the request has come out of the router:
 * only where the URL was never rewritten is it certain.
 */
function assertNotRewrittenInRouter({ matched, url, originalUrl }: Context & { matched?: unknown }): void {
  if (url === originalUrl || !Array.isArray(matched)) return;
  if (pathOf(url) === pathOf(originalUrl)) return;
  // What router.use() has is a layer without methods. Where it alone matches, the router passes the request by.
  const layers = matched as readonly { readonly methods?: readonly string[] }[];
  if (layers.every(({ methods }) => methods?.length === 0)) return;
  throw new ConfigurationError(
    'guard() ran in a router, or after one, and the URL had been rewritten, so that the path the router went by is not known: ' +
      'put guard() after the rewriting and before the router, as a middleware of the application, ' +
      'or use operation(name) on the route.',
  );
}

/**
 * @koa/router routes by these, where the application has set them, and not by the path that the guard judges. Inside of
 * a route it writes the pattern of the route to `routerPath`, and to `_matchedRoute` as well.
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
