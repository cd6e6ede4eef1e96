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
import { serveOnce } from '@org/jwt-testing/wire';
import express, { Router, type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EXPRESS_VERSIONS } from '../test/express-versions.js';
import { createExpressAccess, getAuth, type ExpressAccess } from './index.js';

const CHALLENGES = ['Bearer realm="stub"', 'DPoP algs="ES256"'];
const LIST: RequestDescription = { method: 'GET', target: '/tenants/t-eu/orders', headers: [] };
const USER = { sub: 'user-1', client_id: 'web-shop', tenant_id: 't-eu', scope: 'orders:read' };

const denying = createExpressAccess(stubVerifier(() => Promise.resolve(STUB_DENIED)));
const throwing = createExpressAccess(
  stubVerifier(() => Promise.resolve(STUB_DENIED)),
  { onDeny: 'throw' },
);

let kit: ConformanceKit;
let verifier: Verifier;
let jwt: ExpressAccess;
let listWithToken: RequestDescription;

beforeAll(async () => {
  kit = await createConformanceKit();
  verifier = await kit.createVerifier();
  jwt = createExpressAccess(verifier);
  listWithToken = withBearer(LIST, await kit.issuer.mint(USER));
});

afterAll(() => kit.close());

/** What `createVerifier` returns, and the mistake is not to wait for. */
function createVerifierLater(): Promise<Verifier> {
  return Promise.resolve(stubVerifier(() => Promise.resolve(STUB_ALLOWED)));
}

const answer: RequestHandler = (req, res) => {
  res.json(answerOf(getAuth(req)));
};

/** What the handler behind these middlewares answers. */
async function answerBehind(
  middlewares: readonly RequestHandler[],
  request: RequestDescription,
): Promise<ConformanceAnswer> {
  const { status, body } = await serveOnce(express().use(...middlewares, answer), request);
  expect(status).toBe(200);
  return JSON.parse(body) as ConformanceAnswer;
}

async function statusOf(app: Express, request: RequestDescription): Promise<number> {
  return (await serveOnce(app, request)).status;
}

describe('a refusal', () => {
  it('is the response of the core: status, every header line, and the body to the byte', async () => {
    const { status, body, header } = await serveOnce(express().use(denying.guard()));
    expect(status).toBe(401);
    expect(header('WWW-Authenticate')).toEqual(CHALLENGES);
    expect(header('Content-Type')).toEqual(['application/problem+json']);
    expect(header('Cache-Control')).toEqual(['no-store']);
    expect(header('Content-Length')).toEqual([String(Buffer.byteLength(STUB_DENIED.response.body))]);
    expect(header('ETag')).toEqual([]);
    expect(body).toBe(STUB_DENIED.response.body);
  });

  it('has no body for HEAD, and the same headers', async () => {
    const { status, body, header } = await serveOnce(express().use(denying.guard()), { method: 'HEAD' });
    expect(status).toBe(401);
    expect(header('Content-Length')).toEqual([String(Buffer.byteLength(STUB_DENIED.response.body))]);
    expect(header('WWW-Authenticate')).toEqual(CHALLENGES);
    expect(body).toBe('');
  });

  it('takes the place of what was set under its names, and leaves other headers alone', async () => {
    const before: RequestHandler = (_req, res, next) => {
      res.set({
        'Content-Type': 'text/html',
        'cache-control': 'public',
        'Content-Length': '3',
        'X-Frame-Options': 'DENY',
      });
      next();
    };
    const { body, header } = await serveOnce(express().use(before, denying.guard()));
    expect(header('Content-Type')).toEqual(['application/problem+json']);
    expect(header('Cache-Control')).toEqual(['no-store']);
    expect(header('X-Frame-Options')).toEqual(['DENY']);
    expect(body).toBe(STUB_DENIED.response.body);
  });

  it.each([
    ['identify', denying.identify()],
    ['operation', denying.operation('x')],
    ['guard', denying.guard()],
  ])('of %s lets no handler run', async (_name, middleware) => {
    const handler = vi.fn(answer);
    await serveOnce(express().use(middleware, handler).use(handler));
    expect(handler).not.toHaveBeenCalled();
  });

  it('says that two Authorization lines are ambiguous, though Node shows only the first', async () => {
    expect(
      await statusOf(express().use(jwt.guard()), withHeader(listWithToken, 'authorization', 'Bearer x')),
    ).toBe(400);
  });
});

