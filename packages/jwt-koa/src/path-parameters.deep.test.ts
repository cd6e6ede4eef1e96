import { describePathParameters } from '@org/adapter-contract';
import { RAN_HEADER } from '@org/jwt-testing/wire';
import type Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
import { ROUTER_VERSIONS } from '../test/router-versions.js';
import { createKoaAccess, type KoaAccess } from './index.js';

type Wire = (jwt: KoaAccess, handler: Middleware, RouterClass: typeof Router) => Router;

const WIRINGS: Readonly<Record<string, Wire>> = {
  'a guard on the router': (jwt, handler, RouterClass) =>
    new RouterClass().use(jwt.guard()).get('/t/:tenant/x', handler),
  'a guard on the route': (jwt, handler, RouterClass) =>
    new RouterClass().get('/t/:tenant/x', jwt.guard(), handler),
  'a router with a prefix': (jwt, handler, RouterClass) =>
    new RouterClass({ prefix: '/t/:tenant' }).get('/x', jwt.guard(), handler),
  'a nested router': (jwt, handler, RouterClass) => {
    const inner = new RouterClass().get('/x', handler);
    return new RouterClass().use(jwt.guard()).use('/t/:tenant', inner.routes());
  },
  'a named operation': (jwt, handler, RouterClass) =>
    new RouterClass().get('/t/:tenant/x', jwt.operation('show'), handler),
};

describePathParameters(
  ROUTER_VERSIONS.flatMap(([version, RouterClass]) =>
    Object.entries(WIRINGS).map(([way, wire]) => [
      version,
      way,
      (verifier, ran) => {
        const handler: Middleware = (ctx) => {
          const { tenant } = ctx['params'] as { readonly tenant: string };
          ctx.set(RAN_HEADER, ran(tenant));
          ctx.body = {};
        };
        const app = new Koa();
        app.silent = true;
        const router = wire(createKoaAccess(verifier), handler, RouterClass);
        const handle = app.use(router.routes() as Middleware).callback();
        return (req, res) => void handle(req, res);
      },
    ]),
  ),
);
