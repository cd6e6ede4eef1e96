/** Ways to put the adapter into a Koa application, each with every handler of the matrix after it. */

import type { AddressInfo } from 'node:net';
import type { Verifier } from '@org/jwt-core';
// By its public name, because this file also runs with an installed package.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { createKoaAccess, type KoaAccess } from '@org/jwt-koa';
import {
  RAN_HEADER,
  RAW_HTTP_ROUTES,
  upstreamOperation,
  type RawHttpJournal,
  type RawHttpRoute,
} from '@org/jwt-testing/wire';
import Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
import mount from 'koa-mount';

/** What a way of wiring is given. */
export interface Parts {
  readonly app: Koa;
  readonly jwt: KoaAccess;
  readonly journal: RawHttpJournal;
  readonly newRouter: () => Router;
}

/** A server under test. */
export interface RunningServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Every way. Koa's router stays as it comes: no notice of case, none of a final slash. */
export const WIRINGS: Readonly<Record<string, (parts: Parts) => void>> = {
  'one guard': ({ app, jwt, journal, newRouter }) => {
    app.use(jwt.guard());
    app.use(routerOf(newRouter(), RAW_HTTP_ROUTES, (each) => [handler(journal, each)]).routes());
  },
  'named operations': ({ app, jwt, journal, newRouter }) => {
    app.use(routerOf(newRouter(), RAW_HTTP_ROUTES, (each) => named(each, { jwt, journal })).routes());
  },
  'a guard of the router': ({ app, jwt, journal, newRouter }) => {
    const router = newRouter();
    router.use(jwt.guard());
    for (const each of RAW_HTTP_ROUTES) add(router, each, each.path, [handler(journal, each)]);
    app.use(router.routes());
  },
  'a guard of each route': ({ app, jwt, journal, newRouter }) => {
    app.use(routerOf(newRouter(), RAW_HTTP_ROUTES, (each) => [jwt.guard(), handler(journal, each)]).routes());
  },
  'applications mounted below a guard': ({ app, jwt, journal, newRouter }) => {
    app.use(jwt.guard());
    mountAll(app, newRouter, (each) => [handler(journal, each)]);
  },
  'named operations in mounts': ({ app, jwt, journal, newRouter }) => {
    mountAll(app, newRouter, (each) => named(each, { jwt, journal }));
  },
  'a guard in an application at the root': ({ app, jwt, journal, newRouter }) => {
    const inner = new Koa();
    inner.use(jwt.guard());
    mountAll(inner, newRouter, (each) => [handler(journal, each)]);
    app.use(mount('/', inner));
  },
  'nested routers, guarded and named': ({ app, jwt, journal, newRouter }) => {
    const outer = newRouter();
    for (const [prefix, routes] of byPrefix('/tenants/{tenant}', '/api')) {
      const inner = newRouter();
      for (const each of routes)
        add(inner, each, each.path.slice(prefix.length) || '/', named(each, { jwt, journal }));
      if (prefix === '') outer.use(inner.routes());
      else outer.use(patternOf(prefix), inner.routes());
    }
    app.use(jwt.guard());
    app.use(outer.routes());
  },
  'rewriting before the guard': ({ app, jwt, journal, newRouter }) => {
    app.use(rewrite);
    app.use(jwt.guard());
    app.use(routerOf(newRouter(), RAW_HTTP_ROUTES, (each) => [handler(journal, each)]).routes());
  },
  'named operations after rewriting': ({ app, jwt, journal, newRouter }) => {
    app.use(rewrite);
    app.use(routerOf(newRouter(), RAW_HTTP_ROUTES, (each) => named(each, { jwt, journal })).routes());
  },
  'a lenient server after the guard': ({ app, jwt, journal }) => {
    app.use(jwt.guard());
    app.use((ctx) => {
      const found = upstreamOperation(ctx.method, ctx.url);
      if (found !== undefined) ctx.set(RAN_HEADER, journal.ran(found.operation, found.tenant));
      ctx.body = {};
    });
  },
};

