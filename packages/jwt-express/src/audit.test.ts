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
import express5, { type RequestHandler } from 'express';
import { describe, expect, it } from 'vitest';
import { createExpressAccess, type ExpressAuditOptions, type ExpressAccess } from './index.js';

type ExpressModule = typeof express5;
const express4 = createRequire(import.meta.url)('express4') as ExpressModule;
const VERSIONS: readonly [string, ExpressModule][] = [
  ['Express 4', express4],
  ['Express 5', express5],
];

const answer: RequestHandler = (_req, res) => {
  res.end();
};

/** The middlewares of a policy with these operations. */
const jwtOf = (templates: Readonly<Record<string, string>>): ExpressAccess =>
  createExpressAccess(verifierOf(templates));

const ORDERS = {
  listOrders: 'GET /api/orders',
  getOrder: 'GET /api/orders/{id}',
  createOrder: 'POST /api/orders',
};

/** A wildcard, in the notation of the version. */
const wildcardOf = (version: string): string => (version === 'Express 4' ? '/files/*' : '/files/*path');

const other: RequestHandler = (_req, _res, next) => {
  next();
};

function driverOf(name: string, express: ExpressModule): AuditDriver {
  return {
    name,
    wildcard: wildcardOf(name),
    audit(verifier, routes, { guarded = false, spelling = false } = {}, options = {}) {
      const jwt = createExpressAccess(verifier);
      const middlewareOf = (step: Step): RequestHandler => {
        if (typeof step === 'object') return jwt.operation(step.operation);
        return step === 'guard' ? jwt.guard() : step === 'other' ? other : answer;
      };
      const app = express();
      if (spelling) app.enable('case sensitive routing').enable('strict routing');
      if (guarded) app.use(jwt.guard());
      for (const [method, path, ...steps] of routes) app[method](path, ...steps.map(middlewareOf));
      return jwt.audit(app, options);
    },
  };
}

describeAudit(VERSIONS.map(([name, express]) => driverOf(name, express)));

