/** Report H2: what begins around a request that is denied, ends. */

import { STUB_ALLOWED, STUB_DENIED, stubVerifier } from '@org/jwt-testing';
import { serveOnce } from '@org/jwt-testing/wire';
import Koa, { type Middleware } from 'koa';
import { describe, expect, it } from 'vitest';
import { createKoaAccess, type KoaAccess } from './index.js';

/** As @opentelemetry/instrumentation-koa does: a span ends in `finally`. */
function traced(name: string, spans: string[], middleware: Middleware): Middleware {
  return async (ctx, next) => {
    spans.push(`${name} begins`);
    try {
      await middleware(ctx, next);
    } finally {
      spans.push(`${name} ends`);
    }
  };
}

const MIDDLEWARES: Readonly<Record<string, (jwt: KoaAccess) => Middleware>> = {
  identify: (jwt) => jwt.identify(),
  operation: (jwt) => jwt.operation('listOrders'),
  guard: (jwt) => jwt.guard(),
};

describe.each(Object.entries(MIDDLEWARES))('the span of %s()', (_name, middlewareOf) => {
  const serve = (jwt: KoaAccess, spans: string[]): ReturnType<typeof serveOnce> => {
    const app = new Koa();
    app.silent = true;
    app.use(traced('application', spans, (_ctx, next) => next()));
    app.use(traced('access', spans, middlewareOf(jwt)));
    app.use(traced('handler', spans, (ctx) => void (ctx.body = 'orders')));
    const listener = app.callback();
    return serveOnce((request, response) => void listener(request, response), { target: '/' });
  };

  it.each(['respond', 'throw'] as const)('ends for a denied request, with onDeny: %s', async (onDeny) => {
    const spans: string[] = [];
    const denying = stubVerifier(() => Promise.resolve(STUB_DENIED));
    expect((await serve(createKoaAccess(denying, { onDeny }), spans)).status).toBe(401);
    expect(spans).toEqual(['application begins', 'access begins', 'access ends', 'application ends']);
  });

  it('ends for an allowed request', async () => {
    const spans: string[] = [];
    const allowing = stubVerifier(() => Promise.resolve(STUB_ALLOWED));
    expect((await serve(createKoaAccess(allowing), spans)).status).toBe(200);
    expect(spans.filter((each) => each.endsWith('ends'))).toEqual([
      'handler ends',
      'access ends',
      'application ends',
    ]);
  });
});
