/** Koa with @koa/router, as the contract of all adapters drives it. */

import Router from '@koa/router';
import {
  allOf,
  FORGED,
  observe,
  ROUTE,
  splitAsks,
  type AdapterDriver,
  type Ask,
} from '@org/adapter-contract';
import Koa, { type Context, type Middleware } from 'koa';
import { createKoaAccess, getAuth, type KoaAccess, type KoaAccessOptions } from '../src/index.js';

const forge: Middleware = (ctx, next) => {
  ctx.state['auth'] = FORGED;
  return next();
};

function middlewareOf(jwt: KoaAccess, ask: Ask): Middleware {
  if (typeof ask === 'object') return jwt.operation(ask.operation);
  if (ask === 'guard') return jwt.guard();
  return jwt.identify({ auth: ask === 'identify' ? 'required' : 'optional' });
}

export const koaDriver: AdapterDriver = {
  name: 'Koa',
  asks: ['identify', 'identify, optional', 'guard', { operation: 'listOrders' }],
  serve({ verifier, asks, onDeny = 'respond', requestId, before, forges, onError }, { ran, caught }) {
    const named = requestId === 'header' ? (ctx: Context) => ctx.get('x-request-id') : requestId;
    const options = { onDeny, ...(named !== undefined && { requestId: named }) } as KoaAccessOptions;
    const jwt = createKoaAccess(verifier, options);
    const [ofApplication, ofRoute] = splitAsks(asks).map((each) => each.map((ask) => middlewareOf(jwt, ask)));
    const show = (ctx: Context): void => {
      ctx.body = observe(getAuth(ctx), ctx.state['auth']);
    };
    const handler: Middleware = (ctx) => {
      ran();
      show(ctx);
    };
    const errorHandler: Middleware = async (ctx, next) => {
      try {
        await next();
      } catch (error) {
        caught(error);
        ctx.status = 418;
        if (onError === 'shows the error') ctx.body = allOf(error);
        else show(ctx);
      }
    };
    const app = new Koa();
    app.silent = true;
    app.use((ctx, next) => {
      before?.(ctx.req, ctx.res);
      return next();
    });
    if (onError !== undefined) app.use(errorHandler);
    if (forges === 'before') app.use(forge);
    for (const each of ofApplication ?? []) app.use(each);
    const router = new Router();
    router.get(ROUTE, ...(ofRoute ?? []), ...(forges === 'after' ? [forge] : []), handler);
    const handle = app.use(router.routes()).callback();
    return { listener: (req, res) => void handle(req, res) };
  },
};
