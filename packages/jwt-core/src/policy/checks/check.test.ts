import { describe, expect, it } from 'vitest';
import {
  edited,
  EXAMPLE,
  placeOf,
  problemsOf,
  SMALL,
  withLine,
  type Mistake,
} from '../../../test/policy-documents.js';
import { ENTANGLED } from '../../../test/routes.js';

const inService = (line: string, text?: string): string => withLine('accept:', `    ${line}`, text);
const inOperation = (line: string): string => withLine('route:', `        ${line}`);
const withRoute = (route: string): string => edited('route: GET /orders', `route: ${route}`);
/** Two more operations, by their routes. */
const withRoutes = (...routes: readonly string[]): string =>
  SMALL +
  routes
    .map((route, index) => `      op${index}: { route: "${route}", allow: [{ principal: user }] }\n`)
    .join('');
const otherIssuer = (iss: string, text: string = SMALL): string =>
  edited(
    'services:',
    `  other:\n    iss: ${iss}\n    keys: { discovery: oidc }\n    algs: [ES256]\n    typ: JWT\nservices:`,
    text,
  );
const bot = (issuer: string): string =>
  `identities:\n  bot: { issuer: ${issuer}, require: { a: { equals: 1 } }, owner: me, reviewBy: 2027-01-31 }\n`;
const asBot = (text: string = SMALL): string => edited('principal: user', 'identity: bot', text);
const LIST = '/services/orders/operations/list';

const MISTAKES: readonly Mistake[] = [
  [
    'a typo in the name of an issuer',
    edited('[login]', '[logn]'),
    '13:14 undefined_reference /services/orders/accept/0',
    'There is no issuer named "logn". Did you mean "login"?',
  ],
  [
    'an issuer that is not there',
    edited('[login]', '[google]'),
    '13:14 undefined_reference /services/orders/accept/0',
    'Known: login.',
  ],
  [
    'an issuer named like a member of objects',
    edited('[login]', '[toString]'),
    '13:14 undefined_reference /services/orders/accept/0',
    'no issuer named "toString"',
  ],
  [
    'an issuer twice',
    edited('[login]', '[login, { issuer: login, audience: x }]'),
    '13:31 invalid /services/orders/accept/1/issuer',
    '"login" is accepted twice',
  ],
  [
    'two issuers of one iss',
    edited('[login]', '[login, other]', otherIssuer('https://id.example/')),
    '18:21 invalid /services/orders/accept/1',
    '"other" has the same iss as "login"',
  ],
  [
    'an identity that is not there',
    asBot(),
    `17:29 undefined_reference ${LIST}/allow/0/identity`,
    'There is no identity named "bot".',
  ],
  [
    'a typo in the name of an identity',
    asBot().replace('identity: bot', 'identity: bott') + bot('login'),
    `17:29 undefined_reference ${LIST}/allow/0/identity`,
    'Did you mean "bot"?',
  ],
  [
    'an identity of an issuer that is not there',
    SMALL + bot('logn'),
    '19:18 undefined_reference /identities/bot/issuer',
    'Did you mean "login"?',
  ],
  [
    'an identity of an issuer that the service does not accept',
    asBot(otherIssuer('https://other.example')) + bot('other'),
    `22:29 unreachable ${LIST}/allow/0/identity`,
    '"bot" comes from the issuer "other", which this service does not accept.',
  ],

  [
    'no allow',
    edited('        allow: [{ principal: user }]\n', ''),
    '16:9 missing_key /services/orders/operations/list/allow',
    'say who may, or write auth: optional or auth: public.',
  ],
  [
    'public with allow',
    inOperation('auth: public'),
    `18:16 invalid ${LIST}/allow`,
    'A public operation reads no token',
  ],
  [
    'public with an age',
    edited('allow: [{ principal: user }]', 'auth: public\n        maxAge: 5m'),
    `18:17 invalid ${LIST}/maxAge`,
    '"maxAge" could never be checked',
  ],

  [
    'tenants without tenantFrom',
    inService('tenants: [eu]'),
    `17:9 missing_key ${LIST}/tenantFrom`,
    'say where the request names its tenant (tenantFrom), or write tenant: any.',
  ],
  [
    'tenant: any with tenantFrom',
    inOperation('tenant: any\n        tenantFrom: header.x'),
    `17:17 invalid ${LIST}/tenant`,
    'either tenant: any or tenantFrom',
  ],
  [
    'a tenant of a parameter that the route does not have',
    withLine('typ: at+jwt', '    tenant: tid', inOperation('tenantFrom: path.tenant')),
    `17:16 unreachable ${LIST}/route`,
    'The tenant is read from {tenant}, which this route does not have.',
  ],
  [
    'a tenant of a parameter with a typo',
    withLine('typ: at+jwt', '    tenant: tid', inOperation('tenantFrom: path.tenant')).replace(
      'GET /orders',
      'GET /{tennant}/orders',
    ),
    `17:16 unreachable ${LIST}/route`,
    'Did you mean "tennant"?',
  ],
  [
    'tenants that no token names',
    inOperation('tenantFrom: header.x-tenant'),
    '13:13 unreachable /services/orders/accept',
    'no accepted issuer says how a token names its tenant',
  ],

  ['HEAD', withRoute('HEAD /orders'), `16:16 invalid ${LIST}/route`, 'HEAD is judged as GET: write GET.'],
  [
    'a method in lower case',
    withRoute('get /orders'),
    `16:16 invalid ${LIST}/route`,
    'Expected METHOD /path with the method in upper case, GET, found "get".',
  ],
  ['a route without a method', withRoute('/orders'), `16:16 invalid ${LIST}/route`, 'Expected METHOD /path'],
  [
    'a route with a dot segment',
    withRoute('GET /a/../b'),
    `16:16 invalid ${LIST}/route`,
    'no request could ever match it',
  ],
  ['a wildcard', withRoute('GET /orders/*'), `16:16 invalid ${LIST}/route`, 'There are no wildcards'],
  [
    'a parameter as Express and Koa write it',
    withRoute('GET /orders/:id'),
    `16:16 invalid ${LIST}/route`,
    'write "GET /orders/{id}" for "GET /orders/:id"',
  ],
  [
    'a literal with an escape that it does not need',
    withRoute('GET /orders%3Asearch'),
    `16:16 invalid ${LIST}/route`,
    'write "orders:search" for "orders%3Asearch"',
  ],
  [
    'a method that does not exist',
    withRoute('ALL /orders'),
    `16:16 invalid ${LIST}/route`,
    'one operation for each',
  ],
  [
    'a route twice',
    withRoutes('GET /orders'),
    `18:21 ambiguous_route /services/orders/operations/op0/route`,
    'the one of "list" (GET /orders)',
  ],
  [
    'two routes that can match one path',
    withRoutes('GET /{any}'),
    `18:21 ambiguous_route /services/orders/operations/op0/route`,
    'make them differ in a literal segment',
  ],
  ...['GET /Orders', 'GET /orders/', 'GET /{any}/', 'GET /ORDERS/'].map(
    (route): (typeof MISTAKES)[number] => [
      `${route} beside GET /orders, which a router may take for the same`,
      withRoutes(route),
      `18:21 ambiguous_route /services/orders/operations/op0/route`,
      'in more than case or a final slash',
    ],
  ),
];

