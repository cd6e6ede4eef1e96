import { edited, SMALL, withLine } from '../policy-documents.js';
import type { Mistake } from './mistake.js';

export const inService = (line: string, text?: string): string => withLine('accept:', `    ${line}`, text);
export const inOperation = (line: string): string => withLine('route:', `        ${line}`);
const withRoute = (route: string): string => edited('route: GET /orders', `route: ${route}`);
/** Two more operations, by their routes. */
export const withRoutes = (...routes: readonly string[]): string =>
  SMALL +
  routes
    .map((route, index) => `      op${index}: { route: "${route}", allow: [{ principal: user }] }\n`)
    .join('');
export const otherIssuer = (iss: string, text: string = SMALL): string =>
  edited(
    'services:',
    `  other:\n    iss: ${iss}\n    keys: { discovery: oidc }\n    algs: [ES256]\n    typ: JWT\nservices:`,
    text,
  );
const bot = (issuer: string): string =>
  `identities:\n  bot: { issuer: ${issuer}, require: { a: { equals: 1 } }, owner: me, reviewBy: 2027-01-31 }\n`;
const ofIssuer = (name: string): string => edited('principal: user', `issuer: ${name}`);
const asBot = (text: string = SMALL): string => edited('principal: user', 'identity: bot', text);
const LIST = '/services/orders/operations/list';

export const SERVICE_MISTAKES: readonly Mistake[] = [
  [
    'a typo in the name of an issuer',
    edited('[login]', '[logn]'),
    '13:14 undefined_reference /services/orders/accept/0',
  ],
  [
    'an issuer that is not there',
    edited('[login]', '[google]'),
    '13:14 undefined_reference /services/orders/accept/0',
  ],
  [
    'an issuer named like a member of objects',
    edited('[login]', '[toString]'),
    '13:14 undefined_reference /services/orders/accept/0',
  ],
  [
    'an issuer twice',
    edited('[login]', '[login, { issuer: login, audience: x }]'),
    '13:31 invalid /services/orders/accept/1/issuer',
  ],
  [
    'two issuers of one iss',
    edited('[login]', '[login, other]', otherIssuer('https://id.example/')),
    '18:21 invalid /services/orders/accept/1',
  ],
  ['an identity that is not there', asBot(), `17:29 undefined_reference ${LIST}/allow/0/identity`],
  [
    'a typo in the name of an identity',
    asBot().replace('identity: bot', 'identity: bott') + bot('login'),
    `17:29 undefined_reference ${LIST}/allow/0/identity`,
  ],
  [
    'an identity of an issuer that is not there',
    SMALL + bot('logn'),
    '19:18 undefined_reference /identities/bot/issuer',
  ],
  [
    'an identity of an issuer that the service does not accept',
    asBot(otherIssuer('https://other.example')) + bot('other'),
    `22:29 unreachable ${LIST}/allow/0/identity`,
  ],
  [
    'an issuer of a rule that is not there',
    ofIssuer('logn'),
    `17:27 undefined_reference ${LIST}/allow/0/issuer`,
  ],
  [
    'an issuer of a rule that the service does not accept',
    edited('principal: user', 'issuer: other', otherIssuer('https://other.example')),
    `22:27 unreachable ${LIST}/allow/0/issuer`,
  ],

  [
    'no allow',
    edited('        allow: [{ principal: user }]\n', ''),
    '16:9 missing_key /services/orders/operations/list/allow',
  ],
  ['public with allow', inOperation('auth: public'), `18:16 invalid ${LIST}/allow`],
  [
    'public with an age',
    edited('allow: [{ principal: user }]', 'auth: public\n        maxAge: 5m'),
    `18:17 invalid ${LIST}/maxAge`,
  ],

  ['tenants without tenantFrom', inService('tenants: [eu]'), `17:9 missing_key ${LIST}/tenantFrom`],
  [
    'tenant: any with tenantFrom',
    inOperation('tenant: any\n        tenantFrom: header.x'),
    `17:17 invalid ${LIST}/tenant`,
  ],
  [
    'a tenant of a parameter that the route does not have',
    withLine('typ: at+jwt', '    tenant: tid', inOperation('tenantFrom: path.tenant')),
    `17:16 unreachable ${LIST}/route`,
  ],
  [
    'a tenant of a parameter with a typo',
    withLine('typ: at+jwt', '    tenant: tid', inOperation('tenantFrom: path.tenant')).replace(
      'GET /orders',
      'GET /{tennant}/orders',
    ),
    `17:16 unreachable ${LIST}/route`,
  ],
  [
    'a tenant of a wildcard',
    withLine('typ: at+jwt', '    tenant: tid', inOperation('tenantFrom: path.tenant')).replace(
      'GET /orders',
      'GET /orders/{tenant...}',
    ),
    `17:16 unreachable ${LIST}/route`,
  ],
  [
    'tenants that no token names',
    inOperation('tenantFrom: header.x-tenant'),
    '13:13 unreachable /services/orders/accept',
  ],

  ['HEAD', withRoute('HEAD /orders'), `16:16 invalid ${LIST}/route`],
  ['a method in lower case', withRoute('get /orders'), `16:16 invalid ${LIST}/route`],
  ['a route without a method', withRoute('/orders'), `16:16 invalid ${LIST}/route`],
  ['a route with a dot segment', withRoute('GET /a/../b'), `16:16 invalid ${LIST}/route`],
  ['a wildcard', withRoute('GET /orders/*'), `16:16 invalid ${LIST}/route`],
  [
    'a wildcard that is not the last segment',
    withRoute('GET /orders/{path...}/x'),
    `16:16 invalid ${LIST}/route`,
  ],
  [
    'a wildcard that asks for no token, and lets one in',
    edited('allow:', 'auth: optional\n        allow:', withRoute('GET /orders/{path...}')),
    `16:16 invalid ${LIST}/route`,
  ],
  [
    'a wildcard that takes the path of another route',
    withRoutes('GET /{path...}'),
    `18:21 ambiguous_route /services/orders/operations/op0/route`,
  ],
  ['a parameter as Express and Koa write it', withRoute('GET /orders/:id'), `16:16 invalid ${LIST}/route`],
  [
    'a literal with an escape that it does not need',
    withRoute('GET /orders%3Asearch'),
    `16:16 invalid ${LIST}/route`,
  ],
  ['a method that does not exist', withRoute('ALL /orders'), `16:16 invalid ${LIST}/route`],
  ['a route twice', withRoutes('GET /orders'), `18:21 ambiguous_route /services/orders/operations/op0/route`],
  [
    'two routes that can match one path',
    withRoutes('GET /{any}'),
    `18:21 ambiguous_route /services/orders/operations/op0/route`,
  ],
  ...['GET /Orders', 'GET /orders/', 'GET /{any}/'].map((route): Mistake => [
    `${route} next to GET /orders, which a router may take for the same`,
    withRoutes(route),
    `18:21 ambiguous_route /services/orders/operations/op0/route`,
  ]),
];