describe("a refusal with onDeny: 'throw'", () => {
  it("reaches the application's error handler with status, headers and body", async () => {
    const caught: unknown[] = [];
    const handler = vi.fn(answer);
    // Express knows an error handler by its four parameters.
    const onError: ErrorRequestHandler = (error, _req, res, next) => {
      caught.push(error);
      res.status(418).end(next.name);
    };
    expect(await statusOf(express().use(throwing.guard(), handler, onError), LIST)).toBe(418);
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

  it("keeps status and challenges in Express's own error handler", async () => {
    const { status, header } = await serveOnce(express().use(throwing.guard()));
    expect(status).toBe(401);
    expect(header('WWW-Authenticate')).toEqual(CHALLENGES);
    expect(header('Cache-Control')).toEqual(['no-store']);
  });
});

describe('a verifier that fails', () => {
  const failures: readonly [name: string, decide: () => Promise<Decision>][] = [
    ['rejects', () => Promise.reject(new Error('bug'))],
    ['throws', () => { throw new Error('bug'); }], // prettier-ignore
    // To Express these mean: go on, with the next handler, route or router.
    ...['route', 'router', undefined, null].map((reason): [string, () => Promise<Decision>] => [
      `rejects with ${String(reason)}`,
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      () => Promise.reject(reason),
    ]),
  ];

  it.each(failures)('%s: 500, and no handler runs', async (_name, decide) => {
    const handler = vi.fn(answer);
    const broken = createExpressAccess(stubVerifier(decide));
    const router = Router().get('/', broken.operation('x'), handler).get('/', handler);
    const app = express().set('env', 'test').use(router).use(handler);
    expect(await statusOf(app, { ...LIST, target: '/' })).toBe(500);
    expect(handler).not.toHaveBeenCalled();
  });
});

describe('what is allowed', () => {
  it('goes on once, with the headers of the decision', async () => {
    const handler = vi.fn(answer);
    const allowing = stubVerifier(() =>
      Promise.resolve({ ...STUB_ALLOWED, headers: [['DPoP-Nonce', 'n-1']] } as Decision),
    );
    const { header } = await serveOnce(express().use(createExpressAccess(allowing).guard(), handler));
    expect(header('DPoP-Nonce')).toEqual(['n-1']);
    expect(handler).toHaveBeenCalledOnce();
  });

  it('is found by method and path with guard()', async () => {
    expect(await answerBehind([jwt.guard()], listWithToken)).toMatchObject({
      operation: 'listOrders',
      subject: 'user-1',
    });
    expect(await statusOf(express().use(jwt.guard()), { ...listWithToken, target: '/elsewhere' })).toBe(403);
  });

  it('is found under a mount path, by the whole path', async () => {
    const app = express().use(
      '/tenants',
      jwt.guard({ mountPath: '/tenants' }),
      Router().get('/:tenant/orders', answer),
    );
    const { status, body } = await serveOnce(app, listWithToken);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ operation: 'listOrders', tenant: 't-eu' });
  });

  it('is judged by the rewritten URL', async () => {
    const rewrite: RequestHandler = (req, _res, next) => {
      req.url = req.url.replace('/old', '/tenants');
      next();
    };
    const request = { ...listWithToken, target: '/old/t-eu/orders' };
    expect(await answerBehind([rewrite, jwt.guard()], request)).toMatchObject({ operation: 'listOrders' });
    expect(await statusOf(express().use(jwt.guard(), rewrite, answer), request)).toBe(403);
  });
});

describe('operation(name)', () => {
  it('throws for a name that the policy does not have, when the route is made', () => {
    expect(() => jwt.operation('listOrder')).toThrow(ConfigurationError);
    expect(() => jwt.operation('listOrder')).toThrow(/Did you mean "listOrders"\?/u);
  });

  it("compares the tenant with the router's parameter, whatever the path looks like", async () => {
    const app = express().get('/shops/:tenant', jwt.operation('listOrders'), answer);
    expect(await statusOf(app, { ...listWithToken, target: '/shops/t-eu' })).toBe(200);
    expect(await statusOf(app, { ...listWithToken, target: '/shops/%74-eu' })).toBe(200);
    expect(await statusOf(app, { ...listWithToken, target: '/shops/t-us' })).toBe(403);
  });

  it('is refused where no parameter names the tenant, as in a sub-router that does not merge them', async () => {
    const routed = (router: Router) =>
      express().use('/tenants/:tenant', router.get('/orders', jwt.operation('listOrders'), answer));
    expect(await statusOf(routed(Router({ mergeParams: true })), listWithToken)).toBe(200);
    expect(await statusOf(routed(Router()), listWithToken)).toBe(403);
  });
});

