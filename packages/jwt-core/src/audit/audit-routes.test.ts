import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../options/configuration-error.js';
import type { OperationSummary } from '../verify/verifier.js';
import { auditRoutes, type RouteAudit, type RouteAuditOptions } from './audit-routes.js';
import type { Found } from './finding.js';
import type { RouterRoute, UnreadMount } from './router-routes.js';

/** `GET /orders/:id`, with what is unusual about it. Guarded, unless it says otherwise. */
function route(text: string, unusual: Partial<RouterRoute> = {}): RouterRoute {
  const [method = '', ...path] = text.split(' ');
  return {
    method,
    path,
    caseSensitive: false,
    strict: false,
    router: 0,
    around: [],
    host: undefined,
    operations: [],
    passedOn: unusual.operations ?? [],
    guarded: true,
    earlyParameters: [],
    hiddenParameters: [],
    ...unusual,
  };
}

/** A wildcard of Express 4, which also takes the path above with a final slash. */
function wildcard(text: string, unusual: Partial<RouterRoute> = {}): RouterRoute {
  const own = text.slice(text.lastIndexOf(' ') + 1).replace(/\*$/u, '');
  return route(text, { takes: (path) => path.startsWith(own), ...unusual });
}

/** A folder of files below a path. */
const folder = (path: string, unusual: Partial<RouterRoute> = {}): RouterRoute =>
  wildcard(`GET ${path} /*`, { isFolder: true, ...unusual });

/** A router around others. */
const ROOT = {};

/** Operations by their templates; those that start with `named` have none, and those of `/public` are public. */
function operationsOf(templates: readonly string[]): readonly OperationSummary[] {
  return templates.map((template) => ({
    name: template.replace(/\W+/gu, '_'),
    auth: template.includes('/public') ? 'public' : 'required',
    route: template.startsWith('named') ? undefined : template,
    tenantFrom: template.includes('{tenant}') ? 'path.tenant' : undefined,
  }));
}

function audit(
  templates: readonly string[],
  routes: readonly RouterRoute[],
  options: RouteAuditOptions = {},
  unread: readonly UnreadMount[] = [],
): RouteAudit {
  const operations = operationsOf(templates);
  return auditRoutes({ service: 'orders', operations: () => operations }, { routes, unread }, options);
}

/** The findings without their advice. */
function findings(templates: readonly string[], routes: readonly RouterRoute[]): readonly Found[] {
  return audit(templates, routes).findings.map(({ advice, ...found }) => {
    expect(advice).not.toBe('');
    return found;
  });
}

