import { describeWiring } from '@org/adapter-contract';
import { ConfigurationError, type Verifier } from '@org/jwt-core';
import {
  answerOf,
  createConformanceKit,
  withBearer,
  type ConformanceKit,
  type RequestDescription,
  STUB_ALLOWED,
  STUB_DENIED,
  stubVerifier,
} from '@org/jwt-testing';
import { serveOnce } from '@org/jwt-testing/wire';
import express, { Router, type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EXPRESS_VERSIONS } from '../test/express-versions.js';
import { createExpressAccess, getAuth, type ExpressAccess } from './index.js';

const LIST: RequestDescription = { method: 'GET', target: '/tenants/t-eu/orders', headers: [] };
const USER = { sub: 'user-1', client_id: 'web-shop', tenant_id: 't-eu', scope: 'orders:read' };

const denying = createExpressAccess(stubVerifier(() => Promise.resolve(STUB_DENIED)));
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

const answer: RequestHandler = (req, res) => {
  res.json(answerOf(getAuth(req)));
};

async function statusOf(app: Express, request: RequestDescription): Promise<number> {
  return (await serveOnce(app, request)).status;
}

describe('guard() below a mount path', () => {
  it('decides by the whole path', async () => {
    const app = express().use(
      '/tenants',
      jwt.guard({ mountPath: '/tenants' }),
      Router().get('/:tenant/orders', answer),
    );
    const { status, body } = await serveOnce(app, listWithToken);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ operation: 'listOrders', tenant: 't-eu' });
  });
});

describe('operation(name)', () => {
  it("compares the tenant with the router's parameter, for every spelling of the path", async () => {
    const app = express().get('/shops/:tenant', jwt.operation('listOrders'), answer);
    expect(await statusOf(app, { ...listWithToken, target: '/shops/t-eu' })).toBe(200);
    expect(await statusOf(app, { ...listWithToken, target: '/shops/%74-eu' })).toBe(200);
    expect(await statusOf(app, { ...listWithToken, target: '/shops/t-us' })).toBe(403);
  });

  it('is denied where no parameter names the tenant, as in a sub-router that does not merge them', async () => {
    const routed = (router: Router) =>
      express().use('/tenants/:tenant', router.get('/orders', jwt.operation('listOrders'), answer));
    expect(await statusOf(routed(Router({ mergeParams: true })), listWithToken)).toBe(200);
    expect(await statusOf(routed(Router()), listWithToken)).toBe(403);
  });
});

describeWiring({
  factory: 'createExpressAccess',
  create: createExpressAccess,
  uses: Object.fromEntries(
    EXPRESS_VERSIONS.flatMap(([version, module]) => [
      [`app.use() of ${version}`, (middleware) => module().use(middleware as RequestHandler)],
      [
        `app.use() of ${version} with a path`,
        (middleware) => module().use('/api', answer, middleware as RequestHandler),
      ],
    ]),
  ),
  tooManyForGuard: [[{}, {}]],
});

describe('a mistake in the wiring', () => {
  describe.each(EXPRESS_VERSIONS)('on %s', (_version, module) => {
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
});

describe('two decisions about one request', () => {
  it('that disagree, because of a rewriting between two guards, are denied', async () => {
    const rewrite: RequestHandler = (req, _res, next) => {
      req.url = '/notices';
      next();
    };
    expect(await statusOf(express().use(jwt.guard(), rewrite, jwt.guard(), answer), listWithToken)).toBe(403);
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