describe.each(VERSIONS)('the audit of an application of %s', (version, express) => {
  it('finds nothing where every route has its operation', () => {
    const jwt = jwtOf(ORDERS);
    const app = express();
    app.use(express.json(), jwt.guard());
    app.route('/api/orders').get(answer).post(answer);
    app.get('/api/orders/:id', answer);
    const report = jwt.audit(app, { strict: true });
    expect(routesOf(report)).toEqual([
      'GET /api/orders → listOrders',
      'POST /api/orders → createOrder',
      'GET /api/orders/:id → getOrder',
    ]);
    expect(report.findings).toEqual([]);
  });

  it('reads routers three deep, with their mount paths and parameters', () => {
    const jwt = jwtOf({ getLine: 'GET /api/v1/tenants/{tenant}/orders/{id}', root: 'GET /api/v1' });
    const [api, v1, tenant] = [express.Router(), express.Router(), express.Router({ mergeParams: true })];
    const app = express();
    app.use(jwt.guard());
    app.use('/api/', api);
    api.use('/v1', v1);
    v1.get('/', answer);
    v1.use('/tenants/:tenant', tenant);
    tenant.get('/orders/:id', answer);
    expect(routesOf(jwt.audit(app, { strict: true }))).toEqual([
      'GET /api/v1 → root',
      'GET /api/v1/tenants/:tenant/orders/:id → getLine',
    ]);
  });

  it('reads every path of a list, of a mount and of a route', () => {
    const jwt = jwtOf({ a: 'GET /v1/a', b: 'GET /v1/b', c: 'GET /v2.0/a', d: 'GET /v2.0/b' });
    const api = express.Router();
    const app = express();
    app.use(jwt.guard(), answer);
    app.use(['/v1', '/v2.0'], api);
    api.get(['/a', '/b'], answer);
    expect(routesOf(jwt.audit(app, { strict: true }))).toEqual([
      'GET /v1/a → a',
      'GET /v1/b → b',
      'GET /v2.0/a → c',
      'GET /v2.0/b → d',
    ]);
  });

  it('reads an application in an application that is passed with it', () => {
    const jwt = jwtOf({ list: 'GET /admin/users', get: 'GET /admin/deep/users' });
    const [app, admin, deep] = [express(), express(), express()];
    app.use(jwt.guard());
    app.use('/admin', admin);
    admin.use('/deep', deep);
    admin.get('/users', answer);
    deep.get('/users', answer);
    const report = jwt.audit([app, admin, deep], { strict: true });
    expect(routesOf(report)).toEqual(['GET /admin/deep/users → get', 'GET /admin/users → list']);
  });

  it('reads a mounted application where it is mounted, without the one around it', () => {
    const jwt = jwtOf({ list: 'GET /admin/users' });
    const [app, admin] = [express(), express()];
    app.use('/admin', admin);
    admin.get('/users', answer);
    expect(routesOf(jwt.audit(admin, { strict: true }))).toEqual(['GET /admin/users → list']);
  });

  it('reports an application in an application that is not passed', () => {
    const jwt = jwtOf(ORDERS);
    const [app, admin] = [express(), express()];
    app.use(jwt.guard());
    app.use('/admin', admin);
    admin.get('/users', answer);
    expect(findingsOf(jwt.audit(app))).toContain('not-readable USE /admin');
  });

  it('reports routes before guard() as open, and not those after it', () => {
    const jwt = jwtOf({ a: 'GET /a', b: 'GET /b', named: '' });
    const app = express();
    app.get('/a', answer);
    app.get('/named', jwt.operation('named'), answer);
    app.use(jwt.guard());
    app.get('/b', answer);
    expect(findingsOf(jwt.audit(app))).toEqual(['not-guarded GET /a']);
  });

  it.each<[string, (app: ReturnType<ExpressModule>, jwt: ExpressAccess) => void]>([
    ['at the mount path of a router', (app, jwt) => app.use('/api', jwt.guard({ mountPath: '/api' }))],
    ['at a path with a parameter', (app, jwt) => app.use('/:any', jwt.guard({ mountPath: '/:any' }))],
    ['in a router of middleware', (app, jwt) => app.use(express.Router().use(jwt.guard()))],
    [
      'in a router of middleware at the path',
      (app, jwt) => app.use('/api', express.Router().use(jwt.guard({ mountPath: '/api' }))),
    ],
  ])('sees a guard() %s', (_where, add) => {
    const jwt = jwtOf(ORDERS);
    const app = express();
    const api = express.Router();
    add(app, jwt);
    app.use('/api', api);
    api.get('/orders', answer);
    api.get('/orders/:id', answer);
    api.post('/orders', answer);
    expect(findingsOf(jwt.audit(app))).toEqual([]);
  });

  it('does not take a guard() at another path, in a sibling or of another policy for one', () => {
    const jwt = jwtOf(ORDERS);
    const app = express();
    app.use('/other', jwt.guard({ mountPath: '/other' }));
    app.use('/other', express.Router().use(jwt.guard({ mountPath: '/other' })));
    app.use(jwtOf(ORDERS).guard());
    app.get('/api/orders', answer);
    expect(findingsOf(jwt.audit(app))).toContain('not-guarded GET /api/orders');
  });

  type Wiring = (app: ReturnType<ExpressModule>, jwt: ExpressAccess) => unknown;
  const api = (jwt: ExpressAccess, path = '/api') => jwt.guard({ mountPath: path });
  const leave: RequestHandler = (_req, _res, next) => {
    next('router');
  };
  const skip: RequestHandler = (_req, _res, next) => {
    next('route');
  };

  it.each<[string, Wiring]>([
    ['operation(name) after the handler', (app, jwt) => app.get('/api/x', answer, jwt.operation('x'))],
    ['guard() after the handler', (app, jwt) => app.get('/api/x', answer, jwt.guard())],
    [
      'operation(name) for all methods after the handler',
      (app, jwt) => app.route('/api/x').get(answer).all(jwt.operation('x')),
    ],
    [
      'operation(name) after the handler of a router',
      (app, jwt) => app.use('/api', express.Router().get('/x', answer, jwt.operation('x'))),
    ],
    [
      'a guard() that distinguishes case, where the route does not',
      (app, jwt) =>
        app
          .enable('case sensitive routing')
          .use('/api', api(jwt))
          .use(express.Router().get('/api/x', answer)),
    ],
    [
      'a guard() that distinguishes case, where the mount does not',
      (app, jwt) => {
        const inner = express.Router({ caseSensitive: true }).get('/x', answer);
        app.enable('case sensitive routing').use('/api', api(jwt)).use(express.Router().use('/api', inner));
      },
    ],
    ['guard() below a path', (app, jwt) => app.use('/api', jwt.guard()).get('/api/x', answer)],
    [
      'guard() below another path than it says',
      (app, jwt) => app.use('/api', api(jwt, '/v1')).get('/api/x', answer),
    ],
    [
      'guard() below one of two paths that it says',
      (app, jwt) => app.use(['/api', '/v1'], api(jwt)).get('/api/x', answer),
    ],
    ['guard({ mountPath }) at the root', (app, jwt) => app.use(api(jwt)).get('/api/x', answer)],
    [
      'guard() below a regular expression',
      (app, jwt) => app.use(/^\/api/u, jwt.guard()).get('/api/x', answer),
    ],
    [
      'guard() in a router below a path',
      (app, jwt) => app.use('/api', express.Router().use(jwt.guard()).get('/x', answer)),
    ],
    [
      'guard({ mountPath }) of a route at the root',
      (app, jwt) => app.get('/api/x', api(jwt, '/api/x'), answer),
    ],
    [
      'guard() of a sibling after a function that leaves it',
      (app, jwt) => app.use(express.Router().use(leave).use(jwt.guard())).get('/api/x', answer),
    ],
    [
      'guard() of a sibling after a function that leaves it below a path',
      (app, jwt) => app.use(express.Router().use('/api', leave).use(jwt.guard())).get('/api/x', answer),
    ],
    [
      'guard() of a sibling after a route that leaves it',
      (app, jwt) =>
        app.use(express.Router().get('/:a/:b', jwt.guard(), leave).use(jwt.guard())).get('/api/x', answer),
    ],
    [
      'operation(name) after a function that goes on to the next route',
      (app, jwt) => app.get('/api/x', skip, jwt.operation('x'), answer).get('/api/x', answer),
    ],
    [
      'operation(name) of another router',
      (app, jwt) =>
        app.use(express.Router().use(leave).get('/api/x', jwt.operation('x'))).get('/api/x', answer),
    ],
  ])('reports a route as open after %s', (_what, wire) => {
    const jwt = jwtOf({ x: 'GET /api/x' });
    const app = express();
    wire(app, jwt);
    expect(findingsOf(jwt.audit(app))).toContain('not-guarded GET /api/x');
  });

  it.each<[string, Wiring]>([
    ['a route that is split', (app, jwt) => app.get('/api/x', jwt.operation('x')).get('/api/x', answer)],
    [
      'a route that is split over a router and its own routers',
      (app, jwt) => app.get('/api/x', jwt.operation('x')).use('/api', express.Router().get('/x', answer)),
    ],
    [
      'a split route of a router after a function',
      (app, jwt) =>
        app.use('/api', express.Router().use(answer).get('/x', jwt.operation('x')).get('/x', answer)),
    ],
    [
      'a route that starts with its operation',
      (app, jwt) => app.get('/api/x', jwt.operation('x'), skip).get('/api/x', answer),
    ],
    [
      'functions on both sides of the operation',
      (app, jwt) => app.get('/api/x', answer, jwt.operation('x'), answer),
    ],
    ['guard() below the path that it says', (app, jwt) => app.use('/API', api(jwt)).get('/api/x', answer)],
    [
      'guard() in a router below the path that it says',
      (app, jwt) => app.use('/api/', express.Router().use(answer, api(jwt)).get('/x', answer)),
    ],
    [
      'guard() below a parameter that it calls otherwise',
      (app, jwt) => app.use('/:any', api(jwt, '/:one')).get('/api/x', answer),
    ],
    [
      'a guard() that distinguishes case as its routes do',
      (app, jwt) =>
        app
          .enable('case sensitive routing')
          .use('/api', api(jwt))
          .use('/api', express.Router().get('/x', answer)),
    ],
    [
      'guard() of a sibling before a function of that',
      (app, jwt) => app.use(express.Router().use(jwt.guard(), leave)).get('/api/x', answer),
    ],
    [
      'guard() of a sibling in a sibling',
      (app, jwt) => app.use(express.Router().use(express.Router().use(jwt.guard()))).get('/api/x', answer),
    ],
  ])('finds nothing about %s', (_what, wire) => {
    const jwt = jwtOf({ x: 'GET /api/x' });
    const app = express();
    wire(app, jwt);
    expect(findingsOf(jwt.audit(app))).toEqual([]);
  });

  it.each<[string, string | undefined, readonly string[]]>([
    ['counts a guard() whose mountPath ends in its path', '/any/api', ['other-operation GET /api/x']],
    ['does not count a guard() whose mountPath is another', '/any', []],
    ['does not count a guard() without mountPath below a path', undefined, []],
  ])('%s, in a router alone', (_what, mountPath, expected) => {
    const jwt = jwtOf({ x: '' });
    const guard = mountPath === undefined ? jwt.guard() : api(jwt, mountPath);
    // Where guard() is seen, a name without route: can never be allowed.
    const router = express.Router().use('/api', guard).get('/api/x', jwt.operation('x'), answer);
    expect(findingsOf(jwt.audit(router))).toEqual(expected);
  });

  it('sees operation(name) on a route, on all of its methods, in a list and in use()', () => {
    const jwt = jwtOf({ a: '', b: '', c: '', d: '' });
    const app = express();
    app.get('/a', jwt.operation('a'), answer);
    app.route('/b').all(jwt.operation('b')).get(answer).post(answer);
    const inList: RequestHandler[] = [answer, jwt.operation('c')];
    app.get('/c', inList, answer);
    app.use('/d', jwt.operation('d'));
    app.get('/d/:x', answer);
    const report = jwt.audit(app);
    expect(report.findings).toEqual([]);
    expect(routesOf(report)).toEqual([
      'GET /a → a',
      'GET /b → b',
      'POST /b → b',
      'GET /c → c',
      'GET /d/:x → d',
    ]);
  });

  it('knows the methods of each operation(name) on one route', () => {
    const jwt = jwtOf({ get: 'GET /x', put: 'PUT /x' });
    const app = express();
    app.route('/x').get(jwt.operation('get'), answer).put(jwt.operation('get'), answer);
    expect(findingsOf(jwt.audit(app))).toEqual(['other-operation PUT /x', 'operation-without-route put']);
  });

  it('reports all() where the operation has one method, and what all() does to the other handlers', () => {
    const jwt = jwtOf({ get: 'GET /x', y: 'GET /y' });
    const app = express();
    app.all('/x', jwt.operation('get'), answer);
    app.route('/y').all(answer).get(jwt.operation('y'), answer);
    expect(findingsOf(jwt.audit(app))).toEqual(['not-guarded ALL /y', 'more-methods ALL /x']);
  });

  it('reports a tenant that operation(name) does not see without mergeParams', () => {
    const jwt = jwtOf({ list: 'GET /t/{tenant}/orders', get: 'GET /t/{tenant}/orders/{id}' });
    const [app, blind, seeing] = [express(), express.Router(), express.Router({ mergeParams: true })];
    app.use('/t/:tenant', blind, seeing);
    blind.get('/orders', jwt.operation('list'), answer);
    seeing.get('/orders/:id', jwt.operation('get'), answer);
    expect(findingsOf(jwt.audit(app))).toEqual(['parameter-name GET /t/:tenant/orders']);
  });

  it('reports regular expressions as not comparable, also as mount paths', () => {
    const jwt = jwtOf({ a: 'GET /a' });
    const app = express();
    app.use(jwt.guard());
    app.get('/a', answer);
    app.get(/^\/orders\/(\d+)$/u, answer);
    app.use(/\/api/u, express.Router().get('/x', answer).get(wildcardOf(version), answer));
    expect(findingsOf(jwt.audit(app))).toEqual([
      'not-comparable GET /^\\/orders\\/(\\d+)$/u',
      'not-comparable GET /\\/api/u /x',
      `not-comparable GET /\\/api/u ${wildcardOf(version)}`,
    ]);
  });

  it('compares wildcards below mount paths, and those of everything', () => {
    const jwt = jwtOf({
      home: 'GET /',
      files: 'GET /api/t/{tenant}/files/{path...}',
      rest: 'POST /{path...}',
    });
    const everything = version === 'Express 4' ? '*' : '/*path';
    const tenant = express.Router({ mergeParams: true }).get(wildcardOf(version), answer);
    const app = express();
    app.use(jwt.guard());
    app.get('/', answer);
    app.use('/api', express.Router().use('/t/:tenant', tenant));
    app.post(everything, answer);
    expect(routesOf(jwt.audit(app, { strict: true }))).toEqual([
      'GET / → home',
      `GET /api/t/:tenant${wildcardOf(version)} → files`,
      `POST ${everything} → rest`,
    ]);
  });

  it('reports the path above a wildcard where the router takes it for an operation of its own', () => {
    const jwt = jwtOf({ files: 'GET /files/{path...}', index: 'GET /files/' });
    const pattern = version === 'Express 4' ? '/files/*' : '/files/{*path}';
    const app = express();
    app.use(jwt.guard());
    app.get(pattern, answer);
    const found = [`judged-as-another GET ${pattern}`, 'operation-without-route index'];
    expect(findingsOf(jwt.audit(app))).toEqual(found);
  });

  describe('with a folder of files', () => {
    const ASSETS = 'GET /assets/{path...}';
    const publicly = (templates: Readonly<Record<string, string>>): ExpressAccess => {
      const verifier = verifierOf(templates);
      const operations = verifier.operations().map((each) => ({ ...each, auth: 'public' as const }));
      return createExpressAccess({ ...verifier, operations: () => operations });
    };

    it('finds nothing after guard(), where the policy has the folder', () => {
      const jwt = jwtOf({ assets: ASSETS, list: 'GET /orders' });
      const app = express();
      app.use(jwt.guard());
      app.use('/assets', express.static('docs'));
      app.get('/orders', answer);
      const report = jwt.audit(app, { strict: true });
      expect(routesOf(report)).toEqual(['GET /assets/* → assets', 'GET /orders → list']);
    });

    it('finds nothing after guard(), where the policy has single files of it', () => {
      const jwt = jwtOf({ script: 'GET /assets/app.js', style: 'GET /assets/css/{name}' });
      const app = express();
      app.use(jwt.guard());
      app.use('/assets', express.static('docs'));
      expect(routesOf(jwt.audit(app, { strict: true }))).toEqual(['GET /assets/* → script, style']);
    });

    it('reports a folder that guard() denies as a whole', () => {
      const jwt = jwtOf({ list: 'GET /orders' });
      const app = express();
      app.use(jwt.guard());
      app.get('/orders', answer);
      app.use('/assets', express.static('docs'));
      expect(findingsOf(jwt.audit(app))).toEqual(['route-without-operation GET /assets/*']);
    });

    it('reports a folder before guard() as open, unless the policy has it as public', () => {
      const wire = (jwt: ExpressAccess): readonly string[] => {
        const app = express();
        app.use('/assets', express.static('docs'));
        app.use(jwt.guard());
        return findingsOf(jwt.audit(app));
      };
      expect(wire(publicly({ assets: ASSETS }))).toEqual([]);
      expect(wire(jwtOf({ assets: ASSETS }))).toEqual(['not-guarded GET /assets/*']);
      expect(wire(publicly({ assets: ASSETS, index: 'GET /assets/' }))).toEqual([]);
      expect(wire(publicly({ script: 'GET /assets/app.js' }))).toEqual(['not-guarded GET /assets/*']);
    });

    it('reports a folder at the root before guard(), which may be named in except', () => {
      const jwt = jwtOf({ list: 'GET /orders' });
      const app = express();
      app.use(express.static('docs'), jwt.guard());
      app.get('/orders', answer);
      expect(findingsOf(jwt.audit(app))).toEqual(['not-guarded GET /*']);
      expect(findingsOf(jwt.audit(app, { strict: true, except: ['GET /*'] }))).toEqual([]);
    });

    it('finds nothing about a folder at the root after guard(), and what only it could serve has no route', () => {
      const jwt = jwtOf({ list: 'GET /orders', icon: 'GET /favicon.ico' });
      const app = express();
      app.use(jwt.guard(), express.static('docs'));
      app.get('/orders', answer);
      const report = jwt.audit(app);
      expect(routesOf(report)).toEqual(['GET /* → none', 'GET /orders → list']);
      expect(findingsOf(report)).toEqual(['operation-without-route icon']);
    });

    it('sees operation(name) in front of it', () => {
      const jwt = jwtOf({ assets: ASSETS });
      const app = express();
      app.use('/assets', jwt.operation('assets'), express.static('docs'));
      expect(routesOf(jwt.audit(app, { strict: true }))).toEqual(['GET /assets/* → assets']);
    });
  });

  it('does not say that a regular expression is open where a guard() at a path may be before it', () => {
    const jwt = jwtOf({ a: 'GET /a' });
    const app = express();
    app.use('/api', jwt.guard({ mountPath: '/api' }));
    app.get(/^\/api\/\d+$/u, answer);
    expect(findingsOf(jwt.audit(app))).toContain('not-comparable GET /^\\/api\\/\\d+$/u');
  });

  it('reports a function at a path, and lets one be excepted', () => {
    const jwt = jwtOf({ a: 'GET /a' });
    const app = express();
    app.use('/static', other);
    app.use(jwt.guard());
    app.get('/a', answer);
    app.use('/errors', ((_error, _req, _res, next) => next()) as express5.ErrorRequestHandler);
    expect(jwt.audit(app).findings).toMatchObject([
      { kind: 'not-readable', route: 'USE /static', mounted: 'the function other' },
    ]);
    expect(jwt.audit(app, { strict: true, except: ['USE /static'] }).findings).toEqual([]);
  });

  it('reports applications that are chosen by host, and a path that two of them have', () => {
    const jwt = jwtOf({ list: 'GET /users' });
    const [app, admin] = [express(), express()];
    app.use(jwt.guard(), function vhost(req, res, next) {
      if (req.hostname === 'admin.example') admin(req, res, next);
      else next();
    });
    app.get('/users', answer);
    admin.get('/users', jwt.guard(), answer);
    expect(findingsOf(jwt.audit([app, admin]))).toEqual(['host-bound USE /', 'shared-path GET /users']);
  });

  it('reads what a function mounts where it is said in `mounts`', () => {
    const jwt = jwtOf(ORDERS);
    const app = express();
    const orders = express.Router();
    orders.route('/orders').get(answer).post(answer);
    orders.get('/orders/:id', answer);
    app.use(jwt.guard());
    app.use('/api', (req, res, next) => {
      orders(req, res, next);
    });
    const options: ExpressAuditOptions = { mounts: [{ path: '/api', router: orders }] };
    expect(findingsOf(jwt.audit(app, options))).toEqual([]);
    expect(findingsOf(jwt.audit(orders, options))).toEqual([]);
  });

  it('does not count a guard() of what a function mounts, for the routes after that function', () => {
    const jwt = jwtOf({ x: 'GET /api/x' });
    const app = express();
    const inner = express.Router().use(jwt.guard({ mountPath: '/api' }));
    app.use('/api', (req, res, next) => {
      if (req.query['inner'] === undefined) next();
      else inner(req, res, next);
    });
    app.get('/api/x', answer);
    const report = jwt.audit(app, { mounts: [{ path: '/api', router: inner }] });
    expect(findingsOf(report)).toEqual(['not-guarded GET /api/x']);
  });

  it('prints the report that the guide shows', () => {
    const jwt = jwtOf({
      listOrders: 'GET /orders',
      getOrder: 'GET /orders/{id}',
      cancelOrder: 'POST /orders/{id}/cancel',
      health: 'GET /healthz',
    });
    const app = express();
    const orders = express.Router();
    app.get('/debug', answer);
    app.use('/docs', express.static('docs'));
    app.use(jwt.guard());
    app.get('/healthz', answer);
    app.use('/orders', orders);
    orders.get('/', answer);
    orders.get('/export', answer);
    orders.get('/:id', answer);
    orders.post('/:id/refund', answer);
    const guide = readFileSync(new URL('../../../docs/guide/express.md', import.meta.url), 'utf8');
    expect(guide).toContain(`\n${jwt.audit(app).text}\n`);
  });

  it('rejects a mount at which the router is not', () => {
    const jwt = jwtOf(ORDERS);
    const app = express();
    const orders = express.Router();
    app.use('/api', orders);
    expect(() => jwt.audit(app, { mounts: [{ path: '/v2', router: orders }] })).toThrow(
      new ConfigurationError(
        'audit: mounts: the router of "/v2" is mounted elsewhere: correct the path, or leave the entry out.',
      ),
    );
  });

  it.each<[string, object, RegExp]>([
    [
      'an option that there is not',
      { strikt: true },
      /there is no option "strikt". Did you mean "strict"\?/u,
    ],
    [
      'a mount without the form of one',
      { mounts: ['/api'] },
      /expected an object of options, found a string/u,
    ],
    [
      'a mount with an unknown part',
      { mounts: [{ route: '/api' }] },
      /no option "route". Did you mean "router"/u,
    ],
    ['a mount without a router', { mounts: [{ path: '/api' }] }, /expected the application .*, found/u],
  ])('rejects %s', (_what, options, message) => {
    expect(() => jwtOf(ORDERS).audit(express(), options as never)).toThrow(message);
  });

  it('rejects a mount path that is not a path', () => {
    const mounts = [{ path: 'api', router: express.Router() }];
    expect(() => jwtOf(ORDERS).audit(express(), { mounts })).toThrow(
      /expected a path such as "\/api", found "api"/u,
    );
  });

  it('reports an application without routes, and a router that contains itself', () => {
    const jwt = jwtOf({ a: 'GET /a' });
    expect(findingsOf(jwt.audit(express()))).toEqual(['no-routes', 'operation-without-route a']);
    const router = express.Router();
    router.use('/again', router);
    expect(findingsOf(jwt.audit(router))).toContain('not-readable USE /again');
  });

  it('throws the report with `strict`, as a test needs it', () => {
    const jwt = jwtOf({ a: 'GET /a' });
    const app = express().get('/b', answer);
    expect(() => jwt.audit(app, { strict: true })).toThrow(ConfigurationError);
    expect(() => jwt.audit(app, { strict: true })).toThrow(/Open routes \(1\)/u);
  });

  it.each<[string, (router: { stack: unknown }) => void]>([
    ['a stack that is not a list', (router) => (router.stack = {})],
    ['a layer that is not an object', (router) => (router.stack = [null])],
    ['a layer without a function', (router) => (router.stack = [{}])],
    ['a layer without a path', (router) => (router.stack = [{ handle: answer }])],
    ['a layer of no known kind of path', (router) => (router.stack = [{ handle: answer, matchers: [] }])],
    [
      'a matcher that is not a function',
      (router) => (router.stack = [{ handle: answer, matchers: [1], slash: true }]),
    ],
    ['a route that is not an object', (router) => (router.stack = [{ route: 1 }])],
    ['a route without handlers', (router) => (router.stack = [{ route: { path: '/' } }])],
    ['a route without a path', (router) => (router.stack = [{ route: { stack: [] } }])],
    ['a handler that is not an object', (router) => (router.stack = [{ route: { path: '/', stack: [1] } }])],
    [
      'a method that is not a text',
      (router) => (router.stack = [{ route: { path: '/', stack: [{ method: 1 }] } }]),
    ],
  ])('rejects a router with %s instead of reporting no routes', (_what, spoil) => {
    const router = express.Router();
    spoil(router);
    expect(() => jwtOf(ORDERS).audit(router)).toThrow(ConfigurationError);
    const app = express();
    app.use('/api', Object.assign(express.Router(), { stack: router.stack }));
    if (Array.isArray(router.stack)) expect(() => jwtOf(ORDERS).audit(app)).toThrow(/cannot be read/u);
  });

  it.each<[string, unknown]>([
    ['a number', 1],
    ['null', null],
    ['a plain function', answer],
    ['the result of listen()', { listen: answer }],
    ['no application at all', []],
  ])('rejects %s', (_what, value) => {
    expect(() => jwtOf(ORDERS).audit(value as never)).toThrow(/audit\(\): expected (the|an) application/u);
  });
});

