import { describeWiring } from '@org/adapter-contract';
import { ConfigurationError } from '@org/jwt-core';
import {
  answerOf,
  createConformanceKit,
  withBearer,
  type ConformanceKit,
  type RequestDescription,
  STUB_DENIED,
  stubVerifier,
} from '@org/jwt-testing';
import type { ConformanceAnswer } from '@org/jwt-testing/conformance';
import { type ServedResponse, serveOnce } from '@org/jwt-testing/wire';
import Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
import mount from 'koa-mount';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { getAuth, createKoaAccess, type KoaAccess } from './index.js';

const CHALLENGES = ['Bearer realm="stub"', 'DPoP algs="ES256"'];
const LIST: RequestDescription = { method: 'GET', target: '/tenants/t-eu/orders', headers: [] };
const PATTERN = '/tenants/:tenant/orders';
const USER = { sub: 'user-1', client_id: 'web-shop', tenant_id: 't-eu', scope: 'orders:read' };

const denying = createKoaAccess(stubVerifier(() => Promise.resolve(STUB_DENIED)));
let kit: ConformanceKit;
let jwt: KoaAccess;
let listWithToken: RequestDescription;

beforeAll(async () => {
  kit = await createConformanceKit();
  jwt = createKoaAccess(await kit.createVerifier());
  listWithToken = withBearer(LIST, await kit.issuer.mint(USER));
});

afterAll(() => kit.close());

const answer: Middleware = (ctx) => {
  ctx.body = answerOf(getAuth(ctx));
};

function appOf(...middlewares: readonly Middleware[]): Koa {
  const app = new Koa();
  app.silent = true;
  for (const middleware of middlewares) app.use(middleware);
  return app;
}

/** One request to an app. */
function serve(app: Pick<Koa, 'callback'>, request?: Partial<RequestDescription>): Promise<ServedResponse> {
  const handle = app.callback();
  return serveOnce((req, res) => void handle(req, res), request);
}

/** What the handler answers after these middlewares. */
async function answerAfter(
  middlewares: readonly Middleware[],
  request: RequestDescription,
): Promise<ConformanceAnswer> {
  const { status, body } = await serve(appOf(...middlewares, answer), request);
  expect(status).toBe(200);
  return JSON.parse(body) as ConformanceAnswer;
}

async function statusOf(app: Pick<Koa, 'callback'>, request: RequestDescription): Promise<number> {
  return (await serve(app, request)).status;
}

describe('a denial', () => {
  it('replaces the body that was set before, and its type', async () => {
    const before: Middleware = (ctx, next) => {
      ctx.body = { earlier: true };
      ctx.set({ 'cache-control': 'public', 'WWW-Authenticate': 'Basic', 'X-Frame-Options': 'DENY' });
      return next();
    };
    const { body, header } = await serve(appOf(before, denying.guard()));
    expect(header('Content-Type')).toEqual(['application/problem+json']);
    expect(header('Cache-Control')).toEqual(['no-store']);
    expect(header('WWW-Authenticate')).toEqual(CHALLENGES);
    expect(header('X-Frame-Options')).toEqual(['DENY']);
    expect(body).toBe(STUB_DENIED.response.body);
  });

  it('can be seen by the middleware around it', async () => {
    const seen: unknown[] = [];
    const logger: Middleware = async (ctx, next) => {
      await next();
      seen.push(ctx.status, ctx.body);
    };
    await serve(appOf(logger, denying.guard()));
    expect(seen).toEqual([401, STUB_DENIED.response.body]);
  });

  it("has its title as the body of Koa's own error handler, with onDeny: 'throw'", async () => {
    const throwing = createKoaAccess(
      stubVerifier(() => Promise.resolve(STUB_DENIED)),
      { onDeny: 'throw' },
    );
    expect((await serve(appOf(throwing.guard()))).body).toBe('Kein Schlüssel');
  });
});

describe('a handler that fails', () => {
  it('is not taken for a verifier that fails', async () => {
    const failing: Middleware = () => Promise.reject(Object.assign(new Error('teapot'), { status: 418 }));
    expect(await statusOf(appOf(jwt.guard(), failing), listWithToken)).toBe(418);
  });
});