describe('a route that the policy knows', () => {
  it.each<[string, readonly string[], RouterRoute]>([
    ['has literal segments', ['GET /orders/export'], route('GET /orders/export')],
    ['has a parameter at the same place', ['GET /orders/{id}'], route('GET /orders/:id')],
    ['calls a parameter otherwise', ['GET /orders/{id}'], route('GET /orders/:order')],
    ['constrains a parameter', ['GET /orders/{id}'], route('GET /orders/:id(\\d+)')],
    ['is the root', ['GET /'], route('GET /')],
    ['is below mount paths', ['GET /api/v1/orders'], route('GET /api/ /v1 /orders')],
    ['is the root of a mount', ['GET /api'], route('GET /api /')],
    ['is below a mount at the root', ['GET /orders'], route('GET / / /orders')],
    ['has a parameter in its mount path', ['GET /t/{x}/orders'], route('GET /t/:x /orders')],
    ['has a final slash more', ['GET /orders'], route('GET /orders/')],
    ['has a final slash less', ['GET /orders/'], route('GET /orders')],
    ['is written in another case', ['GET /orders'], route('GET /Orders')],
    ['is for HEAD', ['GET /orders'], route('HEAD /orders')],
    ['is for OPTIONS', ['OPTIONS /orders'], route('OPTIONS /orders')],
    ['is for every method, after guard()', ['GET /orders'], route('ALL /orders')],
    ['is public, and nothing guards it', ['GET /public'], route('GET /public', { guarded: false })],
    ['names its operation', ['GET /orders'], route('GET /orders', { operations: ['GET_orders'] })],
    [
      'names an operation of no path',
      ['named x'],
      route('GET /x', { operations: ['named_x'], guarded: false }),
    ],
    [
      'names an operation of no path, by a wildcard',
      ['named x'],
      route('GET /x/*', { operations: ['named_x'], guarded: undefined }),
    ],
    ['takes everything below a path', ['GET /files/{path...}'], wildcard('GET /files/*')],
    ['takes everything', ['GET /{path...}'], wildcard('GET /*')],
    ['takes everything below a mount path', ['GET /t/{x}/files/{path...}'], wildcard('GET /t/:x /files/*')],
    [
      'takes everything, and nothing guards it',
      ['GET /public/{path...}'],
      wildcard('GET /public/*', { guarded: false }),
    ],
    [
      'takes everything, and names its operation',
      ['GET /files/{path...}'],
      wildcard('GET /files/*', { operations: ['GET_files_path_'], guarded: undefined }),
    ],
    ['is a folder of files', ['GET /files/{path...}'], folder('/files')],
    ['is a folder of files, of which the policy has one', ['GET /files/{name}'], folder('/files')],
  ])('is not found when it %s', (_what, templates, each) => {
    expect(findings(templates, [each])).toEqual([]);
  });

  it('may be registered twice, for a middleware and for its handler', () => {
    const twice = [
      route('GET /orders', { operations: ['GET_orders'], guarded: false }),
      route('GET /orders'),
    ];
    expect(findings(['GET /orders'], twice)).toEqual([]);
  });

  it('is judged by the operation that an earlier route with its paths is bound to', () => {
    const before = route('ALL /orders', { operations: ['named_x'], guarded: false });
    const report = audit(['named x'], [before, route('GET /orders', { guarded: false })]);
    expect(report.findings).toEqual([]);
    expect(report.routes).toEqual([
      { route: 'ALL /orders', operations: ['named_x'] },
      { route: 'GET /orders', operations: ['named_x'] },
    ]);
  });
});

it.each<[string, Partial<RouterRoute>, Partial<RouterRoute>, string | undefined]>([
  ['passes nothing on', { passedOn: [] }, {}, 'not-guarded'],
  ['is in another router', { around: [ROOT, {}] }, { around: [ROOT] }, 'not-guarded'],
  ['is in another router', { around: [ROOT, {}] }, { around: [ROOT, {}] }, 'not-guarded'],
  ['is in the same router', { around: [ROOT] }, { around: [ROOT] }, undefined],
  ['is in a router around its own', { around: [ROOT] }, { around: [ROOT, {}] }, undefined],
])(
  'a bound route that %s judges a later one of the same path no more than that',
  (_what, first, second, kind) => {
    const before = route('GET /orders', { operations: ['named_x'], guarded: false, ...first });
    const report = audit(['named x'], [before, route('GET /orders', { guarded: false, ...second })]);
    expect(report.findings.map((each) => each.kind)).toEqual(kind === undefined ? [] : [kind]);
  },
);

it('is not-guarded for a public wildcard whose path above is not public', () => {
  const operations = operationsOf(['GET /a/', 'GET /a/{path...}']).map((each) => ({
    ...each,
    auth: each.name === 'GET_a_' ? ('required' as const) : ('public' as const),
  }));
  const routes = [wildcard('GET /a/*', { guarded: false })];
  const report = auditRoutes({ service: 'orders', operations: () => operations }, { routes, unread: [] });
  expect(report.findings.map(({ kind }) => kind)).toEqual(['not-guarded', 'operation-without-route']);
});

