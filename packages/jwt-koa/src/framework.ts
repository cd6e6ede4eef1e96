/** What Koa does for the middlewares of core. */

import { headersByName, type MiddlewareFramework } from '@org/jwt-core/adapter';
import type { Context, Middleware, Next } from 'koa';
import { assertWholeUrl } from './mount.js';
import { assertNotBelowPath } from './router-use.js';

/** One request, and the middleware that it has come to. */
interface Exchange {
  readonly ctx: Context;
  readonly middleware: Middleware;
}

export const KOA: MiddlewareFramework<Exchange, Context, Middleware, []> = {
  factory: 'createKoaAccess',
  key: ({ ctx }) => ctx.req,
  isAnswered: ({ ctx }) => ctx.headerSent,
  setHeaders({ ctx }, headers) {
    ctx.set(headers);
  },
  // Through Koa, so that the middleware around it sees the response.
  respond({ ctx }, { status, headers, body }) {
    ctx.status = status;
    ctx.body = body;
    // After the body, which sets a type of its own.
    ctx.set(headersByName(headers));
  },
  named: ({ ctx }) => ctx,
  target,
  params({ ctx }) {
    const params: unknown = ctx['params'];
    return isRecord(params) ? params : undefined;
  },
  guardArguments: 0,
  guardPlace: () => ({
    target(exchange) {
      const whole = target(exchange);
      assertWholeUrl(exchange.ctx);
      return whole;
    },
  }),
  middleware(run) {
    const middleware = async (ctx: Context, next: Next): Promise<void> => {
      if (await run({ ctx, middleware })) await next();
    };
    return middleware;
  },
  // `app.use()` asks for the name of a generator that was converted, `router.use()` for a router.
  reads: ['_name', 'router'],
};

/** `req.url`, which is `ctx.url`, and not `originalUrl`: the path that is routed by is the one to judge. */
function target({ ctx, middleware }: Exchange): string {
  assertNotBelowPath(ctx, middleware);
  return ctx.url;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
