/** The policy of the raw HTTP matrix: operations whose paths are easily confused. */

import type { PolicyDocument } from '@org/jwt-core/policy';

/** The service that the matrix is for. */
export const RAW_HTTP_SERVICE = 'shop';

/** The required `aud` of its tokens. */
export const RAW_HTTP_AUDIENCE = 'https://shop.example';

/** One handler of a server under test. */
export interface RawHttpRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /**
   * A path template; `{name}` is one segment (`:name` in most routers), and `{path...}` at the end is everything below
   * (`/*path` or `/*`).
   */
  readonly path: string;
  /** The operation of the handler. */
  readonly operation: string;
  /** Where the handler reads its tenant; `undefined` where the operation has none. */
  readonly tenantFrom?: 'path' | 'header' | 'host';
}

/** Every operation. Readers may call `/api/admin`, not `/admin`: an adapter that drops a mount path confuses them. */
export const RAW_HTTP_ROUTES: readonly RawHttpRoute[] = [
  { method: 'GET', path: '/health', operation: 'health' },
  { method: 'GET', path: '/notices', operation: 'notices' },
  { method: 'GET', path: '/tenants/{tenant}/orders', operation: 'listOrders', tenantFrom: 'path' },
  { method: 'POST', path: '/tenants/{tenant}/orders', operation: 'createOrder', tenantFrom: 'path' },
  { method: 'GET', path: '/tenants/{tenant}/orders/{order}', operation: 'readOrder', tenantFrom: 'path' },
  {
    method: 'DELETE',
    path: '/tenants/{tenant}/orders/{order}',
    operation: 'deleteOrder',
    tenantFrom: 'path',
  },
  { method: 'GET', path: '/tenants/{tenant}/files/{path...}', operation: 'readFile', tenantFrom: 'path' },
  { method: 'GET', path: '/assets/{path...}', operation: 'assets' },
  { method: 'GET', path: '/vault/{path...}', operation: 'vault' },
  { method: 'GET', path: '/report', operation: 'report', tenantFrom: 'header' },
  { method: 'GET', path: '/welcome', operation: 'welcome', tenantFrom: 'host' },
  { method: 'GET', path: '/admin', operation: 'admin' },
  { method: 'GET', path: '/api/admin', operation: 'apiAdmin' },
];

const READER = { principal: 'user', scopes: ['orders:read'] } as const;
const ADMIN = { principal: 'user', roles: ['admin'] } as const;

/** The policy document, for the URL of its one issuer. */
export function rawHttpDocument(iss: string): PolicyDocument {
  const path = { tenantFrom: 'path.tenant' } as const;
  const none = { tenant: 'any' } as const;
  const rules = {
    health: { auth: 'public' },
    notices: { auth: 'optional', ...none },
    listOrders: { ...path, allow: [READER] },
    createOrder: { ...path, allow: [ADMIN] },
    readOrder: { ...path, allow: [READER] },
    deleteOrder: { ...path, allow: [ADMIN] },
    readFile: { ...path, allow: [READER] },
    assets: { auth: 'public' },
    vault: { ...none, allow: [ADMIN] },
    report: { tenantFrom: 'header.X-Tenant', allow: [READER] },
    welcome: { tenantFrom: 'host.0', allow: [READER] },
    admin: { ...none, allow: [ADMIN] },
    apiAdmin: { ...none, allow: [READER] },
  } as const;
  const routes = new Map(RAW_HTTP_ROUTES.map((route) => [route.operation, `${route.method} ${route.path}`]));
  const operations = Object.entries(rules).map(([name, rule]) => {
    const route = routes.get(name);
    return [name, route === undefined ? rule : { ...rule, route }] as const;
  });
  return {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'raw-http', revision: '1', environment: 'test' },
    issuers: {
      login: { iss, keys: { discovery: 'oidc' }, algs: ['RS256'], typ: 'at+jwt', tenant: 'tenant_id' },
    },
    services: {
      [RAW_HTTP_SERVICE]: {
        audience: RAW_HTTP_AUDIENCE,
        accept: ['login'],
        tenants: ['t-eu', 't-us'],
        operations: Object.fromEntries(operations),
      },
    },
  };
}
