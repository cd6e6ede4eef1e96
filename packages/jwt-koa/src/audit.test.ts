import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  describeAudit,
  findingsOf,
  routesOf,
  verifierOf,
  type AuditDriver,
  type Step,
} from '@org/adapter-contract';
import { ConfigurationError } from '@org/jwt-core';
import Router15 from '@koa/router';
import Koa, { type Middleware } from 'koa';
import { describe, expect, it } from 'vitest';
import { createKoaAccess, type KoaAccess } from './index.js';

type RouterClass = typeof Router15;
const require = createRequire(import.meta.url);
const ROUTERS: readonly [string, RouterClass][] = [
  ['@koa/router 12', require('koa-router-12') as RouterClass],
  ['@koa/router 13', require('koa-router-13') as RouterClass],
  ['@koa/router 14', require('koa-router-14') as RouterClass],
  ['@koa/router 15', Router15],
  ['koa-router 13', require('koa-router') as RouterClass],
];

const answer: Middleware = (ctx) => {
  ctx.body = {};
};
const other: Middleware = (_ctx, next) => next();

/** The middlewares of a policy with these operations. */
const jwtOf = (templates: Readonly<Record<string, string>>): KoaAccess =>
  createKoaAccess(verifierOf(templates));

const wildcardOf = (version: string): string => (/1[45]/u.test(version) ? '/files/{*path}' : '/files/(.*)');

function driverOf(name: string, Router: RouterClass): AuditDriver {
  return {
    name,
    wildcard: wildcardOf(name),
    // An application of Koa says nothing about its guard(): what it may be after is not reported as open.
    audit(verifier, routes, { spelling = false } = {}, options = {}) {
      const jwt = createKoaAccess(verifier);
      const middlewareOf = (step: Step): Middleware => {
        if (typeof step === 'object') return jwt.operation(step.operation);
        return step === 'guard' ? jwt.guard() : step === 'other' ? other : answer;
      };
      const router = new Router(spelling ? { sensitive: true, strict: true } : {});
      for (const [method, path, ...steps] of routes) router[method](path, ...steps.map(middlewareOf));
      return jwt.audit(router, options);
    },
  };
}

describeAudit(ROUTERS.map(([name, Router]) => driverOf(name, Router)));

