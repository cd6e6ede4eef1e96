/** Ways to put the adapter into a Koa application, each with every handler of the matrix behind it. */

import type { AddressInfo } from 'node:net';
import type { Verifier } from '@org/jwt-core';
// By its public name, because this file also runs beside an installed package.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { koaJwtPolicy, type KoaJwtPolicy } from '@org/jwt-koa';
import {
  RAN_HEADER,
  RAW_HTTP_ROUTES,
  upstreamOperation,
  type RawHttpJournal,
  type RawHttpRoute,
} from '@org/jwt-testing';
import Koa, { type Middleware } from 'koa';
import { mount, nested, route } from './raw-http-router.js';

/** What a way of wiring is given. */
export interface Parts {
  readonly app: Koa;
  readonly jwt: KoaJwtPolicy;
  readonly journal: RawHttpJournal;
}

/** A server under test. */
export interface RunningServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Every way. */
export const WIRINGS: Readonly<Record<string, (parts: Parts) => void>> = {
  'one guard': ({ app, jwt, journal }) => {
    app.use(jwt.guard());
    for (const each of RAW_HTTP_ROUTES) app.use(route(each.method, each.path, handler(journal, each)));
  },
  'named operations': ({ app, jwt, journal }) => {
    for (const each of RAW_HTTP_ROUTES) app.use(named(each, each.path, { jwt, journal }));
  },
  'mounts below a guard': ({ app, jwt, journal }) => {
    app.use(jwt.guard());
    for (const each of RAW_HTTP_ROUTES) {
      const prefix = prefixOf(each);
      const inner = route(each.method, each.path.slice(prefix.length), handler(journal, each));
      app.use(prefix === '' ? inner : mount(prefix, inner));
    }
  },
  'named operations in mounts': ({ app, jwt, journal }) => {
    for (const each of RAW_HTTP_ROUTES) {
      const prefix = prefixOf(each);
      const inner = named(each, each.path.slice(prefix.length), { jwt, journal });
      app.use(prefix === '' ? inner : mount(prefix, inner));
    }
  },
  'nested routers, guarded and named': ({ app, jwt, journal }) => {
    app.use(jwt.guard());
    for (const prefix of ['/tenants/{tenant}', '/api', '']) {
      const routes = RAW_HTTP_ROUTES.filter(
        ({ path }) => path.startsWith(prefix) && (prefix !== '' || !/^\/(?:tenants|api)\//u.test(path)),
      );
      app.use(nested(prefix, () => routes.map((each) => named(each, each.path, { jwt, journal }))));
    }
  },
  'rewriting before the guard': ({ app, jwt, journal }) => {
    app.use(rewrite);
    app.use(jwt.guard());
    for (const each of RAW_HTTP_ROUTES) app.use(route(each.method, each.path, handler(journal, each)));
  },
  'a lenient server behind the guard': ({ app, jwt, journal }) => {
    app.use(jwt.guard());
    app.use((ctx) => {
      const found = upstreamOperation(ctx.method, ctx.url);
      if (found !== undefined) ctx.set(RAN_HEADER, journal.ran(found.operation, found.tenant));
      ctx.body = {};
    });
  },
};

/** Starts an application that is wired in one of the ways. */
export async function startServer(
  wire: (parts: Parts) => void,
  verifier: Verifier,
  journal: RawHttpJournal,
): Promise<RunningServer> {
  const app = new Koa();
  app.silent = true;
  wire({ app, jwt: koaJwtPolicy(verifier), journal });
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

function prefixOf({ path }: RawHttpRoute): string {
  return /^\/(?:tenants|api)(?=\/)/u.exec(path)?.[0] ?? '';
}

function named(each: RawHttpRoute, path: string, { jwt, journal }: Omit<Parts, 'app'>): Middleware {
  return route(each.method, path, jwt.operation(each.operation), handler(journal, each));
}

/** Says what it believes to be, and for whom: the tenant that an application would read there. */
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