describe('identify()', () => {
  it('says who it is and allows no operation', async () => {
    expect(await answerBehind([jwt.identify()], listWithToken)).toMatchObject({
      operation: null,
      subject: 'user-1',
    });
  });

  it('refuses a request without credential', async () => {
    expect(await statusOf(express().use(jwt.identify(), answer), LIST)).toBe(401);
  });

  it("with auth: 'optional' takes nobody for anonymous, and still refuses a bad credential", async () => {
    const optional = jwt.identify({ auth: 'optional' });
    expect(await answerBehind([optional], LIST)).toMatchObject({ subject: null });
    expect(await statusOf(express().use(optional, answer), withBearer(LIST, 'garbage'))).toBe(401);
  });
});

describe('a mistake in the wiring', () => {
  it.each<[string, unknown, RegExp]>([
    [
      'a promise',
      createVerifierLater(),
      /found a promise\. Write await: createExpressAccess\(await createVerifier/u,
    ],
    ['nothing', undefined, /expected what createVerifier\(\) resolves to, found undefined/u],
    ['null', null, /found null/u],
    ['the options of one', { policy: 'jwt-policy.yaml' }, /found object/u],
    ['the function that makes one', createVerifierLater, /found function/u],
  ])('throws at once: %s in place of a verifier', (_what, verifier, message) => {
    expect(() => createExpressAccess(verifier as Verifier)).toThrow(ConfigurationError);
    expect(() => createExpressAccess(verifier as Verifier)).toThrow(message);
  });

  describe.each(EXPRESS_VERSIONS)('on %s', (_version, module) => {
    it.each(['identify', 'operation', 'guard'] as const)(
      'throws at start: app.use(jwt.%s) without the call',
      (name) => {
        const uncalled = denying[name] as unknown as RequestHandler;
        expect(() => module().use(uncalled)).toThrow(ConfigurationError);
        expect(() => module().use('/api', answer, uncalled)).toThrow(
          new RegExp(`jwt\\.${name} was used as a middleware: it makes one\\. Write jwt\\.${name}\\(`, 'u'),
        );
      },
    );

    it.each(['identify', 'operation', 'guard'] as const)(
      'ends every request in an error: jwt.%s without the call, where Express takes any function',
      async (name) => {
        const handler = vi.fn(answer);
        const uncalled = denying[name] as unknown as RequestHandler;
        const caught: unknown[] = [];
        const onError: ErrorRequestHandler = (error, _req, res, next) => {
          caught.push(error);
          res.status(500).end(next.name);
        };
        for (const router of [
          module.Router().use(uncalled, handler),
          module.Router().get('/', uncalled, handler),
          module.Router().all('/', [uncalled], handler),
        ]) {
          expect(await statusOf(module().use(router, onError), { ...LIST, target: '/' })).toBe(500);
        }
        expect(handler).not.toHaveBeenCalled();
        expect(caught).toEqual(Array(3).fill(expect.any(ConfigurationError)));
        expect(String(caught[0])).toContain(`Write jwt.${name}(`);
      },
    );
  });

  it('is not made by what looks at the middlewares, or makes several', () => {
    expect(inspect(jwt, { getters: false })).toContain('guard');
    expect({ ...jwt }.operation('listOrders')).toBeTypeOf('function');
    expect({ ...jwt }.guard()).toBeTypeOf('function');
  });

  it.each<[string, (...args: never[]) => unknown, unknown[]]>([
    ['guard({}, {})', denying.guard, [{}, {}]],
    ["operation('open', 'admin')", denying.operation, ['open', 'admin']],
    ["identify({ auth: 'optional' }, {})", denying.identify, [{ auth: 'optional' }, {}]],
  ])('throws for an argument that it does not take: %s', (_call, make, args) => {
    const call = () => (make as (...all: unknown[]) => unknown)(...args);
    expect(call).toThrow(ConfigurationError);
    expect(call).toThrow(/^jwt\.\w+: expected /u);
  });
});

describe('two opinions about one request', () => {
  const conflicting = (onDeny: 'respond' | 'throw'): ExpressAccess =>
    createExpressAccess(verifier, { onDeny });

  it.each<[string, (each: ExpressAccess) => RequestHandler[], number]>([
    ['a guard, and the same name', (each) => [each.guard(), each.operation('listOrders')], 200],
    ['a guard, and another name', (each) => [each.guard(), each.operation('notices')], 403],
    ['another name, and a guard', (each) => [each.operation('notices'), each.guard()], 403],
    ['two names', (each) => [each.operation('notices'), each.operation('listOrders')], 200],
  ])('%s', async (_what, chain, status) => {
    const app = express().get('/tenants/:tenant/orders', ...chain(conflicting('respond')), answer);
    expect(await statusOf(app, listWithToken)).toBe(status);
  });

  it('that disagree, because of a rewriting between two guards, are refused', async () => {
    const rewrite: RequestHandler = (req, _res, next) => {
      req.url = '/notices';
      next();
    };
    expect(await statusOf(express().use(jwt.guard(), rewrite, jwt.guard(), answer), listWithToken)).toBe(403);
  });

  const identities: RequestHandler = (req, res) => {
    res.json([getAuth(req) ?? null, req.auth ?? null]);
  };

  it('leave no identity behind where they disagree', async () => {
    const goesOnAnyway: ErrorRequestHandler = (error, _req, _res, next) => {
      next(error instanceof AccessDeniedError ? undefined : error);
    };
    const twice = conflicting('throw');
    const app = express().use(twice.guard(), twice.operation('notices'), goesOnAnyway, identities);
    expect((await serveOnce(app, listWithToken)).body).toBe('[null,null]');
  });

  it('leave no identity behind where one ends in an error', async () => {
    const goesOnAnyway: ErrorRequestHandler = (_error, _req, _res, next) => {
      next();
    };
    const broken = createExpressAccess(stubVerifier(() => Promise.reject(new Error('bug'))));
    const app = express().use(jwt.guard(), broken.guard(), goesOnAnyway, identities);
    expect((await serveOnce(app, listWithToken)).body).toBe('[null,null]');
  });
});

describe('a request that is dispatched again', () => {
  it.each(['/api/tenants/t-eu/orders', '/api/anything'])(
    'is not judged by a path that the router does not go by: %s',
    async (target) => {
      const handler = vi.fn<RequestHandler>((_req, res) => res.end());
      const allowing = createExpressAccess(stubVerifier(() => Promise.resolve(STUB_ALLOWED)));
      const app = express().set('env', 'test').use(allowing.guard());
      app.use('/api', (req, res) => {
        app(req, res);
      });
      app.use(handler);
      const { status } = await serveOnce(app, { target });
      expect([status, handler.mock.calls.length]).toEqual([500, 0]);
    },
  );
});

describe('a request that was answered while it was judged', () => {
  it('reaches no handler', async () => {
    const handler = vi.fn<RequestHandler>((_req, res) => res.end());
    const slow = createExpressAccess(
      stubVerifier(() => new Promise((resolve) => setImmediate(resolve, STUB_ALLOWED))),
    );
    const timeLimit: RequestHandler = (_req, res, next) => {
      next();
      res.status(503).end();
    };
    const { status } = await serveOnce(express().use(timeLimit, slow.guard(), handler));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([status, handler.mock.calls.length]).toEqual([503, 0]);
  });
});

describe('getAuth(req)', () => {
  const forge: RequestHandler = (req, _res, next) => {
    Object.assign(req, { auth: { subject: 'admin', scopes: ['everything'], operation: 'listOrders' } });
    next();
  };

  it('is undefined before a middleware of this package ran, whatever stands in req.auth', async () => {
    expect(await answerBehind([forge], LIST)).toMatchObject({ subject: null, scopes: [] });
  });

  it('does not believe what was written to req.auth afterwards', async () => {
    expect(await answerBehind([jwt.guard(), forge], listWithToken)).toMatchObject({ subject: 'user-1' });
  });

  it('is what req.auth is, which loses what stood there before', async () => {
    const same = vi.fn<RequestHandler>((req, res) => res.json(req.auth === getAuth(req)));
    const optional = jwt.identify({ auth: 'optional' });
    for (const request of [LIST, listWithToken]) {
      expect((await serveOnce(express().use(forge, optional, same), request)).body).toBe('true');
    }
  });

  it('forgets an earlier identity when a later decision is about nobody', async () => {
    const anonymous = createExpressAccess(stubVerifier(() => Promise.resolve(STUB_ALLOWED))).guard();
    expect(await answerBehind([jwt.guard(), anonymous], listWithToken)).toMatchObject({ subject: null });
  });
});
