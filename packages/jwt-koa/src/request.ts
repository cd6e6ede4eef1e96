import { ConfigurationError, maxHeadersCountOf, type AccessRequest } from '@org/jwt-core';
import type { Context } from 'koa';

/** By what name the application knows a request, if it has one. */
export type RequestNaming = (ctx: Context) => string | undefined;

/**
 * The request as the core wants it. `req.url`, which is `ctx.url`, and not `originalUrl`: what is routed by is what must
 * be judged. Koa's own getters ask Node's request as well, two calls later.
 */
export function accessRequest(ctx: Context, requestId: RequestNaming): AccessRequest {
  const { req } = ctx;
  const { method = '', url = '', rawHeaders } = req;
  return {
    method,
    target: url,
    rawHeaders,
    maxHeadersCount: maxHeadersCountOf(req),
    requestId: requestId(ctx),
  };
}

/** The same, with the parameters of the router, where one has run. */
export function routedRequest(ctx: Context, requestId: RequestNaming): AccessRequest {
  const params: unknown = ctx['params'];
  return { ...accessRequest(ctx, requestId), ...(isRecord(params) && { params }) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/**
 * koa-mount cuts the mount path off `ctx.url` and leaves nothing behind that says reliably what it cut. A guard in there
 * would take `/admin/users` for `/users`, which may be another operation.
 */
export function assertWholeUrl(ctx: Context): void {
  assertRoutedByUrl(ctx);
  if (ctx['mountPath'] === undefined || ctx.url === ctx.originalUrl) return;
  // No route has such a path, and koa-mount gives an absolute form back in another spelling.
  if (!ctx.url.startsWith('/')) return;
  throw new ConfigurationError(
    'guard() sees only the rest of the path inside koa-mount: put it before mount(), or use operation(name) in there.',
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
