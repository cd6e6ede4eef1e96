/** Ways to put the adapter into an Express application, each with every handler of the matrix after it. */

import type { AddressInfo } from 'node:net';
import type { Verifier } from '@org/jwt-core';
// By its public name, because this file also runs with an installed package.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { createExpressAccess, type ExpressAccess } from '@org/jwt-express';
import {
  RAN_HEADER,
  RAW_HTTP_ROUTES,
  upstreamOperation,
  type RawHttpJournal,
  type RawHttpRoute,
} from '@org/jwt-testing/wire';
import express, { Router, type Express, type RequestHandler } from 'express';

/** What a way of wiring is given. */
export interface Parts {
  readonly app: Express;
  readonly jwt: ExpressAccess;
  readonly journal: RawHttpJournal;
}

/** A server under test. */
export interface RunningServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Every way. Express's own settings stay as they are: no notice of case, none of a final slash. */
export const WIRINGS: Readonly<Record<string, (parts: Parts) => void>> = {
  'one guard': ({ app, jwt, journal }) => {
    app.use(jwt.guard());
    for (const route of RAW_HTTP_ROUTES) add(app, route, route.path, handler(journal, route));
  },
  'named operations': ({ app, jwt, journal }) => {
    for (const route of RAW_HTTP_ROUTES) {
      add(app, route, route.path, jwt.operation(route.operation), handler(journal, route));
    }
  },
  'routers below a guard': ({ app, jwt, journal }) => {
    const tenant = Router({ mergeParams: true });
    const api = Router();
    app.use(jwt.guard());
    app.use('/tenants/:tenant', tenant);
    app.use('/api', api);
    for (const route of RAW_HTTP_ROUTES) {
      const [router, path] = belowMount(route, { app, tenant, api });
      add(router, route, path, jwt.operation(route.operation), handler(journal, route));
    }
  },
  'mounted applications with guards of their own': ({ app, jwt, journal }) => {
    const tenant = express();
    const api = express();
    const rest = express();
    const inner = Router({ mergeParams: true });
    app.use('/tenants', tenant);
    app.use('/api', api);
    app.use(rest);
    tenant.use(jwt.guard({ mountPath: '/tenants' }));
    api.use(jwt.guard({ mountPath: '/api' }));
    rest.use(jwt.guard());
    tenant.use('/:tenant', inner);
    for (const route of RAW_HTTP_ROUTES) {
      const [router, path] = belowMount(route, { app: rest, tenant: inner, api });
      add(router, route, path, handler(journal, route));
    }
  },
  'guards on the routes of mounted routers': ({ app, jwt, journal }) => {
    const tenant = Router({ mergeParams: true });
    const api = Router();
    app.use('/tenants/:tenant', tenant);
    app.use('/api', api);
    for (const route of RAW_HTTP_ROUTES) {
      const [router, path] = belowMount(route, { app, tenant, api });
      const mountPath = router === tenant ? '/tenants/:tenant' : '/api';
      const guard = router === app ? jwt.guard() : jwt.guard({ mountPath });
      add(router, route, path, guard, handler(journal, route));
    }
  },
  'rewriting before the guard': ({ app, jwt, journal }) => {
    app.use(rewrite, jwt.guard());
    for (const route of RAW_HTTP_ROUTES) add(app, route, route.path, handler(journal, route));
  },
  'named operations after rewriting': ({ app, jwt, journal }) => {
    app.use(rewrite);
    for (const route of RAW_HTTP_ROUTES) {
      add(app, route, route.path, jwt.operation(route.operation), handler(journal, route));
    }
  },
  'a lenient server after the guard': ({ app, jwt, journal }) => {
    app.use(jwt.guard(), (req, res) => {
      const found = upstreamOperation(req.method, req.url);
      if (found !== undefined) res.setHeader(RAN_HEADER, journal.ran(found.operation, found.tenant));
      res.json({});
    });
  },
};

