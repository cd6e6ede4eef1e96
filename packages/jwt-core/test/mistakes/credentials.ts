import { edited, SMALL } from '../policy-documents.js';
import { inOperation, inService } from './services.js';
import type { Mistake } from './mistake.js';

const SERVICE = '/services/orders';
const LIST = `${SERVICE}/operations/list`;
const CSRF = 'csrf: { origins: [https://a.example] }';

const inPlaces = (...places: readonly string[]): string => inService(`credentials: [${places.join(', ')}]`);
const withOrigin = (origin: string): Mistake => [
  `the origin ${origin}`,
  inPlaces(`{ cookie: t, csrf: { origins: ["${origin}"] } }`),
  `invalid ${SERVICE}/credentials/0/csrf/origins/0`,
];
const withHeader = (name: string): Mistake => [
  `the header ${name}`,
  inPlaces(`{ header: "${name}" }`),
  `14:29 invalid ${SERVICE}/credentials/0/header`,
];
const short = (text: string): string => edited('metadata:', 'defaults: { maxLifetime: 5m }\nmetadata:', text);

export const CREDENTIAL_MISTAKES: readonly Mistake[] = [
  ['no places', inPlaces(), `14:18 invalid ${SERVICE}/credentials`],
  ['one place without a list', inService('credentials: header'), `14:18 invalid ${SERVICE}/credentials`],
  ['a place with a typo', inPlaces('haeder'), `14:19 invalid ${SERVICE}/credentials/0`],
  ['the query of a service', inPlaces('{ query: t }'), `${SERVICE}/credentials/0`],
  ['two places in one', inPlaces(`{ cookie: t, header: t, ${CSRF} }`), `invalid ${SERVICE}/credentials/0`],
  ['a place that is empty', inPlaces('{}'), `invalid ${SERVICE}/credentials/0`],
  ['csrf alone', inPlaces(`{ ${CSRF} }`), `invalid ${SERVICE}/credentials/0`],
  [
    'a scheme of a cookie',
    inPlaces(`{ cookie: t, ${CSRF}, scheme: Bearer }`),
    `invalid ${SERVICE}/credentials/0`,
  ],
  ['a cookie without csrf', inPlaces('{ cookie: t }'), `14:19 invalid ${SERVICE}/credentials/0`],
  [
    'a cookie without origins',
    inPlaces('{ cookie: t, csrf: {} }'),
    `missing_key ${SERVICE}/credentials/0/csrf/origins`,
  ],
  [
    'a cookie with csrf switched off',
    inPlaces('{ cookie: t, csrf: false }'),
    `${SERVICE}/credentials/0/csrf`,
  ],
  [
    'a cookie with no origins',
    inPlaces('{ cookie: t, csrf: { origins: [] } }'),
    `invalid ${SERVICE}/credentials/0/csrf/origins`,
  ],
  [
    'an origin twice',
    inPlaces('{ cookie: t, csrf: { origins: ["https://a.example", "https://a.example"] } }'),
    `invalid ${SERVICE}/credentials/0/csrf/origins`,
  ],
  [
    'a cookie with its value',
    inPlaces(`{ cookie: "t=", ${CSRF} }`),
    `invalid ${SERVICE}/credentials/0/cookie`,
  ],
  ...[
    'https://a.example/',
    'https://a.example/app',
    'https://A.example',
    'https://a.example:443',
    'a.example',
    '*',
    'null',
    'https://*.a.example',
    'http://a.example',
    'http://localhost:80',
    'https://me@a.example',
  ].map(withOrigin),
  ...[
    'Proxy-Authorization',
    'COOKIE',
    'Host',
    'Sec-Fetch-Site',
    'X-Token:',
    'X Token',
    'X-Forwarded-For',
  ].map(withHeader),
  [
    'a cookie with a long name',
    inPlaces(`{ cookie: ${'t'.repeat(65)}, ${CSRF} }`),
    `invalid ${SERVICE}/credentials/0/cookie`,
  ],
  [
    'another scheme',
    inPlaces('{ header: X-Token, scheme: Basic }'),
    `invalid ${SERVICE}/credentials/0/scheme`,
  ],
  ...['Authorization', 'AUTHORIZATION, scheme: bearer', `authorization, scheme: Token, ${CSRF}`].map(
    (rest): Mistake => [
      `the header ${rest}`,
      inPlaces(`{ header: ${rest} }`),
      `14:19 invalid ${SERVICE}/credentials/0`,
    ],
  ),
  [
    'one scheme of the Authorization header twice',
    inPlaces('{ header: Authorization, scheme: Token }', '{ header: authorization, scheme: TOKEN }'),
    `invalid ${SERVICE}/credentials/1`,
  ],
  ['the header twice', inPlaces('header', 'header'), `14:27 invalid ${SERVICE}/credentials/1`],
  [
    'one header twice, in two cases',
    inPlaces('{ header: X-Token }', '{ header: x-token }'),
    `invalid ${SERVICE}/credentials/1`,
  ],
  [
    'a cookie twice',
    inPlaces(`{ cookie: t, ${CSRF} }`, `{ cookie: t, ${CSRF} }`),
    `invalid ${SERVICE}/credentials/1`,
  ],
  [
    'the header that names the tenant',
    inPlaces('{ header: X-Tenant }').replace('route:', 'tenantFrom: header.x-tenant\n        route:'),
    `14:29 invalid ${SERVICE}/credentials/0/header`,
  ],

  ['the places of a service on an operation', inOperation('credentials: [header]'), `${LIST}/credentials`],
  [
    'a cookie on an operation',
    inOperation(`credentials: { cookie: t, ${CSRF} }`),
    `unknown_key ${LIST}/credentials/cookie`,
  ],
  [
    'a parameter with its value',
    inOperation('credentials: { query: "t=" }'),
    `invalid ${LIST}/credentials/query`,
  ],
  [
    'a query for tokens of an hour',
    inOperation('credentials: { query: access_token }'),
    `17:22 invalid ${LIST}/credentials`,
  ],
  [
    'a query for tokens of ten minutes',
    inOperation('credentials: { query: access_token }\n        maxLifetime: 10m'),
    `17:22 invalid ${LIST}/credentials`,
  ],
  [
    'a query with another method than GET',
    short(inOperation('credentials: { query: t }')).replace('GET /orders', 'POST /orders'),
    `18:22 invalid ${LIST}/credentials`,
  ],
  [
    'a query of a public operation',
    edited('allow: [{ principal: user }]', 'auth: public\n        credentials: { query: t }', SMALL),
    `18:22 invalid ${LIST}/credentials`,
  ],
];
