// One issuer, one service and its tokens: what every contestant is asked about.
import { createVerifier, definePolicy } from '@org/jwt-core';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';

export const ISS = 'https://id.example/';
export const AUDIENCE = 'https://orders.example';
/** How many tokens a contestant with a cache may remember: more than there are. */
export const REMEMBERED = 20_000;

/** A fresh key, and everything that is made of it. */
export async function createWorld(alg) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg, use: 'sig' };
  const now = Math.floor(Date.now() / 1000);
  const sign = (index, claims = {}) =>
    new SignJWT({
      iss: ISS,
      aud: AUDIENCE,
      sub: `user-${index}`,
      client_id: 'web',
      scope: 'openid profile email orders:read orders:write',
      tenant_id: 't-eu',
      roles: ['clerk', 'packer'],
      jti: `token-${index}-${'0123456789abcdef'.repeat(4)}`,
      name: 'A Person With A Name',
      email: `user-${index}@shop.example`,
      iat: now,
      exp: now + 3600,
      ...claims,
    })
      .setProtectedHeader({ alg, kid: 'k1', typ: 'at+jwt' })
      .sign(privateKey);
  return { alg, jwk, publicKey, privateKey, pem: await exportSPKI(publicKey), sign, now };
}

export async function tokensOf(world, count, from = 0, claims = {}) {
  const tokens = [];
  for (let index = 0; index < count; index += 50) {
    const some = Array.from({ length: Math.min(50, count - index) }, (_, each) =>
      world.sign(from + index + each, claims),
    );
    tokens.push(...(await Promise.all(some)));
  }
  return tokens;
}

/** Audience, times, tenant, two scopes and a role: the whole decision. */
export function policyDocument(issuer) {
  return {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'bench' },
    issuers: { login: { iss: ISS, typ: 'at+jwt', tenant: 'tenant_id', roles: 'roles', ...issuer } },
    services: {
      orders: {
        audience: AUDIENCE,
        accept: ['login'],
        tenantFrom: 'path.tenant',
        operations: {
          listOrders: {
            route: 'GET /t/{tenant}/orders',
            allow: [{ principal: 'user', scopes: ['orders:read', 'profile'], roles: ['clerk'] }],
          },
        },
      },
    },
  };
}

export function verifierOf({ alg, jwk }, options = {}) {
  const policy = definePolicy(policyDocument({ algs: [alg], keys: { jwks: { keys: [jwk] } } }));
  return createVerifier({ policy, service: 'orders', ...options });
}

/** The header is one flat text, as Node's parser gives it; a template's text is put together when it is first read. */
export function requestFor(token) {
  return {
    method: 'GET',
    target: '/t/t-eu/orders',
    rawHeaders: ['Host', 'orders.example', 'Authorization', Buffer.from(`Bearer ${token}`).latin1Slice()],
  };
}

/** What the policy asks for besides the signature, by hand: so that the others do the same work. */
export function checkByHand(claims) {
  const scopes = claims.scope.split(' ');
  const isFine =
    claims.tenant_id === 't-eu' &&
    scopes.includes('orders:read') &&
    scopes.includes('profile') &&
    claims.roles.includes('clerk') &&
    claims.sub !== claims.client_id;
  if (!isFine) throw new Error('refused');
}