/** Ways in which the router goes by another path than the guard could judge: it has to find out. */
export const MISWIRINGS: Readonly<Record<string, (parts: Parts) => void>> = {
  'dispatching again, before the guard': ({ app, jwt, journal }) => {
    app.use('/api', again(app));
    app.use(jwt.guard());
    for (const route of RAW_HTTP_ROUTES) add(app, route, route.path, handler(journal, route));
  },
  'dispatching again, after the guard': ({ app, jwt, journal }) => {
    app.use(jwt.guard());
    app.use('/api', again(app));
    for (const route of RAW_HTTP_ROUTES) add(app, route, route.path, handler(journal, route));
  },
  'a guard in a mounted router, which does not say so': ({ app, jwt, journal }) => {
    const api = Router().use(jwt.guard());
    app.use('/api', api);
    app.use(jwt.guard());
    for (const route of RAW_HTTP_ROUTES) {
      const [router, path] = belowMount(route, { app, tenant: app, api });
      add(router, route, router === api ? path : route.path, handler(journal, route));
    }
  },
  'a slash that is inserted before a mounted guard': ({ app, jwt, journal }) => {
    const api = Router().use(jwt.guard({ mountPath: '/api' }));
    app.use((req, _res, next) => {
      req.url = req.url.replace(/^\/api(?=.)/u, '/api/');
      next();
    });
    app.use('/api', api);
    app.use(jwt.guard());
    for (const route of RAW_HTTP_ROUTES) {
      const [router, path] = belowMount(route, { app, tenant: app, api });
      add(router, route, router === api ? path : route.path, handler(journal, route));
    }
  },
};

/** Sends each request through the application again, once. */
function again(app: Express): RequestHandler {
  const seen = new WeakSet<object>();
  return (req, res, next) => {
    if (seen.has(req)) {
      next();
      return;
    }
    seen.add(req);
    app(req, res);
  };
}

/** Starts an application that is wired in one of the ways. */
export async function startServer(
  wire: (parts: Parts) => void,
  verifier: Verifier,
  journal: RawHttpJournal,
): Promise<RunningServer> {
  const app = express();
  // Else Express prints the stack of an error into its answer.
  app.set('env', 'production');
  wire({ app, jwt: createExpressAccess(verifier), journal });
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

interface Registrar {
  get(path: string, ...handlers: readonly RequestHandler[]): unknown;
  post(path: string, ...handlers: readonly RequestHandler[]): unknown;
  delete(path: string, ...handlers: readonly RequestHandler[]): unknown;
}

function add(to: Registrar, { method }: RawHttpRoute, path: string, ...handlers: RequestHandler[]): void {
  const register = { GET: 'get', POST: 'post', DELETE: 'delete' } as const;
  to[register[method]](patternOf(path), ...handlers);
}

/** Express 4 has wildcards without a name. */
const WILDCARD = 'lazyrouter' in express() ? '*' : '*path';

const patternOf = (path: string): string => path.replace('{path...}', WILDCARD).replace(/\{(\w+)\}/gu, ':$1');

/** The router that a route belongs to, and the rest of its path in there. */
function belowMount(
  { path }: RawHttpRoute,
  { app, tenant, api }: { readonly app: Registrar; readonly tenant: Registrar; readonly api: Registrar },
): readonly [Registrar, string] {
  if (path.startsWith('/tenants/')) return [tenant, path.slice('/tenants/{tenant}'.length)];
  if (path.startsWith('/api/')) return [api, path.slice('/api'.length)];
  return [app, path];
}

/** Reports its operation, and the tenant that an application would read there. */
function handler(journal: RawHttpJournal, { operation, tenantFrom }: RawHttpRoute): RequestHandler {
  return (req, res) => {
    const tenants = {
      path: req.params['tenant'],
      header: req.get('X-Tenant'),
      host: req.hostname.split('.')[0],
    };
    const tenant = tenantFrom === undefined ? undefined : String(tenants[tenantFrom]);
    res.setHeader(RAN_HEADER, journal.ran(operation, tenant));
    res.json({});
  };
}

/** What method-override and the headers of some proxies do: the request becomes another one. */
const rewrite: RequestHandler = (req, _res, next) => {
  const method = req.get('X-HTTP-Method-Override') ?? /[?&]_method=(\w+)/u.exec(req.url)?.[1];
  const url = req.get('X-Original-URL') ?? req.get('X-Rewrite-URL');
  // Not to HEAD: Express would leave out the body that Node has announced.
  if (method !== undefined && method !== 'HEAD') req.method = method.toUpperCase();
  if (url !== undefined) req.url = url;
  next();
};
