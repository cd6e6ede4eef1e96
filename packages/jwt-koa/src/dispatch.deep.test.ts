/**
 * A router chooses its handlers once, by the path that it was entered with. For each place of a rewriting, and in every
 * version of the router: the handler that runs is the one of the operation that was judged, or none runs.
 */

import { createDispatchVerifier, type DispatchVerifier } from '@org/adapter-contract';
import { serveOnce } from '@org/jwt-testing/wire';
import type AnyRouter from '@koa/router';
import Koa, { type Middleware } from 'koa';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROUTER_VERSIONS } from '../test/router-versions.js';
import { createKoaAccess, type KoaAccess } from './index.js';

type RouterClass = (typeof ROUTER_VERSIONS)[number][1];

let jwt: KoaAccess;
let dispatch: DispatchVerifier;

beforeAll(async () => {
  dispatch = await createDispatchVerifier({ open: '/open', admin: '/admin', tenant: '/tenants/{tenant}' });
  jwt = createKoaAccess(dispatch.verifier);
});

const CHANGES: Readonly<Record<string, Middleware>> = {
  'writes ctx.url': (ctx, next) => {
    ctx.url = '/open';
    return next();
  },
  'writes ctx.path': (ctx, next) => {
    ctx.path = '/open';
    return next();
  },
  'writes ctx.req.url': (ctx, next) => {
    ctx.req.url = '/open';
    return next();
  },
  'writes the path in lower case': (ctx, next) => {
    ctx.path = ctx.path.toLowerCase();
    return next();
  },
};

const handler =
  (name: string): Middleware =>
  (ctx) => {
    ctx.body = name;
  };

const routes = (router: AnyRouter, ...before: Middleware[]): AnyRouter =>
  router
    .get('/open', ...before, handler('open'))
    .get('/admin', ...before, handler('admin'))
    .get('/tenants/:tenant', ...before, handler('tenant'));

/** A rewriting between the choice of the router and the guard. */
const INSIDE: Readonly<Record<string, (Router: RouterClass, change: Middleware) => AnyRouter>> = {
  'in router.use()': (Router, change) => routes(new Router().use(change).use(jwt.guard())),
  'in router.use(), before a guard on the route': (Router, change) =>
    routes(new Router().use(change), jwt.guard()),
  'on the route': (Router, change) => routes(new Router(), change, jwt.guard()),
  'on the route, in one function with the guard': (Router, change) => {
    const guard = jwt.guard();
    return routes(new Router(), async (ctx, next) => {
      await change(ctx, async () => {
        await guard(ctx, next);
      });
    });
  },
  'in router.param()': (Router, change) => {
    const router = new Router();
    router.param('tenant', (_id, ctx, next) => change(ctx, next));
    return routes(router, jwt.guard());
  },
  'around a nested router': (Router, change) =>
    new Router().use(change).use(routes(new Router().use(jwt.guard())).routes()),
  'in a nested router': (Router, change) =>
    new Router().use(routes(new Router().use(change), jwt.guard()).routes()),
};

const TARGETS = ['/open', '/OPEN', '/admin', '/tenants/acme', '/tenants/ACME', '/tenants/ACME?x=1'];

interface Run {
  readonly status: number;
  readonly ran: string | undefined;
  /** For each decision, the operation that was allowed. */
  readonly judged: readonly (string | undefined)[];
}

async function run(app: Koa, target: string): Promise<Run> {
  app.silent = true;
  dispatch.taken();
  const handle = app.callback();
  const { status, body } = await serveOnce((req, res) => void handle(req, res), { target });
  return {
    status,
    ran: status === 200 ? body : undefined,
    judged: dispatch.taken().map(({ operation }) => operation),
  };
}

const rewrite =
  (change: (url: string) => string): Middleware =>
  (ctx, next) => {
    ctx.url = change(ctx.url);
    return next();
  };

describe.each(ROUTER_VERSIONS)('%s', (_version, Router) => {
  describe.each(Object.entries(INSIDE))('a rewriting %s', (_place, wire) => {
    it.each(Object.entries(CHANGES))('that %s lets no other handler run', async (_what, change) => {
      const faults: unknown[] = [];
      for (const target of TARGETS) {
        const app = new Koa().use(wire(Router, change).routes() as Middleware);
        const { ran, judged } = await run(app, target);
        if (ran !== undefined && judged.join(', ') !== ran) faults.push({ target, ran, judged });
      }
      expect(faults).toEqual([]);
    });
  });

  const TENANT_IN_ANOTHER_CASE: Readonly<Record<string, (lower: Middleware) => AnyRouter>> = {
    'router.use()': (lower) => routes(new Router().use(lower).use(jwt.guard())),
    'the route': (lower) => routes(new Router(), lower, jwt.guard()),
  };

  it.each(Object.entries(TENANT_IN_ANOTHER_CASE))(
    'answers 500 where the tenant was written in another case in %s',
    async (_place, wire) => {
      const lower = rewrite((url) => url.toLowerCase());
      const app = new Koa().use(wire(lower).routes() as Middleware);
      expect(await run(app, '/tenants/ACME')).toEqual({ status: 500, ran: undefined, judged: [] });
      expect(await run(app, '/tenants/acme')).toMatchObject({ status: 200, judged: ['tenant'] });
    },
  );

  it('judges the rewritten path at the root of the application', async () => {
    const app = new Koa()
      .use(rewrite((url) => url.replace('/v1', '')))
      .use(jwt.guard())
      .use(routes(new Router()).routes() as Middleware);
    expect(await run(app, '/v1/admin')).toEqual({ status: 200, ran: 'admin', judged: ['admin'] });
  });

  it('judges the rewritten path at the root, after a router that has no such route', async () => {
    const other = new Router().use((_ctx, next) => next()).get('/health', handler('health'));
    const app = new Koa()
      .use(other.routes() as Middleware)
      .use(rewrite((url) => url.replace('/v1', '')))
      .use(jwt.guard())
      .use(routes(new Router()).routes() as Middleware);
    expect(await run(app, '/v1/admin')).toEqual({ status: 200, ran: 'admin', judged: ['admin'] });
  });

  it('answers 500 in a router after a rewriting of the application', async () => {
    const app = new Koa()
      .use(rewrite((url) => url.replace('/v1', '')))
      .use(routes(new Router(), jwt.guard()).routes() as Middleware);
    expect(await run(app, '/v1/admin')).toEqual({ status: 500, ran: undefined, judged: [] });
    expect(await run(app, '/admin')).toMatchObject({ status: 200, judged: ['admin'] });
  });

  it('answers 500 where one guard is in a router that passes on and in the application', async () => {
    const guard = jwt.guard();
    const passing = new Router().use(guard).get('/admin', (_ctx, next) => next());
    const app = new Koa()
      .use(passing.routes() as Middleware)
      .use(rewrite(() => '/open'))
      .use(guard)
      .use(routes(new Router()).routes() as Middleware);
    expect((await run(app, '/admin')).status).toBe(500);
  });

  it('allows another query in a router', async () => {
    const app = new Koa().use(
      routes(
        new Router(),
        rewrite((url) => `${url}?page=2`),
        jwt.guard(),
      ).routes() as Middleware,
    );
    expect(await run(app, '/admin')).toEqual({ status: 200, ran: 'admin', judged: ['admin'] });
  });
});