/** Ways in which the router goes by another path than the guard could judge: it has to find out. */
export const MISWIRINGS: Readonly<Record<string, (parts: Parts) => void>> = {
  'guards in mounted applications': ({ app, jwt, journal, newRouter }) => {
    mountAll(app, newRouter, (each) => [jwt.guard(), handler(journal, each)]);
  },
  'a guard in a mounted application, after a rewriting that adds the mount': ({
    app,
    jwt,
    journal,
    newRouter,
  }) => {
    const admin = new Koa();
    admin.use(jwt.guard());
    admin.use(routerOf(newRouter(), RAW_HTTP_ROUTES, (each) => [handler(journal, each)]).routes());
    app.use((ctx, next) => {
      ctx.url = `/mounted${ctx.url}`;
      return next();
    });
    app.use(mount('/mounted', admin));
  },
  'a guard after a mount that passes on': ({ app, jwt, journal, newRouter }) => {
    const passing = new Koa();
    passing.use((_ctx, next) => next());
    app.use(mount('/tenants', passing));
    app.use(mount('/api', passing));
    app.use(jwt.guard());
    app.use(routerOf(newRouter(), RAW_HTTP_ROUTES, (each) => [handler(journal, each)]).routes());
  },
  'a guard of a router after a mount that passes on': ({ app, jwt, journal, newRouter }) => {
    const passing = new Koa();
    passing.use((_ctx, next) => next());
    app.use(mount('/tenants', passing));
    app.use(routerOf(newRouter(), RAW_HTTP_ROUTES, (each) => [jwt.guard(), handler(journal, each)]).routes());
  },
  'a route that was chosen by another path': ({ app, jwt, journal, newRouter }) => {
    app.use((ctx, next) => {
      ctx['newRouterPath'] = ctx.path.replace(/^\/api(?=\/)/u, '');
      return next();
    });
    app.use(jwt.guard());
    app.use(routerOf(newRouter(), RAW_HTTP_ROUTES, (each) => [handler(journal, each)]).routes());
  },
};

/** Starts an application that is wired in one of the ways. */
export async function startServer(
  wire: (parts: Parts) => void,
  verifier: Verifier,
  journal: RawHttpJournal,
  newRouter: () => Router = () => new Router(),
): Promise<RunningServer> {
  const app = new Koa();
  app.silent = true;
  wire({ app, jwt: createKoaAccess(verifier), journal, newRouter });
  const server = app.listen(0, '127.0.0.1');
  journal.watch(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await verifier.close();
    },
  };
}

type Handlers = (route: RawHttpRoute) => readonly Middleware[];

function routerOf(
  router: Router,
  routes: readonly RawHttpRoute[],
  handlersOf: Handlers,
  prefix = '',
): Router {
  for (const each of routes) add(router, each, each.path.slice(prefix.length), handlersOf(each));
  return router;
}

function add(router: Router, { method }: RawHttpRoute, path: string, handlers: readonly Middleware[]): void {
  const pattern = patternOf(path);
  const register = (wildcard: string): unknown =>
    router.register(pattern.replace('{path...}', wildcard), [method], [...handlers]);
  try {
    register('*path');
  } catch (error) {
    // As up to @koa/router 13.
    if (!path.endsWith('/{path...}')) throw error;
    register('(.*)');
  }
}

const patternOf = (path: string): string => path.replace(/\{(\w+)\}/gu, ':$1');

/** An application for each prefix, mounted there; the rest of the routes stays in front. */
function mountAll(app: Koa, newRouter: Parts['newRouter'], handlersOf: Handlers): void {
  for (const [prefix, routes] of byPrefix('/tenants', '/api')) {
    const mounted = new Koa();
    mounted.use(routerOf(newRouter(), routes, handlersOf, prefix).routes());
    app.use(mount(prefix === '' ? '/' : prefix, mounted));
  }
}

/** Every route once: with the first of these prefixes that its path begins with, or with none. */
function byPrefix(...prefixes: readonly string[]): readonly (readonly [string, readonly RawHttpRoute[]])[] {
  const prefixOf = ({ path }: RawHttpRoute): string =>
    prefixes.find((prefix) => path.startsWith(`${prefix}/`)) ?? '';
  return [...prefixes, ''].map((prefix) => [
    prefix,
    RAW_HTTP_ROUTES.filter((route) => prefixOf(route) === prefix),
  ]);
}

function named(each: RawHttpRoute, { jwt, journal }: Pick<Parts, 'jwt' | 'journal'>): readonly Middleware[] {
  return [jwt.operation(each.operation), handler(journal, each)];
}

/** Reports its operation, and the tenant that an application would read there. */
function handler(journal: RawHttpJournal, { operation, tenantFrom }: RawHttpRoute): Middleware {
  return (ctx) => {
    const params = ctx['params'] as Readonly<Record<string, string>> | undefined;
    const tenants = {
      path: params?.['tenant'],
      header: ctx.get('X-Tenant'),
      host: ctx.hostname.split('.')[0],
    };
    const tenant = tenantFrom === undefined ? undefined : String(tenants[tenantFrom]);
    ctx.set(RAN_HEADER, journal.ran(operation, tenant));
    ctx.body = {};
  };
}

/** What koa-override and the headers of some proxies do: the request becomes another one. */
const rewrite: Middleware = async (ctx, next) => {
  const method = ctx.get('X-HTTP-Method-Override') || /[?&]_method=(\w+)/u.exec(ctx.url)?.[1];
  const url = ctx.get('X-Original-URL') || ctx.get('X-Rewrite-URL');
  // Not to HEAD: Koa would leave out the body that Node has announced.
  if (method !== undefined && method !== 'HEAD') ctx.method = method.toUpperCase();
  if (url !== '') ctx.url = url;
  await next();
};
