import { AccessDeniedError, ConfigurationError, type Decision } from '@org/jwt-core';
import {
  answerOf,
  createConformanceKit,
  withBearer,
  withHeader,
  type Answer,
  type ConformanceAnswer,
  type ConformanceKit,
  type RequestDescription,
  serveOnce,
  STUB_ALLOWED,
  STUB_DENIED,
  stubVerifier,
} from '@org/jwt-testing';
import Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
import mount from 'koa-mount';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { getAuth, koaJwtPolicy, type KoaJwtPolicy } from './index.js';

const CHALLENGES = ['Bearer realm="stub"', 'DPoP algs="ES256"'];
const LIST: RequestDescription = { method: 'GET', target: '/tenants/t-eu/orders', headers: [] };
const USER = { sub: 'user-1', client_id: 'web-shop', tenant_id: 't-eu', scope: 'orders:read' };

const denying = koaJwtPolicy(stubVerifier(() => Promise.resolve(STUB_DENIED)));
const throwing = koaJwtPolicy(
  stubVerifier(() => Promise.resolve(STUB_DENIED)),
  { onDeny: 'throw' },
);

let kit: ConformanceKit;
let jwt: KoaJwtPolicy;
let listWithToken: RequestDescription;

beforeAll(async () => {
  kit = await createConformanceKit();
  jwt = koaJwtPolicy(await kit.createVerifier());
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
function serve(app: Pick<Koa, 'callback'>, request?: Partial<RequestDescription>): Promise<Answer> {
  const handle = app.callback();
  return serveOnce((req, res) => void handle(req, res), request);
}

/** What the handler behind these middlewares answers. */
async function answerBehind(
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

describe('a refusal', () => {
  it('is the response of the core: status, every header line, and the body to the byte', async () => {
    const { status, body, header } = await serve(appOf(denying.guard()));
    expect(status).toBe(401);
    expect(header('WWW-Authenticate')).toEqual(CHALLENGES);
    expect(header('Content-Type')).toEqual(['application/problem+json']);
    expect(header('Cache-Control')).toEqual(['no-store']);
    expect(header('Content-Length')).toEqual([String(Buffer.byteLength(STUB_DENIED.response.body))]);
    expect(body).toBe(STUB_DENIED.response.body);
  });

  it('has no body for HEAD, and the same headers', async () => {
    const { status, body, header } = await serve(appOf(denying.guard()), { method: 'HEAD' });
    expect(status).toBe(401);
    expect(header('Content-Type')).toEqual(['application/problem+json']);
    expect(header('Content-Length')).toEqual([String(Buffer.byteLength(STUB_DENIED.response.body))]);
    expect(header('WWW-Authenticate')).toEqual(CHALLENGES);
    expect(body).toBe('');
  });

  it('takes the place of what was set under its names, and leaves other headers alone', async () => {
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

  it.each(['identify', 'operation', 'guard'] as const)('of %s lets no handler run', async (name) => {
    const handler = vi.fn(answer);
    const refuse = {
      identify: denying.identify(),
      operation: denying.operation('x'),
      guard: denying.guard(),
    };
    await serve(appOf(refuse[name], handler));
    expect(handler).not.toHaveBeenCalled();
  });

  it('says that two Authorization lines are ambiguous, though Node shows only the first', async () => {
    expect(await statusOf(appOf(jwt.guard()), withHeader(listWithToken, 'authorization', 'Bearer x'))).toBe(
      400,
    );
  });
});

describe("a refusal with onDeny: 'throw'", () => {
  it('reaches the middleware around it with status, headers and body', async () => {
    const caught: unknown[] = [];
    const handler = vi.fn(answer);
    const onError: Middleware = async (ctx, next) => {
      try {
        await next();
      } catch (error) {
        caught.push(error);
        ctx.status = 418;
      }
    };
    expect(await statusOf(appOf(onError, throwing.guard(), handler), LIST)).toBe(418);
    expect(handler).not.toHaveBeenCalled();
    expect(caught).toEqual([expect.any(AccessDeniedError)]);
    expect(caught).toMatchObject([
      {
        status: 401,
        headers: { 'WWW-Authenticate': CHALLENGES },
        body: STUB_DENIED.response.body,
        code: STUB_DENIED.code,
      },
    ]);
  });

  it("keeps status, challenges and title in Koa's own error handler", async () => {
    const { status, header, body } = await serve(appOf(throwing.guard()));
    expect(status).toBe(401);
    expect(header('WWW-Authenticate')).toEqual(CHALLENGES);
    expect(header('Cache-Control')).toEqual(['no-store']);
    expect(body).toBe('Kein Schlüssel');
  });
});

describe('a verifier that fails', () => {
  const failures: readonly [name: string, decide: () => Promise<Decision>][] = [
    ['rejects', () => Promise.reject(new Error('bug'))],
    ['throws', () => { throw new Error('bug'); }], // prettier-ignore
    // Koa takes these for no error at all, and never answers.
    ...[undefined, null].map((reason): [string, () => Promise<Decision>] => [
      `rejects with ${String(reason)}`,
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      () => Promise.reject(reason),
    ]),
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    ['throws undefined', () => { throw undefined; }], // prettier-ignore
  ];

  it.each(failures)('%s: 500, and no handler runs', async (_name, decide) => {
    const broken = koaJwtPolicy(stubVerifier(decide));
    for (const middleware of [broken.identify(), broken.operation('x'), broken.guard()]) {
      const handler = vi.fn(answer);
      expect(await statusOf(appOf(middleware, handler), LIST)).toBe(500);
      expect(handler).not.toHaveBeenCalled();
    }
  });

  it('is not confused with a handler that fails', async () => {
    const failing: Middleware = () => Promise.reject(Object.assign(new Error('teapot'), { status: 418 }));
    expect(await statusOf(appOf(jwt.guard(), failing), listWithToken)).toBe(418);
  });
});

describe('what is allowed', () => {
  it('goes on once, with the headers of the decision', async () => {
    const handler = vi.fn(answer);
    const decision: Decision = { outcome: 'allow', identity: undefined, headers: [['DPoP-Nonce', 'n-1']] };
    const allowing = koaJwtPolicy(stubVerifier(() => Promise.resolve(decision)));
    const { header } = await serve(appOf(allowing.guard(), handler));
    expect(header('DPoP-Nonce')).toEqual(['n-1']);
    expect(handler).toHaveBeenCalledOnce();
  });

  it('is found by method and path with guard()', async () => {
    expect(await answerBehind([jwt.guard()], listWithToken)).toMatchObject({
      operation: 'listOrders',
      subject: 'user-1',
    });
    expect(await statusOf(appOf(jwt.guard()), { ...listWithToken, target: '/elsewhere' })).toBe(403);
  });

  it('is judged by the rewritten URL', async () => {
    const rewrite: Middleware = (ctx, next) => {
      ctx.url = ctx.url.replace('/old', '/tenants');
      return next();
    };
    const request = { ...listWithToken, target: '/old/t-eu/orders' };
    expect(await answerBehind([rewrite, jwt.guard()], request)).toMatchObject({ operation: 'listOrders' });
    expect(await statusOf(appOf(jwt.guard(), rewrite, answer), request)).toBe(403);
  });
});

describe('guard() and koa-mount', () => {
  const through: Middleware = (_ctx, next) => next();

  it.each([
    ['/admin', '/admin/tenants/t-eu/orders'],
    ['/tenants', '/tenants/tenants/t-eu/orders'],
    ['/tenants', '/tenants'],
  ])('is refused inside, where it would take the rest of the path for the whole', async (prefix, target) => {
    const app = appOf(mount(prefix, appOf(jwt.guard(), answer)));
    expect(await statusOf(app, { ...listWithToken, target })).toBe(500);
  });

  it('works before it, at the root, and after it has passed a request on', async () => {
    for (const app of [
      appOf(jwt.guard(), mount('/tenants', answer)),
      appOf(mount('/', appOf(jwt.guard(), answer))),
      appOf(mount('/tenants', through), jwt.guard(), answer),
    ]) {
      expect(await statusOf(app, listWithToken)).toBe(200);
    }
  });

  it('refuses an absolute form that came through it, of which it has made another spelling', async () => {
    const request = { ...listWithToken, target: 'HTTP://shop@evil.example/tenants/t-eu/orders' };
    expect(await statusOf(appOf(jwt.guard(), answer), request)).toBe(403);
    expect(await statusOf(appOf(mount('/tenants', through), jwt.guard(), answer), request)).toBe(403);
    expect(await statusOf(appOf(mount('/tenants', appOf(jwt.guard(), answer))), request)).toBe(403);
  });
});

describe('guard() and @koa/router', () => {
  const pattern = '/tenants/:tenant/orders';
  const wirings: Readonly<Record<string, () => Router>> = {
    'before its routes': () => new Router().use(jwt.guard()).get(pattern, answer),
    'on a prefix': () => new Router().use('/tenants', jwt.guard()).get(pattern, answer),
    'on a route': () => new Router().get(pattern, jwt.guard(), answer),
    'in a router that is nested': () => {
      const inner = new Router().use(jwt.guard()).get('/orders', answer);
      return new Router().use('/tenants/:tenant', inner.routes());
    },
    'behind a route that passes the request on': () =>
      new Router().get(/.*/u, (_ctx, next) => next()).get(pattern, jwt.guard(), answer),
  };

  it.each(Object.entries(wirings))('work together: %s', async (_name, router) => {
    expect(await statusOf(appOf().use(router().routes()), listWithToken)).toBe(200);
    expect(await statusOf(appOf().use(router().routes()), LIST)).toBe(401);
  });

  it('work together behind another router that passes the request on', async () => {
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

  it('throws for a name that the policy does not have, when the route is made', () => {
    expect(() => jwt.operation('listOrder')).toThrow(ConfigurationError);
    expect(() => jwt.operation('listOrder')).toThrow(/Did you mean "listOrders"\?/u);
  });

  it("compares the tenant with the router's parameter, whatever the path looks like", async () => {
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
      expect(await answerBehind(middlewares, listWithToken)).toMatchObject({ operation: 'listOrders' });
    },
  );
});

describe('identify()', () => {
  it('says who it is and allows no operation', async () => {
    expect(await answerBehind([jwt.identify()], listWithToken)).toMatchObject({
      operation: null,
      subject: 'user-1',
    });
  });

  it('refuses a request without credential', async () => {
    expect(await statusOf(appOf(jwt.identify(), answer), LIST)).toBe(401);
  });

  it("with auth: 'optional' takes nobody for anonymous, and still refuses a bad credential", async () => {
    const optional = jwt.identify({ auth: 'optional' });
    expect(await answerBehind([optional], LIST)).toMatchObject({ subject: null });
    expect(await statusOf(appOf(optional, answer), withBearer(LIST, 'garbage'))).toBe(401);
  });
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

describe('getAuth(ctx)', () => {
  const forge: Middleware = (ctx, next) => {
    ctx.state['auth'] = { subject: 'admin', scopes: ['everything'], operation: 'listOrders' };
    return next();
  };

  it('is undefined before a middleware of this package ran, whatever stands in ctx.state.auth', async () => {
    expect(await answerBehind([forge], LIST)).toMatchObject({ subject: null, scopes: [] });
  });

  it('does not believe what was written to ctx.state.auth afterwards', async () => {
    expect(await answerBehind([jwt.guard(), forge], listWithToken)).toMatchObject({ subject: 'user-1' });
  });

  it('is what ctx.state.auth is, which loses what stood there before', async () => {
    const same: Middleware = (ctx) => {
      ctx.body = String(ctx.state['auth'] === getAuth(ctx));
    };
    for (const request of [LIST, listWithToken]) {
      expect((await serve(appOf(forge, jwt.identify({ auth: 'optional' }), same), request)).body).toBe(
        'true',
      );
    }
  });

  it('forgets an earlier identity when a later decision is about nobody', async () => {
    const anonymous = koaJwtPolicy(stubVerifier(() => Promise.resolve(STUB_ALLOWED))).guard();
    expect(await answerBehind([jwt.guard(), anonymous], listWithToken)).toMatchObject({ subject: null });
  });
});