describe('the audit of what only one version has', () => {
  /** What `router` before 2.3 does not keep. */
  function forgetPaths(router: express5.IRouter): void {
    for (const layer of router.stack) Reflect.deleteProperty(layer, 'rawPath');
  }

  it('reports a router whose mount path `router` before 2.3 does not keep, and reads it where `mounts` says it', () => {
    const jwt = jwtOf(ORDERS);
    const app = express5();
    const orders = express5.Router();
    orders.route('/orders').get(answer).post(answer);
    orders.get('/orders/:id', answer);
    app.use(jwt.guard());
    app.use('/api', orders);
    forgetPaths(app.router);
    expect(jwt.audit(app).findings).toContainEqual(
      expect.objectContaining({
        kind: 'not-readable',
        route: 'USE (unknown path)',
        mounted: 'a router whose mount path this version does not keep',
      }),
    );
    expect(findingsOf(jwt.audit(app, { mounts: [{ path: '/api', router: orders }] }))).toEqual([]);
    expect(() => jwt.audit(app, { mounts: [{ path: '/v2', router: orders }] })).toThrow(/mounted elsewhere/u);
  });

  it('reads a mounted application there, which knows its own mount path', () => {
    const jwt = jwtOf({ list: 'GET /admin/users' });
    const [app, admin] = [express5(), express5()];
    app.use(jwt.guard());
    app.use('/admin', admin);
    admin.get('/users', answer);
    forgetPaths(app.router);
    expect(findingsOf(jwt.audit([app, admin]))).toEqual([]);
  });

  it.each<[string, RegExp, readonly string[], string]>([
    ['of path-to-regexp 0.1.12', /^\/t(?:\/([^/]+?))\/?(?=\/|$)/iu, ['tenant'], 'GET /t/:tenant/x'],
    ['of version 0.1.7', /^\/t\/(?:([^/]+?))\/?(?=\/|$)/iu, ['tenant'], 'GET /t/:tenant/x'],
    ['of version 0.1.7, of a list', /(?:^\/v1\/?(?=\/|$)|^\/v2\/?(?=\/|$))/iu, [], 'GET /v1/x'],
    [
      'with a part that is more than a parameter',
      /^\/t(\d+)\/?(?=\/|$)/iu,
      ['0'],
      'GET /^\\/t(\\d+)\\/?(?=\\/|$)/iu /x',
    ],
  ])('reads a mount path back from a regular expression %s', (_what, regexp, names, expected) => {
    const layer = {
      handle: express4.Router().get('/x', answer),
      regexp,
      keys: names.map((name) => ({ name })),
    };
    const router = Object.assign(express4.Router(), { stack: [layer] });
    const { routes } = jwtOf(ORDERS).audit(router);
    expect(routes[0]).toMatchObject({ route: expected });
  });
});
