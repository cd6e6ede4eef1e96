/** The policy of the conformance kit, with one operation for each mistake that an adapter can make. */

import type { PolicyDocument } from '@org/jwt-core/policy';

/** The `iss` of the issuers that the policy accepts. */
export interface ConformanceIssuers {
  readonly login: string;
  readonly partner: string;
  /** Trusted, but its keys cannot be fetched. */
  readonly unreachable: string;
}

/** The service that the cases are for. */
export const CONFORMANCE_SERVICE = 'orders';

/** The required `aud` of its tokens. */
export const CONFORMANCE_AUDIENCE = 'https://orders.example';

const USER_READS = { principal: 'user', scopes: ['orders:read'] } as const;

/** The policy document for these issuers. */
export function conformanceDocument(issuers: ConformanceIssuers): PolicyDocument {
  const common = {
    typ: 'at+jwt',
    tenant: 'tenant_id',
    require: { environment: { equals: 'test' } },
  } as const;
  return {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'conformance', revision: '1', environment: 'test' },
    defaults: { clockSkew: '5s', maxLifetime: '15m' },
    issuers: {
      login: { ...common, iss: issuers.login, keys: { discovery: 'oidc' }, algs: ['ES256', 'RS256'] },
      partner: { ...common, iss: issuers.partner, keys: { discovery: 'oauth' }, algs: ['ES256', 'EdDSA'] },
      unreachable: { ...common, iss: issuers.unreachable, keys: { discovery: 'oidc' }, algs: ['ES256'] },
    },
    identities: {
      ledger: {
        issuer: 'login',
        require: { client_id: { equals: 'ledger' } },
        owner: 'team-ledger',
        reviewBy: '2099-12-31',
      },
    },
    services: {
      [CONFORMANCE_SERVICE]: {
        audience: CONFORMANCE_AUDIENCE,
        audienceMode: 'exclusive',
        accept: ['login', 'partner', 'unreachable'],
        tenants: ['t-eu', 't-us'],
        tenantFrom: 'path.tenant',
        maxAge: '10m',
        operations: {
          health: { route: 'GET /health', auth: 'public' },
          notices: { route: 'GET /notices', auth: 'optional', tenant: 'any' },
          listOrders: {
            route: 'GET /tenants/{tenant}/orders',
            allow: [USER_READS, { identity: 'ledger' }],
          },
          readOrder: { route: 'GET /tenants/{tenant}/orders/{order}', allow: [USER_READS] },
          createOrder: {
            route: 'POST /tenants/{tenant}/orders',
            maxAge: '2m',
            allow: [
              {
                principal: 'user',
                scopes: ['orders:read', 'orders:write'],
                roles: { anyOf: ['buyer', 'manager'] },
                where: { department: { in: ['purchasing', 'finance'] }, '/limits/eur': { gte: 100 } },
              },
            ],
          },
          refundOrder: {
            route: 'POST /tenants/{tenant}/orders/{order}/refund',
            allow: [
              { principal: 'user', actor: { sub: { equals: 'agent:refunds' } }, scopes: ['orders:write'] },
            ],
          },
          reportOrders: { route: 'GET /reports/orders', tenantFrom: 'header.X-Tenant', allow: [USER_READS] },
          reconcile: { route: 'POST /reconciliations', tenant: 'any', allow: [{ identity: 'ledger' }] },
        },
      },
    },
  };
}