describe.each(ROUTERS)('the audit of a router of %s', (_version, Router) => {
  it('finds nothing where every route has its operation', () => {
    const jwt = jwtOf({ list: 'GET /api/orders', get: 'GET /api/orders/{id}', create: 'POST /api/orders' });
    const router = new Router({ prefix: '/api' });
    router.use(other).get('/orders', answer).get('/orders/:id', answer).post('/orders', other, answer);
    const report = jwt.audit(router, { strict: true });
    expect(report.findings).toEqual([]);
    expect(routesOf(report)).toEqual([
      'GET /api/orders → list',
      'GET /api/orders/:id → get',
      'POST /api/orders → create',
    ]);
  });

  it('reads routers three deep, with their prefixes and parameters', () => {
    const jwt = jwtOf({ line: 'GET /api/v1/tenants/{tenant}/orders/{id}', root: 'GET /api/v1' });
    const [api, v1, tenant] = [new Router({ prefix: '/api' }), new Router(), new Router()];
    tenant.get('/orders/:id', jwt.operation('line'), answer);
    v1.get('/', answer).use('/tenants/:tenant', tenant.routes(), tenant.allowedMethods());
    api.use('/v1', v1.routes());
    expect(routesOf(jwt.audit(api, { strict: true }))).toEqual([
      'GET /api/v1 → root',
      'GET /api/v1/tenants/:tenant/orders/:id → line',
    ]);
  });

  it('reads every path of a list, and every method', () => {
    const jwt = jwtOf({ a: 'GET /a', b: 'GET /b', put: 'PUT /c', patch: 'PATCH /c' });
    const router = new Router();
    router.get(['/a', '/b'], answer).register('/c', ['PUT', 'PATCH'], answer);
    expect(routesOf(jwt.audit(router, { strict: true }))).toEqual([
      'GET /a → a',
      'GET /b → b',
      'PUT /c → put',
      'PATCH /c → patch',
    ]);
  });

  it('sees operation(name) on a route and in use(), in front of what use() is for', () => {
    const jwt = jwtOf({ a: '', b: '' });
    const router = new Router();
    router.get('/a', other, jwt.operation('a'), answer);
    router.use(jwt.operation('b')).get('/b', answer);
    expect(routesOf(jwt.audit(router, { strict: true }))).toEqual(['GET /a → a', 'GET /b → b']);
  });

  it.each<[string, (each: () => Middleware) => Router15]>([
    ['of its own', (made) => new Router().use('/b', made()).get('/b', answer)],
    ['of its own, with a parameter', (made) => new Router().use('/:b', made()).get('/:b', answer)],
    ['that is a prefix', (made) => new Router({ prefix: '/b' }).use(made()).get('/c', answer)],
    [
      'that is a prefix with a parameter',
      (made) => new Router({ prefix: '/t/:b' }).use(made()).get('/c', answer),
    ],
    [
      'of an outer router',
      (made) => new Router().use('/b', new Router().use(made()).get('/c', answer).routes()),
    ],
  ])('throws for a middleware in use() below a path %s, which may not run', (_what, wire) => {
    const jwt = jwtOf({ b: '' });
    for (const made of [() => jwt.guard(), () => jwt.operation('b')]) {
      expect(() => jwt.audit(wire(made))).toThrow(ConfigurationError);
      expect(() => jwt.audit(wire(made))).toThrow(
        /router\.use\(\) has a middleware of this package below a path/u,
      );
    }
  });

  it('sees a guard() in use(), before the routes and around nested ones', () => {
    const jwt = jwtOf({ late: '', nested: '', early: '' });
    const [router, inner] = [new Router(), new Router()];
    router.get('/early', jwt.operation('early'), answer);
    router.use(jwt.guard());
    inner.get('/nested', jwt.operation('nested'), answer);
    router.get('/late', jwt.operation('late'), answer).use('/in', inner.routes());
    // Where guard() is seen, a name without route: can never be allowed.
    expect(findingsOf(jwt.audit(router))).toEqual([
      'other-operation GET /late',
      'other-operation GET /in/nested',
    ]);
  });

  it('does not count a guard() of an exclusive router, which leaves out what use() has', () => {
    const jwt = jwtOf({ a: '' });
    const router = new Router({ exclusive: true });
    router.use(jwt.guard()).get('/a', jwt.operation('a'), answer);
    expect(findingsOf(jwt.audit(router))).toEqual([]);
  });

  it.each<[string, (router: Router15, jwt: KoaAccess) => void]>([
    ['operation(name) after the handler', (router, jwt) => router.get('/a', answer, jwt.operation('a'))],
    ['guard() after the handler', (router, jwt) => router.get('/a', answer, jwt.guard())],
    ['a guard() in use() that is added later', (router, jwt) => router.get('/a', answer).use(jwt.guard())],
    [
      'an operation(name) in use() that is added later',
      (router, jwt) => router.get('/a', answer).use(jwt.operation('a')),
    ],
    [
      'a guard() of a nested router that is added later',
      (router, jwt) => router.get('/a', answer).use(new Router().use(jwt.guard()).get('/b', answer).routes()),
    ],
  ])('reports a route as open before %s', (_what, wire) => {
    const jwt = jwtOf({ a: 'GET /a' });
    const router = new Router();
    wire(router, jwt);
    expect(findingsOf(jwt.audit(router))).toContain('not-guarded GET /a');
  });

  it('reports a route of an exclusive router as open, which leaves out the guard() in use()', () => {
    const jwt = jwtOf({ a: 'GET /a', b: '' });
    const router = new Router({ exclusive: true });
    router.use(jwt.guard()).get('/a', answer).get('/b', jwt.operation('b'), answer);
    expect(findingsOf(jwt.audit(router))).toEqual(['not-guarded GET /a']);
  });

  it.each<[string, (router: Router15, jwt: KoaAccess) => void]>([
    ['is split', (router, jwt) => router.get('/a', jwt.operation('a')).get('/a', answer)],
    [
      'has functions around its operation',
      (router, jwt) => router.get('/a', other, jwt.operation('a'), answer),
    ],
    ['may be after the guard() of the application', (router) => router.use(other).get('/a', answer)],
    ['is after guard() in use()', (router, jwt) => router.use(other, jwt.guard()).get('/a', answer)],
  ])('finds nothing about a route that %s', (_what, wire) => {
    const jwt = jwtOf({ a: 'GET /a' });
    const router = new Router();
    wire(router, jwt);
    expect(findingsOf(jwt.audit(router))).toEqual([]);
  });

  it('knows that an exclusive router runs the last route that matches', () => {
    const jwt = jwtOf({ get: 'GET /orders/{id}' });
    const router = new Router({ exclusive: true });
    router.get('/orders/export', answer).get('/orders/:id', answer).get('/orders/import', answer);
    expect(findingsOf(jwt.audit(router))).toEqual([
      'judged-as-another GET /orders/import',
      'unreachable-route GET /orders/export',
    ]);
  });

  it.each<[string, string | RegExp, string]>([
    ['a text', 'admin.example', 'admin.example'],
    ['a regular expression', /\.admin\.example$/u, '/\\.admin\\.example$/u'],
  ])('reports routes that are bound to a host by %s', (_what, host, shown) => {
    const jwt = jwtOf({ list: 'GET /users' });
    const [admin, users] = [new Router({ host }).get('/users', answer), new Router().get('/users', answer)];
    expect(jwt.audit([admin, users]).findings).toMatchObject([
      { kind: 'host-bound', route: 'GET /users', host: shown },
    ]);
  });

  it('finds nothing about a host where the route names its operation', () => {
    const jwt = jwtOf({ all: '', own: '' });
    const admin = new Router({ host: 'admin.example' }).get('/users', jwt.operation('all'), answer);
    const users = new Router().get('/users', jwt.operation('own'), answer);
    expect(findingsOf(jwt.audit([admin, users]))).toEqual([]);
  });

  it('reports a path that two routers have', () => {
    const jwt = jwtOf({ list: 'GET /users' });
    const [one, two] = [new Router().get('/users', answer), new Router().get('/users', answer)];
    expect(findingsOf(jwt.audit([one, two, one]))).toEqual(['shared-path GET /users']);
  });

  it('puts the path of koa-mount before the routes of the router in there', () => {
    const jwt = jwtOf({ list: 'GET /admin/users', own: 'GET /v2/users' });
    const router = new Router().get('/users', answer);
    const mounts = [
      { path: '/admin', router },
      { path: '/v2', router },
    ];
    expect(routesOf(jwt.audit(router, { strict: true, mounts }))).toEqual([
      'GET /admin/users → list',
      'GET /v2/users → own',
    ]);
    expect(() => jwt.audit(router, { mounts: [{ path: 'admin', router }] })).toThrow(
      /expected a path such as "\/api"/u,
    );
  });

  it('prints the report that the guide shows', () => {
    const jwt = jwtOf({
      listOrders: 'GET /orders',
      getOrder: 'GET /orders/{id}',
      listUsers: 'GET /users',
      cancelOrder: 'POST /orders/{id}/cancel',
    });
    const router = new Router()
      .get('/orders', answer)
      .get('/orders/export', answer)
      .get('/orders/:id', answer);
    const admin = new Router({ host: 'admin.example' }).get('/users', answer);
    const guide = readFileSync(new URL('../../../docs/guide/koa.md', import.meta.url), 'utf8');
    expect(guide).toContain(`\n${jwt.audit([router, admin]).text}\n`);
  });

  it('reports a router that routes by another path than that of the request', () => {
    const router = new Router({ routerPath: '/a' }).get('/a', answer);
    expect(findingsOf(jwtOf({ a: 'GET /a' }).audit(router))).toEqual(['not-readable USE /a']);
  });

  it('reports a router that has middleware alone as one without routes', () => {
    const jwt = jwtOf({ a: 'GET /a' });
    expect(findingsOf(jwt.audit(new Router().use(other)))).toEqual([
      'no-routes',
      'operation-without-route a',
    ]);
  });

  it.each<[string, unknown]>([
    ['a layer that is not an object', 1],
    ['a layer without options', {}],
    ['a layer without methods', { opts: {} }],
    ['a method that is not a text', { opts: {}, methods: [1] }],
    ['a layer without a path', { opts: {}, methods: ['GET'] }],
    ['a layer without middleware', { opts: {}, methods: ['GET'], path: '/' }],
    ['a layer without parameters', { opts: {}, methods: ['GET'], path: '/', stack: [] }],
  ])('rejects a router with %s instead of reporting no routes', (_what, layer) => {
    const router = Object.assign(new Router(), { stack: [layer] as never });
    expect(() => jwtOf({ a: 'GET /a' }).audit(router)).toThrow(/cannot be read/u);
  });
});

