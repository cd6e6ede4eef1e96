/** One small service, `orders`, and requests to it. */

import { definePolicy, type Policy } from '../src/policy/policy.js';
import type { IssuerDocument, KeySources, OperationDocument } from '../src/policy/document/document.js';
import { isList } from '../src/policy/document/list-of.js';
import type { Jwk } from '../src/jose/jwk.js';
import type { HttpRequest } from '../src/request/access-request.js';
import { type Verifier } from '../src/verify/verifier.js';
import { createVerifier, type VerifierOptions } from '../src/verify/create-verifier.js';
import { NOW, NOW_SECONDS } from './mint.js';

export const ISS = 'https://id.example';
export const AUDIENCE = 'https://orders.example';

const OPERATIONS: Readonly<Record<string, OperationDocument>> = {
  listOrders: { route: 'GET /orders', allow: [{ principal: 'user', scopes: ['orders:read'] }] },
  cancelOrder: {
    route: 'POST /orders/{id}/cancel',
    allow: [
      { principal: 'workload', scopes: ['orders:cancel'] },
      { principal: 'user', scopes: ['orders:read', 'orders:write'], roles: ['clerk'] },
    ],
  },
  catalogue: { route: 'GET /catalogue', auth: 'optional' },
  health: { route: 'GET /healthz', auth: 'public' },
};

/** The issuer `login`, with these keys. Sources of a list have their own algorithms. */
export function loginWith(keys: KeySources, rest: Partial<IssuerDocument> = {}): IssuerDocument {
  const algs: Pick<IssuerDocument, 'algs'> = isList(keys) ? {} : { algs: ['ES256'] };
  return { iss: ISS, keys, ...algs, typ: 'at+jwt', ...rest };
}

/** The policy of `orders`. One issuer, `login`, unless others are given. */
export function ordersPolicy(
  issuers: Readonly<Record<string, IssuerDocument>>,
  operations: Readonly<Record<string, OperationDocument>> = OPERATIONS,
): Policy {
  return definePolicy({
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'shop', revision: 'r1' },
    issuers,
    services: { orders: { audience: AUDIENCE, accept: Object.keys(issuers), operations } },
  });
}

/** A verifier of `orders` that believes these keys, with the clock stopped at `NOW`. */
export function ordersVerifier(
  keys: readonly Jwk[],
  options: Partial<VerifierOptions> = {},
): Promise<Verifier> {
  const policy = ordersPolicy({ login: loginWith({ jwks: { keys } }) });
  return createVerifier({ policy, clock: () => NOW, ...options });
}

/** The claims of a token that `listOrders` takes. */
export function goodClaims(
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    iss: ISS,
    aud: AUDIENCE,
    sub: 'alice@example.org',
    client_id: 'shop-web',
    jti: 'token-4711',
    iat: NOW_SECONDS - 10,
    exp: NOW_SECONDS + 300,
    scope: 'orders:read',
    ...changes,
  };
}

/** `GET /orders` with this token, or without any. */
export function asking(token?: string, changes: Partial<HttpRequest> = {}): HttpRequest {
  const rawHeaders = token === undefined ? [] : ['Authorization', `Bearer ${token}`];
  return { method: 'GET', target: '/orders', rawHeaders, ...changes };
}