describe('a finding', () => {
  const rows: readonly [string, readonly string[], readonly RouterRoute[], readonly Found[]][] = [
    [
      'no-routes for an empty router',
      ['named x'],
      [],
      [{ kind: 'no-routes' }, { kind: 'operation-without-route', operation: 'named_x', template: undefined }],
    ],
    [
      'not-guarded for a route that nothing judges, also where the policy has an operation for it',
      ['GET /orders'],
      [route('GET /orders', { guarded: false }), route('GET /debug', { guarded: false })],
      [
        { kind: 'not-guarded', route: 'GET /orders', operation: 'GET_orders' },
        { kind: 'not-guarded', route: 'GET /debug', operation: undefined },
      ],
    ],
    [
      'not-guarded for the other methods of a public route',
      ['GET /public'],
      [route('ALL /public', { guarded: false })],
      [{ kind: 'not-guarded', route: 'ALL /public', operation: 'GET_public' }],
    ],
    [
      'not-guarded for a wildcard that nothing judges',
      ['GET /orders'],
      [route('GET /orders'), route('GET /*', { guarded: false })],
      [{ kind: 'not-guarded', route: 'GET /*', operation: undefined }],
    ],
    [
      'route-without-operation for a path that no template has',
      ['GET /orders'],
      [route('GET /orders'), route('GET /orders/:id')],
      [{ kind: 'route-without-operation', route: 'GET /orders/:id' }],
    ],
    [
      'route-without-operation for a method that no template has',
      ['GET /orders'],
      [route('GET /orders'), route('DELETE /orders'), route('OPTIONS /orders')],
      [
        { kind: 'route-without-operation', route: 'DELETE /orders' },
        { kind: 'route-without-operation', route: 'OPTIONS /orders' },
      ],
    ],
    [
      'route-without-operation where the router distinguishes case',
      ['GET /orders'],
      [route('GET /orders', { caseSensitive: true }), route('GET /Orders', { caseSensitive: true })],
      [{ kind: 'route-without-operation', route: 'GET /Orders' }],
    ],
    [
      'route-without-operation where the router distinguishes a final slash',
      ['GET /orders'],
      [route('GET /orders', { strict: true }), route('GET /orders/', { strict: true })],
      [{ kind: 'route-without-operation', route: 'GET /orders/' }],
    ],
    [
      'operation-without-route for a template and for a name',
      ['GET /orders', 'POST /orders', 'named x'],
      [route('GET /orders')],
      [
        { kind: 'operation-without-route', operation: 'POST_orders', template: 'POST /orders' },
        { kind: 'operation-without-route', operation: 'named_x', template: undefined },
      ],
    ],
    [
      'judged-as-another for a literal where the template has a parameter',
      ['GET /orders/{id}'],
      [route('GET /orders/export'), route('GET /orders/:id')],
      [
        {
          kind: 'judged-as-another',
          route: 'GET /orders/export',
          operation: 'GET_orders_id_',
          template: 'GET /orders/{id}',
        },
      ],
    ],
    [
      'judged-as-another for a parameter where the template has a literal, before its own route',
      ['GET /orders/export'],
      [route('GET /orders/:id'), route('GET /orders/export')],
      [
        {
          kind: 'judged-as-another',
          route: 'GET /orders/:id',
          operation: 'GET_orders_export',
          template: 'GET /orders/export',
        },
        { kind: 'unreachable-route', route: 'GET /orders/export', by: 'GET /orders/:id' },
      ],
    ],
    [
      'route-without-operation for a parameter after the route that has the literal',
      ['GET /orders/export'],
      [route('GET /orders/export'), route('GET /orders/:id')],
      [{ kind: 'route-without-operation', route: 'GET /orders/:id' }],
    ],
    [
      'judged-as-another for a route that crosses a template',
      ['GET /orders/{id}/items'],
      [route('GET /orders/mine/:what'), route('GET /orders/:id/items')],
      [
        {
          kind: 'judged-as-another',
          route: 'GET /orders/mine/:what',
          operation: 'GET_orders_id_items',
          template: 'GET /orders/{id}/items',
        },
      ],
    ],
    [
      'unreachable-route for a literal after a parameter',
      ['GET /orders/{id}'],
      [route('GET /orders/:id'), route('GET /orders/export')],
      [{ kind: 'unreachable-route', route: 'GET /orders/export', by: 'GET /orders/:id' }],
    ],
    [
      'unreachable-route for the second of two routes that differ in their operation alone',
      ['named x', 'named y'],
      [
        route('GET /orders', { operations: ['named_x'], guarded: false }),
        route('GET /orders', { operations: ['named_y'], guarded: false }),
      ],
      [{ kind: 'unreachable-route', route: 'GET /orders', by: 'GET /orders' }],
    ],
    [
      'judged-as-another, and not unreachable-route, after a constrained parameter',
      ['GET /orders/{id}'],
      [route('GET /orders/:id(\\d+)'), route('GET /orders/export')],
      [
        {
          kind: 'judged-as-another',
          route: 'GET /orders/export',
          operation: 'GET_orders_id_',
          template: 'GET /orders/{id}',
        },
      ],
    ],
    [
      'other-operation for a name whose template is of another path',
      ['GET /orders/{id}', 'GET /orders'],
      [
        route('GET /orders', { operations: ['GET_orders_id_'] }),
        route('GET /items', { operations: ['GET_orders'] }),
      ],
      [
        { kind: 'other-operation', route: 'GET /orders', operation: 'GET_orders_id_', byPath: 'GET_orders' },
        { kind: 'other-operation', route: 'GET /items', operation: 'GET_orders', byPath: undefined },
      ],
    ],
    [
      'other-operation for a name whose template is of another method',
      ['GET /orders'],
      [route('DELETE /orders', { operations: ['GET_orders'] })],
      [{ kind: 'other-operation', route: 'DELETE /orders', operation: 'GET_orders', byPath: undefined }],
    ],
    [
      'other-operation for a name without a template, where guard() finds another',
      ['GET /orders/{id}', 'named x'],
      [
        route('GET /orders/export', { operations: ['named_x'], guarded: undefined }),
        route('GET /orders/:id', { guarded: undefined }),
      ],
      [
        {
          kind: 'other-operation',
          route: 'GET /orders/export',
          operation: 'named_x',
          byPath: 'GET_orders_id_',
        },
      ],
    ],
    [
      'other-operation for a name without a template, where guard() finds none',
      ['named x'],
      [route('GET /x', { operations: ['named_x'] })],
      [{ kind: 'other-operation', route: 'GET /x', operation: 'named_x', byPath: undefined }],
    ],
    [
      'other-operation for two names on one route',
      ['named x', 'named y'],
      [route('GET /x', { operations: ['named_x', 'named_y'], guarded: false })],
      [{ kind: 'other-operation', route: 'GET /x', operation: 'named_y', byPath: 'named_x' }],
    ],
    [
      'other-operation for a name that the policy in force does not have',
      ['named x'],
      [
        route('GET /x', { operations: ['named_x'], guarded: false }),
        route('GET /y', { operations: ['gone'], guarded: false }),
      ],
      [{ kind: 'other-operation', route: 'GET /y', operation: 'gone', byPath: undefined }],
    ],
    [
      'more-methods for a route of every method whose operation has one',
      ['GET /orders', 'GET /items'],
      [
        route('ALL /orders', { operations: ['GET_orders'], guarded: false }),
        route('ALL /items', { guarded: undefined }),
      ],
      [
        { kind: 'more-methods', route: 'ALL /orders', operations: ['GET_orders'] },
        { kind: 'more-methods', route: 'ALL /items', operations: ['GET_items'] },
      ],
    ],
    [
      'parameter-name for two parameters that changed places',
      ['GET /a/{x}/{y}'],
      [route('GET /a/:y/:x')],
      [
        { kind: 'parameter-name', route: 'GET /a/:y/:x', operation: 'GET_a_x_y_', parameter: 'x' },
        { kind: 'parameter-name', route: 'GET /a/:y/:x', operation: 'GET_a_x_y_', parameter: 'y' },
      ],
    ],
    [
      'parameter-name for a tenant that the bound route calls otherwise',
      ['GET /t/{tenant}'],
      [route('GET /t/:id', { operations: ['GET_t_tenant_'] })],
      [{ kind: 'parameter-name', route: 'GET /t/:id', operation: 'GET_t_tenant_', parameter: 'tenant' }],
    ],
    [
      'parameter-name for a tenant in a mount path that the bound route does not see',
      ['GET /t/{tenant}/orders'],
      [
        route('GET /t/:tenant /orders', {
          operations: ['GET_t_tenant_orders'],
          hiddenParameters: ['tenant'],
        }),
      ],
      [
        {
          kind: 'parameter-name',
          route: 'GET /t/:tenant/orders',
          operation: 'GET_t_tenant_orders',
          parameter: 'tenant',
        },
      ],
    ],
    [
      'parameter-handler for a parameter that is acted on before operation(name)',
      ['GET /orders/{id}'],
      [
        route('GET /orders/:id', {
          operations: ['GET_orders_id_'],
          guarded: undefined,
          earlyParameters: ['id'],
        }),
      ],
      [{ kind: 'parameter-handler', route: 'GET /orders/:id', parameters: ['id'] }],
    ],
    [
      'parameter-handler for parameters that are acted on before guard() on the route',
      ['GET /t/{tenant}/orders/{id}'],
      [route('GET /t/:tenant/orders/:id', { earlyParameters: ['tenant', 'id'] })],
      [{ kind: 'parameter-handler', route: 'GET /t/:tenant/orders/:id', parameters: ['tenant', 'id'] }],
    ],
    [
      'nothing for a parameter of a public operation that is acted on early',
      ['GET /public/{id}'],
      [
        route('GET /public/:id', {
          operations: ['GET_public_id_'],
          guarded: undefined,
          earlyParameters: ['id'],
        }),
        route('GET /public/:id', { router: 1, operations: ['GET_public_id_'], earlyParameters: ['id'] }),
      ],
      [],
    ],
    [
      'host-bound for a route that the host chooses',
      ['GET /users'],
      [route('GET /users', { host: 'admin.example' }), route('GET /users', { router: 1 })],
      [{ kind: 'host-bound', route: 'GET /users', host: 'admin.example' }],
    ],
    [
      'shared-path for a route that two routers have',
      ['GET /users'],
      [route('GET /users'), route('GET /users', { router: 1 })],
      [{ kind: 'shared-path', route: 'GET /users', other: 'GET /users' }],
    ],
    [
      'judged-as-another for a literal below a wildcard of the template',
      ['GET /files/{path...}'],
      [route('GET /files/a/:id'), wildcard('GET /files/*')],
      [
        {
          kind: 'judged-as-another',
          route: 'GET /files/a/:id',
          operation: 'GET_files_path_',
          template: 'GET /files/{path...}',
        },
      ],
    ],
    [
      'judged-as-another for a wildcard above that of the template, and for the path that it takes besides',
      ['GET /files/{path...}', 'GET /a/', 'GET /a/{path...}'],
      [wildcard('GET /*'), wildcard('GET /a/*', { router: 1 })],
      [
        {
          kind: 'judged-as-another',
          route: 'GET /*',
          operation: 'GET_files_path_',
          template: 'GET /files/{path...}',
        },
        { kind: 'judged-as-another', route: 'GET /*', operation: 'GET_a_', template: 'GET /a/' },
        {
          kind: 'judged-as-another',
          route: 'GET /*',
          operation: 'GET_a_path_',
          template: 'GET /a/{path...}',
        },
        { kind: 'judged-as-another', route: 'GET /a/*', operation: 'GET_a_', template: 'GET /a/' },
        {
          kind: 'operation-without-route',
          operation: 'GET_files_path_',
          template: 'GET /files/{path...}',
        },
        { kind: 'operation-without-route', operation: 'GET_a_', template: 'GET /a/' },
      ],
    ],
    [
      'unreachable-route for what is below an earlier wildcard',
      ['GET /files/{path...}'],
      [wildcard('GET /files/*'), route('GET /files/:id')],
      [{ kind: 'unreachable-route', route: 'GET /files/:id', by: 'GET /files/*' }],
    ],
    [
      'not-guarded for a wildcard whose other path is not public',
      ['GET /public/{path...}', 'GET /secret/', 'GET /secret/{path...}'],
      [wildcard('GET /public/*', { guarded: false }), wildcard('GET /secret/*', { guarded: false })],
      [
        { kind: 'not-guarded', route: 'GET /secret/*', operation: 'GET_secret_path_' },
        { kind: 'operation-without-route', operation: 'GET_secret_', template: 'GET /secret/' },
      ],
    ],
    [
      'not-guarded for a folder of files of which the policy has one, and none for those that are below it',
      ['GET /public/{name}', 'GET /a'],
      [folder('/public', { guarded: false }), folder(''), route('GET /a')],
      [{ kind: 'not-guarded', route: 'GET /public/*', operation: 'GET_public_name_' }],
    ],
    [
      'route-without-operation for a folder of files that guard() denies',
      ['GET /a'],
      [folder('/files'), route('GET /a')],
      [{ kind: 'route-without-operation', route: 'GET /files/*' }],
    ],
    [
      'not-comparable for a wildcard that the router cannot be asked about, an optional part and a part of a segment',
      ['named x'],
      [
        route('GET /files/*'),
        route('GET /files/{*path}'),
        route('GET /files/:name?'),
        route('GET /files/:name.json'),
        route('GET /x', { operations: ['named_x'], guarded: false }),
      ],
      [
        { kind: 'not-comparable', route: 'GET /files/*' },
        { kind: 'not-comparable', route: 'GET /files/{*path}' },
        { kind: 'not-comparable', route: 'GET /files/:name?' },
        { kind: 'not-comparable', route: 'GET /files/:name.json' },
      ],
    ],
    [
      'not-comparable for a regular expression, also after a mount path',
      ['named x'],
      [
        route('GET', { path: [/^\/orders\/(\d+)$/u] }),
        route('GET', { path: ['/api', /orders/u] }),
        route('GET /x', { operations: ['named_x'], guarded: false }),
      ],
      [
        { kind: 'not-comparable', route: 'GET /^\\/orders\\/(\\d+)$/u' },
        { kind: 'not-comparable', route: 'GET /api /orders/u' },
      ],
    ],
    [
      'not-comparable for a pattern that is bound to an operation with a template',
      ['GET /orders/{id}'],
      [route('GET /orders/*', { operations: ['GET_orders_id_'] })],
      [{ kind: 'not-comparable', route: 'GET /orders/*' }],
    ],
  ];

  it.each(rows)('is %s', (_what, templates, routes, expected) => {
    expect(findings(templates, routes)).toEqual(expected);
  });

  it('is not-readable or host-bound for what is mounted and has not been read', () => {
    const { findings: found } = audit(['GET /x'], [route('GET /x')], {}, [
      { route: 'USE /admin', mounted: 'an application', dispatches: 'unknown' },
      { route: 'USE /', mounted: 'vhost', dispatches: 'by host' },
    ]);
    expect(found).toMatchObject([
      { kind: 'host-bound', route: 'USE /', host: undefined },
      { kind: 'not-readable', route: 'USE /admin', mounted: 'an application' },
    ]);
  });
});

