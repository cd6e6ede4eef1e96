import { NOW_SECONDS } from '../mint.js';
import { lasting, NO_TYP, type ProviderToken } from '../provider-token.js';

const BASE_URL = 'https://app.acme.example';

/** https://github.com/better-auth/better-auth/blob/main/packages/better-auth/src/plugins/jwt/sign.ts */
const BETTER_AUTH: ProviderToken = {
  name: 'a token of the plugin jwt() of Better Auth',
  profile: 'better-auth',
  source: 'https://www.better-auth.com/docs/plugins/jwt',
  issuer: { iss: BASE_URL },
  audience: BASE_URL,
  alg: 'EdDSA',
  jwk: { use: undefined, alg: undefined },
  header: NO_TYP,
  claims: {
    ...lasting(900),
    name: 'Alice',
    email: 'alice@acme.example',
    emailVerified: true,
    image: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    id: 'Yx7sVd4pGqJ2',
    sub: 'Yx7sVd4pGqJ2',
    iss: BASE_URL,
    aud: BASE_URL,
  },
  principal: 'user',
  variants: [
    { name: 'of a user whose address is not verified', claims: { emailVerified: false } },
    { name: 'with the role of the plugin admin()', claims: { role: 'Site Manager' } },
  ],
  nearMisses: [
    {
      name: 'a payload of the application’s own',
      claims: { emailVerified: undefined },
      code: 'type.mismatch',
    },
    { name: 'a token of RFC 9068', header: { typ: 'at+jwt' }, code: 'type.mismatch' },
    {
      name: 'a token for another service',
      claims: { aud: 'https://billing.acme.example' },
      code: 'audience.mismatch',
    },
    { name: 'a token without sub', claims: { sub: undefined }, code: 'claims.missing' },
  ],
  matrix: { name: 'Better Auth' },
  // packages/oauth-provider/src/token.ts, createIdToken
  idToken: {
    header: NO_TYP,
    claims: {
      name: 'Alice',
      email: 'alice@acme.example',
      email_verified: true,
      auth_time: NOW_SECONDS - 20,
      acr: '0',
      at_hash: 'b7Zk2m9X0w8s1f5Lq3d4vA',
      iss: BASE_URL,
      sub: 'Yx7sVd4pGqJ2',
      aud: 'kXlQ3bW9sD0FzJ7r',
      nonce: 'n-0S6',
      ...lasting(36_000),
    },
  },
};

export const BETTER_AUTH_TOKENS: readonly ProviderToken[] = [BETTER_AUTH];
