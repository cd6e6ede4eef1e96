import { inspect } from 'node:util';
import { AccessDeniedError, ConfigurationError, type Decision, type Verifier } from '@org/jwt-core';
import {
  answerOf,
  createConformanceKit,
  withBearer,
  withHeader,
  type ConformanceKit,
  type RequestDescription,
  STUB_ALLOWED,
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
const throwing = createKoaAccess(
  stubVerifier(() => Promise.resolve(STUB_DENIED)),
  { onDeny: 'throw' },
);

let kit: ConformanceKit;
let verifier: Verifier;
let jwt: KoaAccess;
let listWithToken: RequestDescription;

beforeAll(async () => {
  kit = await createConformanceKit();
  verifier = await kit.createVerifier();
  jwt = createKoaAccess(verifier);
  listWithToken = withBearer(LIST, await kit.issuer.mint(USER));
});

afterAll(() => kit.close());

/** What `createVerifier` returns, and the mistake is not to wait for. */
function createVerifierLater(): Promise<Verifier> {
  return Promise.resolve(stubVerifier(() => Promise.resolve(STUB_ALLOWED)));
}

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
    const broken = createKoaAccess(stubVerifier(decide));
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
    const allowing = createKoaAccess(stubVerifier(() => Promise.resolve(decision)));
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

  it('works before it, at the root, and behind one for another path', async () => {
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
  ])('is refused inside, behind a rewriting that %s', async (_what, target, change) => {
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

  it('is refused where it is in the application and in the mounted one, and the path was cut', async () => {
    const shared = jwt.guard();
    const app = appOf(mount('/admin', appOf(shared, answer)), shared, answer);
    expect(await statusOf(app, { ...listWithToken, target: '/admin/tenants/t-eu/orders' })).toBe(500);
  });

  it('is refused where it is in the application and in the mounted one, behind a rewriting', async () => {
    const shared = jwt.guard();
    const app = appOf(
      rewriting((url) => `/admin${url}`),
      mount('/admin', appOf(shared, answer)),
      shared,
    );
    expect(await statusOf(app, listWithToken)).toBe(500);
  });

  it('is refused behind it, where it has passed the request on', async () => {
    const inRouter = new Router().use(jwt.guard()).get(PATTERN, answer).routes() as Middleware;
    for (const behind of [jwt.guard(), inRouter]) {
      expect(await statusOf(appOf(mount('/tenants', through), behind, answer), listWithToken)).toBe(500);
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
  const pattern = PATTERN;
  const wirings: Readonly<Record<string, () => Router>> = {
    'before its routes': () => new Router().use(jwt.guard()).get(pattern, answer),
    'on a route': () => new Router().get(pattern, jwt.guard(), answer),
    'in a router that is nested': () => {
      const inner = new Router().get('/orders', jwt.guard(), answer);
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

describe('a mistake in the wiring', () => {
  it.each<[string, unknown, RegExp]>([
    [
      'a promise',
      createVerifierLater(),
      /found a promise\. Write await: createKoaAccess\(await createVerifier/u,
    ],
    ['nothing', undefined, /expected what createVerifier\(\) resolves to, found undefined/u],
    ['the options of one', { policy: 'jwt-policy.yaml' }, /found object/u],
  ])('throws at once: %s in place of a verifier', (_what, given, message) => {
    expect(() => createKoaAccess(given as Verifier)).toThrow(ConfigurationError);
    expect(() => createKoaAccess(given as Verifier)).toThrow(message);
  });

  const NAMES = ['identify', 'operation', 'guard'] as const;

  it.each(NAMES)('throws at start: app.use(jwt.%s) without the call', (name) => {
    const uncalled = denying[name] as unknown as Middleware;
    const message = new RegExp(
      `jwt\\.${name} was used as a middleware: it makes one\\. Write jwt\\.${name}\\(`,
      'u',
    );
    for (const use of [(): unknown => new Koa().use(uncalled), (): unknown => new Router().use(uncalled)]) {
      expect(use).toThrow(ConfigurationError);
      expect(use).toThrow(message);
    }
  });

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

  it('is not made by what looks at the middlewares, or makes several', () => {
    expect(inspect(jwt)).toContain('guard');
    expect({ ...jwt }.operation('listOrders')).toBeTypeOf('function');
    expect({ ...jwt }.guard()).toBeTypeOf('function');
  });

  it.each<[string, (...args: never[]) => unknown, unknown[]]>([
    ["guard({ mountPath: '/api' })", denying.guard, [{ mountPath: '/api' }]],
    ["guard('admin')", denying.guard, ['admin']],
    ["operation('open', 'admin')", denying.operation, ['open', 'admin']],
    ["identify({ auth: 'optional' }, {})", denying.identify, [{ auth: 'optional' }, {}]],
  ])('throws for an argument that it does not take: %s', (_call, make, args) => {
    const call = () => (make as (...all: unknown[]) => unknown)(...args);
    expect(call).toThrow(ConfigurationError);
    expect(call).toThrow(/^jwt\.\w+: expected /u);
  });
});

describe('two opinions about one request', () => {
  it.each<[string, (each: KoaAccess) => Middleware[], number]>([
    ['a guard, and the same name', (each) => [each.guard(), each.operation('listOrders')], 200],
    ['a guard, and another name', (each) => [each.guard(), each.operation('notices')], 403],
    ['another name, and a guard', (each) => [each.operation('notices'), each.guard()], 403],
    ['two names', (each) => [each.operation('notices'), each.operation('listOrders')], 200],
  ])('%s', async (_what, chain, status) => {
    const router = new Router().get(PATTERN, ...chain(jwt), answer);
    expect(await statusOf(appOf(router.routes() as Middleware), listWithToken)).toBe(status);
  });

  const identities: Middleware = (ctx) => {
    ctx.body = JSON.stringify([getAuth(ctx) ?? null, ctx.state['auth'] ?? null]);
  };

  /** Answers all the same when everything behind it ended in an error. */
  const inAnyCase: Middleware = async (ctx, next) => {
    await next().catch(() => void identities(ctx, next));
  };

  it('leave no identity behind where they disagree', async () => {
    const twice = createKoaAccess(verifier, { onDeny: 'throw' });
    const router = new Router().get(PATTERN, twice.guard(), twice.operation('notices'));
    const { body } = await serve(appOf(inAnyCase, router.routes() as Middleware), listWithToken);
    expect(body).toBe('[null,null]');
  });

  it('leave no identity behind where one ends in an error', async () => {
    const broken = createKoaAccess(stubVerifier(() => Promise.reject(new Error('bug'))));
    const { body } = await serve(appOf(inAnyCase, jwt.guard(), broken.guard()), listWithToken);
    expect(body).toBe('[null,null]');
  });
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
    const anonymous = createKoaAccess(stubVerifier(() => Promise.resolve(STUB_ALLOWED))).guard();
    expect(await answerBehind([jwt.guard(), anonymous], listWithToken)).toMatchObject({ subject: null });
  });
});