describe('a report', () => {
  const templates = ['GET /orders', 'named x'];
  const routes = [route('GET /orders'), route('GET /debug')];

  it('lists every route with the operations that judge it', () => {
    expect(audit(templates, routes).routes).toEqual([
      { route: 'GET /orders', operations: ['GET_orders'] },
      { route: 'GET /debug', operations: [] },
    ]);
  });

  it('is frozen, with all that it holds', () => {
    const report = audit(templates, routes);
    for (const each of [report, report.routes, report.routes[0], report.findings, report.findings[0]]) {
      expect(Object.isFrozen(each)).toBe(true);
    }
  });

  it('says in one line that nothing was found', () => {
    const { text } = audit(['GET /orders'], [route('GET /orders')], { strict: true });
    expect(text).toBe('Routes of orders: 1 route, 1 operation. Every route has its operation.');
  });

  it('throws its text with `strict`', () => {
    const { text } = audit(templates, routes);
    expect(text).toContain('GET /debug');
    expect(() => audit(templates, routes, { strict: true })).toThrow(new ConfigurationError(text));
  });

  it('has no line of more than 80 columns, unless a path alone is longer', () => {
    const long = `/orders/${'x'.repeat(50)}`;
    const { text } = audit(
      ['GET /orders/{id}', `GET ${long}x/{id}`, 'GET /a/{x}/{y}'],
      [route(`GET ${long}`), route(`GET ${long}x/:id`, { guarded: false }), route('GET /a/:y/:x')],
    );
    const tooLong = text.split('\n').filter((line) => line.length > 80);
    expect(tooLong).toEqual([]);
    expect(text).toContain(`GET ${long}\n`);
  });

  it('does not let a path move the cursor of a terminal', () => {
    expect(audit(['named x'], [route('GET /a\u{1b}[2J')]).text).not.toContain('\u{1b}');
  });

  it('leaves out what is excepted', () => {
    const report = audit(templates, routes, { strict: true, except: ['GET /debug', 'named_x'] });
    expect(report.findings).toEqual([]);
  });

  it('rejects an exception that excepts nothing, and says what there is', () => {
    expect(() => audit(templates, routes, { except: ['GET /bug'] })).toThrow(
      new ConfigurationError(
        'audit({ except }): nothing is found about "GET /bug": leave it out. Findings are about: GET /debug, named_x.',
      ),
    );
  });

  it('throws while there is no policy', () => {
    expect(() => audit([], routes)).toThrow(/no policy is in force yet/u);
  });
});
