/** The callers of the conformance policy: for each operation, the claims that it allows and a request for it. */

import type { ClaimsToSign } from '../issuer/test-issuer.js';
import type { RequestDescription } from '../http/request-description.js';

/** Claims of a user who may read and create orders of the tenant `t-eu`. */
export const USER: ClaimsToSign = {
  sub: 'user-1',
  client_id: 'web-shop',
  tenant_id: 't-eu',
  scope: 'orders:read orders:write',
  roles: ['buyer'],
  department: 'purchasing',
  limits: { eur: 500 },
};

/** Claims of the named workload `ledger`. */
export const WORKLOAD: ClaimsToSign = { sub: 'ledger', client_id: 'ledger', tenant_id: 't-eu', scope: '' };

/** Claims of a user on whose behalf an agent acts (RFC 8693 §4.1). */
export const USER_WITH_AGENT: ClaimsToSign = { ...USER, act: { sub: 'agent:refunds' } };

const get = (target: string): RequestDescription => ({ method: 'GET', target, headers: [] });
const post = (target: string): RequestDescription => ({ method: 'POST', target, headers: [] });

/** An operation of the conformance policy. */
export type ConformanceOperation =
  | 'health'
  | 'notices'
  | 'listOrders'
  | 'readOrder'
  | 'createOrder'
  | 'refundOrder'
  | 'reportOrders'
  | 'reconcile';

/** For each operation of the policy, a request that reaches it, without a credential. */
export const REQUESTS: Readonly<Record<ConformanceOperation, RequestDescription>> = {
  health: get('/health'),
  notices: get('/notices'),
  listOrders: get('/tenants/t-eu/orders'),
  readOrder: get('/tenants/t-eu/orders/o-1'),
  createOrder: post('/tenants/t-eu/orders'),
  refundOrder: post('/tenants/t-eu/orders/o-1/refund'),
  reportOrders: { ...get('/reports/orders'), headers: [['X-Tenant', 't-eu']] },
  reconcile: post('/reconciliations'),
};
