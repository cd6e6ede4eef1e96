/** Denials that depend on the request or on the policy, more than on the token. */

import type { ReasonCode } from '@org/jwt-core';
import type { HeaderPair } from '@org/jwt-core/adapter';
import { ALTERATIONS } from '../alterations/alterations.js';
import { withBearer, withHeader, type RequestDescription } from '../http/request-description.js';
import { REQUESTS, USER, WORKLOAD, type ConformanceOperation } from './callers.js';
import type { ConformanceCase, ConformanceParties } from './case.js';

const denied = (
  code: ReasonCode,
  name: string,
  operation: ConformanceOperation,
  request: (parties: ConformanceParties) => RequestDescription | Promise<RequestDescription>,
): ConformanceCase => ({
  name,
  operation,
  bindings: ['guard', 'named'],
  expected: { outcome: 'deny', code },
  request: async (parties) => request(parties),
});

/** A request for a report, with these header lines for the tenant. */
const reportFor = (...headers: readonly HeaderPair[]): RequestDescription => ({
  ...REQUESTS.reportOrders,
  headers,
});

/** Alterations of an optional credential, one of each kind that has its own response. */
const BAD_CREDENTIALS: ReadonlySet<string> = new Set([
  'basic-scheme',
  'token-in-query-only',
  'empty-authorization',
  'two-authorization-lines',
  'opaque-token',
  'expired',
  'flipped-bit',
  'aud-of-sibling',
  'bound-to-dpop-key',
]);

/** A bad credential is denied also where authentication is optional. */
const OPTIONAL_CASES: readonly ConformanceCase[] = ALTERATIONS.filter(({ name }) =>
  BAD_CREDENTIALS.has(name),
).map((each) =>
  denied(each.code, `a bad credential where it is optional: ${each.name}`, 'notices', ({ issuer }) =>
    each.apply({ issuer, claims: issuer.claims(USER), request: REQUESTS.notices }),
  ),
);

/** The cases that are denied on an operation of the policy. */
export const DENY_CASES: readonly ConformanceCase[] = [
  ...OPTIONAL_CASES,
  denied('credential.missing', 'HEAD without a credential has headers and no body', 'listOrders', () => ({
    ...REQUESTS.listOrders,
    method: 'HEAD',
  })),
  denied('tenant.mismatch', "another tenant's path", 'listOrders', async ({ issuer }) =>
    withBearer({ ...REQUESTS.listOrders, target: '/tenants/t-us/orders' }, await issuer.mint(USER)),
  ),
  denied('tenant.mismatch', 'a tenant that the service does not serve', 'listOrders', async ({ issuer }) =>
    withBearer(
      { ...REQUESTS.listOrders, target: '/tenants/t-asia/orders' },
      await issuer.mint({ ...USER, tenant_id: 't-asia' }),
    ),
  ),
  denied('tenant.mismatch', 'another tenant in the header', 'reportOrders', async ({ issuer }) =>
    withBearer(reportFor(['X-Tenant', 't-us']), await issuer.mint(USER)),
  ),
  denied('tenant.mismatch', 'two tenants in one header line', 'reportOrders', async ({ issuer }) =>
    withBearer(reportFor(['X-Tenant', 't-eu, t-us']), await issuer.mint(USER)),
  ),
  denied('tenant.unresolved', 'no tenant header', 'reportOrders', async ({ issuer }) =>
    withBearer(reportFor(), await issuer.mint(USER)),
  ),
  denied('tenant.unresolved', 'an empty tenant header', 'reportOrders', async ({ issuer }) =>
    withBearer(reportFor(['X-Tenant', '']), await issuer.mint(USER)),
  ),
  denied('tenant.unresolved', 'two tenant headers', 'reportOrders', async ({ issuer }) =>
    withBearer(reportFor(['X-Tenant', 't-eu'], ['x-tenant', 't-us']), await issuer.mint(USER)),
  ),
  denied('tenant.unresolved', 'the same tenant header twice', 'reportOrders', async ({ issuer }) =>
    withHeader(withBearer(REQUESTS.reportOrders, await issuer.mint(USER)), 'X-Tenant', 't-eu'),
  ),
  denied(
    'time.too_old',
    'a token that is too old for this operation alone',
    'createOrder',
    async ({ issuer }) => {
      const iat = Number(issuer.claims()['iat']) - 180;
      return withBearer(REQUESTS.createOrder, await issuer.mint({ ...USER, iat }));
    },
  ),
  denied('operation.scope', 'a user who may write and not read', 'readOrder', async ({ issuer }) =>
    withBearer(REQUESTS.readOrder, await issuer.mint({ ...USER, scope: 'orders:write' })),
  ),
  denied(
    'operation.principal',
    'a named workload on an operation for users',
    'readOrder',
    async ({ issuer }) => withBearer(REQUESTS.readOrder, await issuer.mint(WORKLOAD)),
  ),
  denied('operation.identity', 'the same client id from another issuer', 'reconcile', async ({ partner }) =>
    withBearer(REQUESTS.reconcile, await partner.mint(WORKLOAD)),
  ),
  denied(
    'signature.invalid',
    "another issuer's key under the same kid",
    'listOrders',
    async ({ issuer, partner }) =>
      withBearer(REQUESTS.listOrders, await issuer.mint({ ...USER, iss: partner.url })),
  ),
  denied('algorithm.not_allowed', "another issuer's algorithm", 'listOrders', async ({ issuer, partner }) =>
    withBearer(REQUESTS.listOrders, await partner.mint({ ...USER, iss: issuer.url }, { alg: 'EdDSA' })),
  ),
  denied('key.unavailable', 'an issuer that cannot be reached', 'listOrders', async ({ unreachable }) =>
    withBearer(REQUESTS.listOrders, await unreachable.mint(USER)),
  ),
];