describe('a document that cannot work', () => {
  it.each(MISTAKES)('because of %s says where and what', async (_name, text, place, says) => {
    const problems = await problemsOf(text);
    expect(problems.map(placeOf)).toEqual([place]);
    expect(problems[0]?.message).toContain(says);
  });

  it('tells all mistakes at once, in the order of the text', async () => {
    const text = edited('[login]', '[logn]', withRoutes('GET /orders', 'HEAD /x')).replace('ES256', 'HS256');
    expect((await problemsOf(text)).map(({ line, code }) => [line, code])).toEqual([
      [8, 'invalid'],
      [13, 'undefined_reference'],
      [18, 'ambiguous_route'],
      [19, 'invalid'],
    ]);
  });

  it('names two routes of a table in which too many mix parameters and literals', async () => {
    const routes = Array.from(
      { length: 1500 },
      (_, index) => ENTANGLED['three circles of many']?.(index) ?? '',
    );
    const [problem, ...others] = await problemsOf(withRoutes(...routes));
    expect(others).toEqual([]);
    expect(problem?.code).toBe('ambiguous_route');
    expect(problem?.message).toMatch(
      /^This route has parameters where many others have literals, such as "op\d+" \(GET \S+\), and the other way round/u,
    );
  });

  it('tells of each route that is not the first of its kind once, and of a thousand at most', async () => {
    expect(await problemsOf(withRoutes(...Array<string>(500).fill('GET /orders')))).toHaveLength(500);
    expect(await problemsOf(withRoutes(...Array<string>(2000).fill('GET /orders')))).toHaveLength(1000);
  });

  it('repeats no long name or route at length', async () => {
    const long = `GET /${'x'.repeat(100_000)}`;
    const problems = await problemsOf(withRoutes(long, ...Array<string>(500).fill(long)));
    expect(Math.max(...problems.map(({ message }) => message.length))).toBeLessThan(1100);
  });

  it.each([
    'allow: [{ principal: user }]',
    'tenant: any',
    'tenantFrom: header.x',
    'maxAge: 5m',
    'maxLifetime: 5m',
  ])('tells that a public operation cannot check "%s"', async (line) => {
    const text = edited('allow: [{ principal: user }]', `auth: public\n        ${line}`);
    expect((await problemsOf(text)).map(({ code, line: at }) => [code, at])).toContainEqual(['invalid', 18]);
  });
});

describe('a document that works', () => {
  it.each([
    [
      'two services that accept one issuer',
      SMALL +
        '  mail:\n    audience: m\n    accept: [login]\n    operations: { a: { allow: [{ principal: user }] } }\n',
    ],
    [
      'one iss in two issuers, each with its own service',
      `${edited('[login]', '[login]', otherIssuer('https://id.example/'))}  mail:\n    audience: m\n    accept: [other]\n    operations: { a: { allow: [{ principal: user }] } }\n`,
    ],
    ['an operation without a route', edited('        route: GET /orders\n', '')],
    ['an operation that may be anonymous', edited('allow: [{ principal: user }]', 'auth: optional')],
    [
      'a public operation among tenants',
      edited('allow: [{ principal: user }]', 'auth: public', inService('tenants: [eu]')),
    ],
    [
      'an operation of any tenant among tenants',
      inOperation('tenant: any').replace('accept: [login]', 'accept: [login]\n    tenants: [eu]'),
    ],
    ['routes that differ in a literal', withRoutes('GET /orders/{id}', 'POST /orders', 'GET /Admin/')],
    ['the example of the guide', EXAMPLE],
  ])('has %s', async (_what, text) => {
    expect(await problemsOf(text)).toEqual([]);
  });
});