describe('guard() and koa-mount', () => {
  const through: Middleware = (_ctx, next) => next();

  it.each([
    ['/admin', '/admin/tenants/t-eu/orders'],
    ['/tenants', '/tenants/tenants/t-eu/orders'],
    ['/tenants', '/tenants'],
  ])('ends in 500 inside, where it would take the rest of the path for the whole', async (prefix, target) => {
    const app = appOf(mount(prefix, appOf(jwt.guard(), answer)));
    expect(await statusOf(app, { ...listWithToken, target })).toBe(500);
  });

  it('works before it, at the root, and after one for another path', async () => {
    for (const app of [
      appOf(jwt.guard(), mount('/tenants', answer)),
      appOf(mount('/', appOf(jwt.guard(), answer))),
      appOf(mount('/elsewhere', through), jwt.guard(), answer),
      appOf(
        mount('/elsewhere', appOf()),
        new Router().use(jwt.guard()).get(PATTERN, answer).routes() as Middleware,
      ),
    ]) {
      expect(await statusOf(app, listWithToken)).toBe(200);
    }
  });

  const rewriting =
    (change: (url: string) => string): Middleware =>
    (ctx, next) => {
      ctx.url = change(ctx.url);
      return next();
    };

  it.each<[string, string, (url: string) => string]>([
    ['adds the prefix of the mount', '/tenants/t-eu/orders', (url) => `/admin${url}`],
    ['doubles the prefix', '/admin/tenants/t-eu/orders', (url) => `/admin${url}`],
    ['adds a query', '/admin/tenants/t-eu/orders', (url) => `${url}?page=2`],
    ['goes to another path', '/old', () => '/admin/tenants/t-eu/orders'],
  ])('ends in 500 inside, after a rewriting that %s', async (_what, target, change) => {
    const request = { ...listWithToken, target };
    for (const inside of [
      appOf(jwt.guard(), answer),
      appOf(mount('/', appOf(jwt.guard(), answer))),
      appOf(mount('/x', through), jwt.guard(), answer),
      appOf(new Router().use(jwt.guard()).get(PATTERN, answer).routes() as Middleware),
      appOf(new Router().get(/.*/u, jwt.guard(), answer).routes() as Middleware),
    ]) {
      // 404 where the router in there does not even match, and its guard does not run.
      expect([404, 500]).toContain(
        await statusOf(appOf(rewriting(change), mount('/admin', inside)), request),
      );
    }
  });

  it('ends in 500 where it is in the application and in the mounted one, and the path was cut', async () => {
    const shared = jwt.guard();
    const app = appOf(mount('/admin', appOf(shared, answer)), shared, answer);
    expect(await statusOf(app, { ...listWithToken, target: '/admin/tenants/t-eu/orders' })).toBe(500);
  });

  it('ends in 500 where it is in the application and in the mounted one, after a rewriting', async () => {
    const shared = jwt.guard();
    const app = appOf(
      rewriting((url) => `/admin${url}`),
      mount('/admin', appOf(shared, answer)),
      shared,
    );
    expect(await statusOf(app, listWithToken)).toBe(500);
  });

  it('ends in 500 after it, where it has passed the request on', async () => {
    const inRouter = new Router().use(jwt.guard()).get(PATTERN, answer).routes() as Middleware;
    for (const after of [jwt.guard(), inRouter]) {
      expect(await statusOf(appOf(mount('/tenants', through), after, answer), listWithToken)).toBe(500);
    }
  });

  it('denies an absolute form that came through it, of which it has made another spelling', async () => {
    const request = { ...listWithToken, target: 'HTTP://shop@evil.example/tenants/t-eu/orders' };
    expect(await statusOf(appOf(jwt.guard(), answer), request)).toBe(403);
    expect(await statusOf(appOf(mount('/tenants', through), jwt.guard(), answer), request)).toBe(403);
    expect(await statusOf(appOf(mount('/tenants', appOf(jwt.guard(), answer))), request)).toBe(403);
  });
});

