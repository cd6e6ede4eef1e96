import type { HttpRequest } from '@org/jwt-core';
import { maxHeadersCountOf } from '@org/jwt-core/adapter';
import type { Context } from 'koa';

/** By what name the application knows a request, if it has one. */
export type RequestNaming = (ctx: Context) => string | undefined;

/**
 * The request as the core wants it. `req.url`, which is `ctx.url`, and not `originalUrl`: what is routed by is what must
 * be judged. Koa's own getters ask Node's request as well, two calls later.
 */
export function accessRequest(ctx: Context, requestId: RequestNaming): HttpRequest {
  const { req } = ctx;
  const { method = '', url = '', rawHeaders } = req;
  return {
    method,
    target: url,
    rawHeaders,
    maxHeadersCount: maxHeadersCountOf(req),
    requestId: requestId(ctx),
    key: req,
  };
}

/** The same, with the parameters of the router, where one has run. */
export function routedRequest(ctx: Context, requestId: RequestNaming): HttpRequest {
  const params: unknown = ctx['params'];
  return { ...accessRequest(ctx, requestId), ...(isRecord(params) && { params }) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
