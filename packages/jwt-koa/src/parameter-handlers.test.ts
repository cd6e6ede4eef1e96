/** `router.param()` runs before the middleware of a route. */

import type Router from '@koa/router';
import type { RouterMiddleware } from '@koa/router';
import { findingsOf, verifierOf } from '@org/adapter-contract';
import { STUB_DENIED, stubVerifier } from '@org/jwt-testing';
import { serveOnce } from '@org/jwt-testing/wire';
import Koa, { type Middleware } from 'koa';
import { describe, expect, it, vi } from 'vitest';
import { ROUTER_VERSIONS } from '../test/router-versions.js';
import { createKoaAccess, type KoaAccess } from './index.js';

const OPERATIONS = { list: 'GET /orders', get: 'GET /orders/{id}' };
const EARLY = ['parameter-handler GET /orders/:id'];

const answer: RouterMiddleware = (ctx) => {
  ctx.body = 'orders';
};

type Wiring = (router: Router, jwt: KoaAccess, load: Parameters<Router['param']>[1]) => void;

const bind = (router: Router, jwt: KoaAccess): void => {
  router.get('/orders', jwt.operation('list') as RouterMiddleware, answer);
  router.get('/orders/:id', jwt.operation('get') as RouterMiddleware, answer);
};

const WIRINGS: readonly (readonly [what: string, wiring: Wiring, findings: readonly string[]])[] = [
  ['no param()', bind, []],
  [
    'param() before the routes',
    (router, jwt, load) => {
      router.param('id', load);
      bind(router, jwt);
    },
    EARLY,
  ],
  [
    'param() after the routes',
    (router, jwt, load) => {
      bind(router, jwt);
      router.param('id', load);
    },
    EARLY,
  ],
  [
    'param() of a parameter that no route has',
    (router, jwt, load) => {
      router.param('tenant', load);
      bind(router, jwt);
    },
    [],
  ],
  [
    'param() after guard() in a use()',
    (router, jwt, load) => {
      router.use(jwt.guard() as RouterMiddleware);
      router.param('id', load);
      bind(router, jwt);
    },
    [],
  ],
  [
    'guard() on the route itself',
    (router, jwt, load) => {
      router.param('id', load);
      router.get('/orders', jwt.guard() as RouterMiddleware, answer);
      router.get('/orders/:id', jwt.guard() as RouterMiddleware, answer);
    },
    EARLY,
  ],
];

describe.each(ROUTER_VERSIONS)('on %s', (_version, RouterClass) => {
  it.each(WIRINGS)(
    'the audit finds what acts before the request is judged: %s',
    (_what, wiring, findings) => {
      const router = new RouterClass();
      const jwt = createKoaAccess(verifierOf(OPERATIONS));
      wiring(router, jwt, (_id, _ctx, next) => next());
      expect(findingsOf(jwt.audit(router))).toEqual(findings);
    },
  );

  it.each(WIRINGS)('its finding is right: %s', async (_what, wiring, findings) => {
    const acted = vi.fn();
    const router = new RouterClass();
    const jwt = createKoaAccess(stubVerifier(() => Promise.resolve(STUB_DENIED)));
    wiring(router, jwt, (_id, _ctx, next) => {
      acted();
      return next();
    });
    const listener = new Koa().use(router.routes() as Middleware).callback();
    const { status } = await serveOnce((request, response) => void listener(request, response), {
      target: '/orders/7',
    });
    expect(status).toBe(401);
    expect(acted.mock.calls.length > 0).toBe(findings.length > 0);
  });
});
