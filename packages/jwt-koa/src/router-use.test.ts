/** `router.use()` in every version of the router: what runs without the guard must be found by what runs with it. */

import { STUB_ALLOWED, stubVerifier } from '@org/jwt-testing';
import { serveOnce } from '@org/jwt-testing/wire';
import type AnyRouter from '@koa/router';
import Koa, { type Middleware } from 'koa';
import { describe, expect, it, vi } from 'vitest';
import { ROUTER_VERSIONS } from '../test/router-versions.js';
import { createKoaAccess } from './index.js';

type RouterClass = (typeof ROUTER_VERSIONS)[number][1];
type Wire = (Router: RouterClass, middleware: Middleware, handler: Middleware) => AnyRouter;

/** Below no path: the middleware runs for everything that the router routes. */
const WITHOUT_PATH: Readonly<Record<string, Wire>> = {
  'before its routes': (Router, middleware, handler) => new Router().use(middleware).get('/t/a/x', handler),
  'before a route with parameters': (Router, middleware, handler) =>
    new Router().use(middleware).get('/t/:tenant/x', handler),
  'before a nested router': (Router, middleware, handler) =>
    new Router().use(middleware).use('/t/:tenant', new Router().get('/x', handler).routes()),
  'in a nested router without a path': (Router, middleware, handler) =>
    new Router().use(new Router().use(middleware).get('/t/a/x', handler).routes()),
  'on the route': (Router, middleware, handler) => new Router().get('/t/:tenant/x', middleware, handler),
  'on the route of a nested router': (Router, middleware, handler) =>
    new Router().use('/t/:tenant', new Router().get('/x', middleware, handler).routes()),
  'on the route of a router with a prefix': (Router, middleware, handler) =>
    new Router({ prefix: '/t/a' }).get('/x', middleware, handler),
};

/** Some version leaves it out for `/T/a/x` or `/T/A/X`, which it routes. */
const BELOW_A_PATH: Readonly<Record<string, Wire>> = {
  'of its own': (Router, middleware, handler) => new Router().use('/t', middleware).get('/t/a/x', handler),
  'that is the prefix of the router': (Router, middleware, handler) =>
    new Router({ prefix: '/t/a' }).use(middleware).get('/x', handler),
  'that became the prefix of the router': (Router, middleware, handler) =>
    new Router().use(middleware).get('/x', handler).prefix('/t/a'),
  'of an outer router': (Router, middleware, handler) =>
    new Router().use('/t/a', new Router().use(middleware).get('/x', handler).routes()),
  'of an outer router with a prefix': (Router, middleware, handler) =>
    new Router({ prefix: '/t' }).use('/a', new Router().use(middleware).get('/x', handler).routes()),
};

const jwt = createKoaAccess(stubVerifier(() => Promise.resolve(STUB_ALLOWED)));
const MIDDLEWARES: readonly (readonly [name: string, middleware: () => Middleware])[] = [
  ['guard()', () => jwt.guard()],
  ['operation(name)', () => jwt.operation('x')],
  ['identify()', () => jwt.identify()],
];

async function statusOf(wire: Wire, Router: RouterClass, middleware: Middleware): Promise<[number, number]> {
  const handler = vi.fn<Middleware>((ctx) => {
    ctx.body = 'ran';
  });
  const app = new Koa();
  app.silent = true;
  app.use(wire(Router, middleware, handler).routes() as Middleware);
  const handle = app.callback();
  const { status } = await serveOnce((req, res) => void handle(req, res), { target: '/t/a/x' });
  return [status, handler.mock.calls.length];
}

describe.each(ROUTER_VERSIONS)('%s', (_version, Router) => {
  describe.each(MIDDLEWARES)('%s in a router', (_name, middleware) => {
    it.each(Object.entries(WITHOUT_PATH))('lets the handler run: %s', async (_place, wire) => {
      expect(await statusOf(wire, Router, middleware())).toEqual([200, 1]);
    });

    it.each(Object.entries(BELOW_A_PATH))('ends in 500 below a path: %s', async (_place, wire) => {
      expect(await statusOf(wire, Router, middleware())).toEqual([500, 0]);
    });
  });
});

it('is not confused by something else in ctx.matched', async () => {
  const app = new Koa();
  app.use((ctx, next) => {
    ctx['matched'] = [{}, { methods: [] }, { methods: [], stack: [] }, 'x'];
    return next();
  });
  app.use(jwt.guard()).use((ctx) => {
    ctx.body = 'ran';
  });
  const handle = app.callback();
  expect((await serveOnce((req, res) => void handle(req, res))).status).toBe(200);
});