describe('the audit of what is not a router', () => {
  it.each<[string, unknown, RegExp]>([
    ['an application', new Koa(), /an application of Koa: pass its routers/u],
    ['what routes() returned', new Router15().routes(), /pass the router itself/u],
    ['null', null, /found null/u],
    ['a text', '/', /a value of type string/u],
    ['a function', answer, /a value of type function/u],
    ['nothing', [], /found none/u],
    ['a router without options', { stack: [] }, /without options/u],
    ['a host that is a number', { stack: [], opts: {}, host: 1 }, /neither a text nor a regular expression/u],
  ])('rejects %s', (_what, value, message) => {
    expect(() => jwtOf({ a: 'GET /a' }).audit(value as never)).toThrow(message);
    expect(() => jwtOf({ a: 'GET /a' }).audit(value as never)).toThrow(ConfigurationError);
  });
});

describe('the audit of what only @koa/router 15 has', () => {
  it('knows that the route of the fewest parameters runs with `exclusive: specificity`', () => {
    const router = new Router15({ exclusive: 'specificity' });
    router.get('/orders/:id', answer).get('/orders/export', answer);
    const jwt = jwtOf({ get: 'GET /orders/{id}', named: '' });
    expect(routesOf(jwt.audit(router))).toEqual(['GET /orders/export → none', 'GET /orders/:id → get']);
  });

  it('reports every host of a list', () => {
    const router = new Router15({ host: ['a.example', 'b.example'] }).get('/users', answer);
    expect(jwtOf({ list: 'GET /users' }).audit(router).findings).toMatchObject([
      { host: 'a.example, b.example' },
    ]);
  });
});
