/** `app.param()` and `router.param()` run before the middleware of a route. */

import { findingsOf, verifierOf } from '@org/adapter-contract';
import { STUB_DENIED, stubVerifier } from '@org/jwt-testing';
import { serveOnce } from '@org/jwt-testing/wire';
import type { Express, RequestHandler, RequestParamHandler, Router } from 'express';
import { describe, expect, it, vi } from 'vitest';
import { EXPRESS_VERSIONS } from '../test/express-versions.js';
import { createExpressAccess, type ExpressAccess } from './index.js';

const answer: RequestHandler = (_req, res) => {
  res.end();
};
const load: RequestParamHandler = (_req, _res, next) => {
  next();
};
const OPERATIONS = { list: 'GET /t/{tenant}/orders', get: 'GET /t/{tenant}/orders/{id}' };
const EARLY = ['parameter-handler GET /t/:tenant/orders/:id'];

type Make = () => Router;

/** An application whose router of orders is mounted below a tenant, and what an audit of it finds. */
type Wiring = (app: Express, orders: Router, jwt: ExpressAccess) => void;

const bind: Wiring = (app, orders, jwt) => {
  orders.get('/orders', jwt.operation('list'), answer);
  orders.get('/orders/:id', jwt.operation('get'), answer);
  app.use('/t/:tenant', orders);
};
const EVERY = ['parameter-handler GET /t/:tenant/orders', ...EARLY];

const WIRINGS: readonly (readonly [what: string, wiring: Wiring, findings: readonly string[]])[] = [
  ['no param()', bind, []],
  [
    'router.param() of a route',
    (app, orders, jwt) => {
      orders.param('id', load);
      bind(app, orders, jwt);
    },
    EARLY,
  ],
  [
    'router.param() that is added later',
    (app, orders, jwt) => {
      bind(app, orders, jwt);
      orders.param('id', load);
    },
    EARLY,
  ],
  [
    'router.param() of a parameter that no route of it has',
    (app, orders, jwt) => {
      app.param('id', load);
      orders.param('tenant', load);
      bind(app, orders, jwt);
    },
    [],
  ],
  [
    'app.param() of a mount path',
    (app, orders, jwt) => {
      app.param('tenant', load);
      bind(app, orders, jwt);
    },
    EVERY,
  ],
  [
    'app.param() of a mount path, and guard() in the router that is mounted there',
    (app, orders, jwt) => {
      app.param('tenant', load);
      orders.use(jwt.guard({ mountPath: '/t/:tenant' }));
      orders.get('/orders', answer).get('/orders/:id', answer);
      app.use('/t/:tenant', orders);
    },
    EVERY,
  ],
  [
    'param() after guard() at the root',
    (app, orders, jwt) => {
      app.use(jwt.guard());
      app.param('tenant', load);
      orders.param('id', load);
      bind(app, orders, jwt);
    },
    [],
  ],
  [
    'router.param() after guard() in the same router',
    (app, orders, jwt) => {
      orders.use(jwt.guard({ mountPath: '/t/:tenant' }));
      orders.param('id', load);
      bind(app, orders, jwt);
    },
    [],
  ],
  [
    'guard() on the route itself',
    (app, orders, jwt) => {
      const guard = jwt.guard({ mountPath: '/t/:tenant' });
      orders.param('id', load);
      orders.get('/orders', guard, answer).get('/orders/:id', guard, answer);
      app.use('/t/:tenant', orders);
    },
    EARLY,
  ],
];

describe.each(EXPRESS_VERSIONS)('on %s', (_version, express) => {
  const routerOf: Make = () => express.Router({ mergeParams: true });

  it.each(WIRINGS)(
    'the audit finds what acts before the request is judged: %s',
    (_what, wiring, findings) => {
      const [app, orders] = [express(), routerOf()];
      const jwt = createExpressAccess(verifierOf(OPERATIONS));
      wiring(app, orders, jwt);
      expect(findingsOf(jwt.audit(app))).toEqual(findings);
    },
  );

  it.each(WIRINGS)('its finding is right: %s', async (_what, wiring, findings) => {
    const acted = vi.fn(load);
    const [app, orders] = [express(), routerOf()];
    for (const each of [app, orders]) {
      const param = each.param.bind(each) as (name: string, handler: RequestParamHandler) => unknown;
      Object.assign(each, { param: (name: string) => param(name, acted) });
    }
    wiring(app, orders, createExpressAccess(stubVerifier(() => Promise.resolve(STUB_DENIED))));
    expect((await serveOnce(app, { target: '/t/eu/orders/7' })).status).toBe(401);
    expect(acted.mock.calls.length > 0).toBe(findings.length > 0);
  });
});
