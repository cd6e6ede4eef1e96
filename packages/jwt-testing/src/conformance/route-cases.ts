/** Requests that no operation matches. For a server with named handlers the router's own 404 answers them. */

import type { ReasonCode } from '@org/jwt-core';
import { withBearer, type RequestDescription } from '../http/request-description.js';
import { USER } from './callers.js';
import type { ConformanceCase } from './case.js';

const guarded = (code: ReasonCode, name: string, request: ConformanceCase['request']): ConformanceCase => ({
  name,
  operation: undefined,
  bindings: ['guard'],
  expected: { outcome: 'deny', code },
  request,
});

/** With a good token the answer is 403; without one it is 401, so that an anonymous client cannot list the routes. */
const unknown = (name: string, method: string, target: string): readonly ConformanceCase[] => {
  const request: RequestDescription = { method, target, headers: [] };
  return [
    guarded('operation.unknown', `${name}: ${method} ${target}`, async ({ issuer }) =>
      withBearer(request, await issuer.mint(USER)),
    ),
    guarded('credential.missing', `${name}, anonymous: ${method} ${target}`, () => Promise.resolve(request)),
  ];
};

/** Other spellings of paths that are allowed. Some routers and proxies take them for the same path. */
const NOT_CANONICAL: readonly string[] = [
  '//tenants/t-eu/orders',
  '/tenants//t-eu/orders',
  '/tenants/t-eu//orders',
  '/tenants/t-eu/orders//',
  '/./tenants/t-eu/orders',
  '/tenants/t-us/../t-eu/orders',
  '/health/../tenants/t-eu/orders',
  '/health/%2e%2e/tenants/t-eu/orders',
  '/health/%2E./tenants/t-eu/orders',
  '/health%2F..%2Ftenants/t-eu/orders',
  '/tenants%2Ft-eu/orders',
  '/tenants%2ft-eu/orders',
  '/tenants%5Ct-eu/orders',
  '/tenants/t%2Deu/orders',
  '/tenants/t-eu/%6Frders',
  '/tenants/t-eu/orders;v=1',
  '/tenants/t-eu;x/orders',
  '/tenants/t-eu%3Bx/orders',
  '/tenants/t-eu/orders%00',
  '/tenants/t-eu/orders/%C0%AF',
  '/tenants/t-eu/orders/%FF',
  '/tenants/t-eu/orders/%',
  '/tenants/t-eu/orders%3Fpage=1',
  '/tenants/t-eu/orders%23',
  '/tenants/t-eu/orders%0d%0a',
];

/** Other spellings of a public path. Only the exact path is public. */
const NOT_PUBLIC: readonly string[] = [
  '/health/',
  '//health',
  '/./health',
  '/HEALTH',
  '/health;x',
  '/health.json',
  '/he%61lth',
  '/health%20',
  '/health/../health',
  '/health/tenants/t-eu/orders',
];

/** The cases for a guard before every handler. */
export const ROUTE_CASES: readonly ConformanceCase[] = [
  ...unknown('an unknown path', 'GET', '/admin'),
  ...unknown('the root', 'GET', '/'),
  ...unknown('a longer path', 'GET', '/tenants/t-eu/orders/o-1/lines'),
  ...unknown('a shorter path', 'GET', '/tenants/t-eu'),
  ...unknown('a final slash', 'GET', '/tenants/t-eu/orders/'),
  ...unknown('an empty parameter', 'GET', '/tenants//orders'),
  ...unknown('another case', 'GET', '/Tenants/t-eu/Orders'),
  ...unknown('another method', 'DELETE', '/tenants/t-eu/orders'),
  ...unknown('another method on a public path', 'POST', '/health'),
  ...unknown('a method like GET', 'PROPFIND', '/health'),
  ...unknown('OPTIONS', 'OPTIONS', '/tenants/t-eu/orders'),
  ...unknown('OPTIONS on a public path', 'OPTIONS', '/health'),
  ...unknown('HEAD on a POST route', 'HEAD', '/reconciliations'),
  ...NOT_CANONICAL.flatMap((target) => unknown('not canonical', 'GET', target)),
  ...NOT_PUBLIC.flatMap((target) => unknown('not public', 'GET', target)),
  ...unknown('absolute form', 'GET', 'http://127.0.0.1/health'),
];
