/** Requests that every conforming server allows, with 200. */

import { withBearer, withHeader, type RequestDescription } from '../http/request-description.js';
import { REQUESTS, USER, USER_WITH_AGENT, WORKLOAD, type ConformanceOperation } from './callers.js';
import type { ConformanceCase, ConformanceParties } from './case.js';

const allowed = (
  name: string,
  operation: ConformanceOperation,
  request: (parties: ConformanceParties) => Promise<RequestDescription>,
): ConformanceCase => ({
  name,
  operation,
  bindings: ['guard', 'named'],
  expected: { outcome: 'allow' },
  request,
});

/** The cases that are allowed. */
export const ALLOW_CASES: readonly ConformanceCase[] = [
  allowed('a user with the scope reads', 'listOrders', async ({ issuer }) =>
    withBearer(REQUESTS.listOrders, await issuer.mint(USER)),
  ),
  allowed('a user with scopes, role and conditions writes', 'createOrder', async ({ issuer }) =>
    withBearer(REQUESTS.createOrder, await issuer.mint(USER)),
  ),
  allowed('a named workload calls its own operation', 'reconcile', async ({ issuer }) =>
    withBearer(REQUESTS.reconcile, await issuer.mint(WORKLOAD)),
  ),
  allowed('a named workload uses the second rule of an operation', 'listOrders', async ({ issuer }) =>
    withBearer(REQUESTS.listOrders, await issuer.mint(WORKLOAD)),
  ),
  allowed('an agent acts for a user', 'refundOrder', async ({ issuer }) =>
    withBearer(REQUESTS.refundOrder, await issuer.mint(USER_WITH_AGENT)),
  ),
  allowed('a user of the second issuer reads', 'readOrder', async ({ partner }) =>
    withBearer(REQUESTS.readOrder, await partner.mint(USER)),
  ),
  allowed('a user of the second issuer reads, with EdDSA', 'readOrder', async ({ partner }) =>
    withBearer(REQUESTS.readOrder, await partner.mint(USER, { alg: 'EdDSA' })),
  ),
  allowed('a token with the second algorithm of its issuer', 'readOrder', async ({ issuer }) =>
    withBearer(REQUESTS.readOrder, await issuer.mint(USER, { alg: 'RS256' })),
  ),
  allowed('the tenant in a header', 'reportOrders', async ({ issuer }) =>
    withBearer(REQUESTS.reportOrders, await issuer.mint(USER)),
  ),
  allowed('the other tenant, with its own token', 'listOrders', async ({ issuer }) =>
    withBearer(
      { ...REQUESTS.listOrders, target: '/tenants/t-us/orders' },
      await issuer.mint({ ...USER, tenant_id: 't-us' }),
    ),
  ),
  allowed('a query after the path', 'listOrders', async ({ issuer }) =>
    withBearer(
      { ...REQUESTS.listOrders, target: '/tenants/t-eu/orders?page=2&path=/../..//' },
      await issuer.mint(USER),
    ),
  ),
  allowed('a path parameter with an encoded space', 'readOrder', async ({ issuer }) =>
    withBearer({ ...REQUESTS.readOrder, target: '/tenants/t-eu/orders/o%201' }, await issuer.mint(USER)),
  ),
  allowed('headers that ask for another method and path', 'listOrders', async ({ issuer }) => {
    const request = withHeader(REQUESTS.listOrders, 'X-HTTP-Method-Override', 'POST');
    return withBearer(withHeader(request, 'X-Original-URL', '/reconciliations'), await issuer.mint(USER));
  }),
  allowed('HEAD on a GET route', 'listOrders', async ({ issuer }) =>
    withBearer({ ...REQUESTS.listOrders, method: 'HEAD' }, await issuer.mint(USER)),
  ),
  allowed('the scheme in another case (RFC 9110 §11.1)', 'listOrders', async ({ issuer }) =>
    withHeader(REQUESTS.listOrders, 'authorization', `bEARER ${await issuer.mint(USER)}`),
  ),
  allowed('no credential, where authentication is optional', 'notices', () =>
    Promise.resolve(REQUESTS.notices),
  ),
  allowed('a good token, where authentication is optional', 'notices', async ({ issuer }) =>
    withBearer(REQUESTS.notices, await issuer.mint(USER)),
  ),
  allowed('no credential, where the operation is public', 'health', () => Promise.resolve(REQUESTS.health)),
  allowed('HEAD, where the operation is public', 'health', () =>
    Promise.resolve({ ...REQUESTS.health, method: 'HEAD' }),
  ),
  allowed('garbage as a token, where the operation is public', 'health', () =>
    Promise.resolve(withBearer(REQUESTS.health, 'garbage')),
  ),
  allowed('two credentials, where the operation is public', 'health', () =>
    Promise.resolve(withBearer(withBearer(REQUESTS.health, 'garbage'), 'garbage')),
  ),
  allowed('a good token, where the operation is public, is not read', 'health', async ({ issuer }) =>
    withBearer(REQUESTS.health, await issuer.mint(USER)),
  ),
];