describe('guard() and @koa/router', () => {
  const pattern = PATTERN;
  const wirings: Readonly<Record<string, () => Router>> = {
    'before its routes': () => new Router().use(jwt.guard()).get(pattern, answer),
    'on a route': () => new Router().get(pattern, jwt.guard(), answer),
    'in a router that is nested': () => {
      const inner = new Router().get('/orders', jwt.guard(), answer);
      return new Router().use('/tenants/:tenant', inner.routes());
    },
    'after a route that passes the request on': () =>
      new Router().get(/.*/u, (_ctx, next) => next()).get(pattern, jwt.guard(), answer),
  };

  it.each(Object.entries(wirings))('work together: %s', async (_name, router) => {
    expect(await statusOf(appOf().use(router().routes()), listWithToken)).toBe(200);
    expect(await statusOf(appOf().use(router().routes()), LIST)).toBe(401);
  });

  it('work together after another router that passes the request on', async () => {
    const other = new Router().get(pattern, (_ctx, next) => next());
    const app = appOf().use(other.routes()).use(jwt.guard()).use(answer);
    expect(await statusOf(app, listWithToken)).toBe(200);
  });
});

describe('operation(name)', () => {
  const withParams =
    (params: unknown): Middleware =>
    (ctx, next) => {
      ctx['params'] = params;
      return next();
    };

  it("compares the tenant with the router's parameter, for every spelling of the path", async () => {
    const request = { ...listWithToken, target: '/shops/1' };
    const listing = (params: unknown) => appOf(withParams(params), jwt.operation('listOrders'), answer);
    expect(await statusOf(listing({ tenant: 't-eu' }), request)).toBe(200);
    expect(await statusOf(listing({ tenant: 't-us' }), request)).toBe(403);
    expect(await statusOf(listing({}), request)).toBe(403);
  });

  it.each([undefined, null, 'x'])(
    'finds the tenant in the path, when the parameters are %s',
    async (params) => {
      const middlewares = [withParams(params), jwt.operation('listOrders')];
      expect(await answerAfter(middlewares, listWithToken)).toMatchObject({ operation: 'listOrders' });
    },
  );
});

describe.each(['routerPath', 'newRouterPath'])('ctx.%s, by which @koa/router routes', (name) => {
  const rewrite =
    (path: string): Middleware =>
    (ctx, next) => {
      ctx[name] = path;
      return next();
    };

  it('is a mistake in the wiring where it is another path than the one that is judged', async () => {
    expect(await statusOf(appOf(rewrite('/admin'), jwt.guard(), answer), listWithToken)).toBe(500);
  });

  it('may be the path itself', async () => {
    expect(await statusOf(appOf(rewrite(LIST.target), jwt.guard(), answer), listWithToken)).toBe(200);
  });
});

it('a guard does not follow a route that was chosen by ctx.newRouterPath', async () => {
  const rewrite: Middleware = (ctx, next) => {
    ctx['newRouterPath'] = '/admin';
    return next();
  };
  const router = new Router().get('/admin', jwt.guard(), answer);
  expect(await statusOf(appOf(rewrite).use(router.routes()), listWithToken)).toBe(500);
});

describeWiring({
  factory: 'createKoaAccess',
  create: createKoaAccess,
  uses: {
    'app.use()': (middleware) => new Koa().use(middleware as Middleware),
    'router.use()': (middleware) => new Router().use(middleware as Middleware),
  },
  tooManyForGuard: [[{ mountPath: '/api' }], ['admin']],
});

describe('a mistake in the wiring', () => {
  const NAMES = ['identify', 'operation', 'guard'] as const;

  it.each(NAMES)('ends every request in an error: jwt.%s without the call, on a route', async (name) => {
    const uncalled = denying[name] as unknown as Middleware;
    const handler = vi.fn(answer);
    const errors: unknown[] = [];
    const app = appOf(
      async (_ctx, next) => {
        await next().catch((error: unknown) => {
          errors.push(error);
          throw error;
        });
      },
      new Router().get('/', uncalled, handler).routes() as Middleware,
      handler,
    );
    expect(await statusOf(app, { ...LIST, target: '/' })).toBe(500);
    expect(handler).not.toHaveBeenCalled();
    expect(errors).toEqual([expect.any(ConfigurationError)]);
    expect(String(errors[0])).toContain(`Write jwt.${name}(`);
  });
});
