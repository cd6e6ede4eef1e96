import { NOW_SECONDS } from '../mint.js';
import { type ProviderToken } from '../provider-token.js';

/** https://github.com/toolbeam/openauth/blob/master/packages/openauth/src/issuer.ts, generateTokens */
const OPENAUTH: ProviderToken = {
  name: 'an access token of OpenAuth',
  profile: 'openauth',
  source: 'https://openauth.js.org/docs/issuer/',
  issuer: {
    iss: 'https://auth.acme.example',
    principal: { user: { type: { equals: 'user' } }, workload: { type: { equals: 'robot' } } },
  },
  audience: 'shop-web',
  alg: 'ES256',
  header: { typ: 'JWT' },
  claims: {
    mode: 'access',
    type: 'user',
    properties: { userID: '4711', email: 'alice@acme.example' },
    aud: 'shop-web',
    iss: 'https://auth.acme.example',
    sub: 'user:1f3870be274f6c49',
    exp: NOW_SECONDS + 3600,
  },
  principal: 'user',
  variants: [
    {
      name: 'of a program',
      claims: { type: 'robot', properties: { name: 'ledger' }, sub: 'robot:9d4e1e23bd5b7270' },
      principal: 'workload',
    },
  ],
  nearMisses: [
    {
      name: 'a kind of subject that nothing is said of',
      claims: { type: 'account' },
      code: 'claims.mismatch',
    },
    { name: 'a token of another mode', claims: { mode: 'refresh' }, code: 'claims.mismatch' },
    {
      name: 'a token of thirty days',
      claims: { exp: NOW_SECONDS + 30 * 24 * 3600 },
      code: 'time.lifetime_too_long',
    },
    { name: 'a token for another client', claims: { aud: 'shop-admin' }, code: 'audience.mismatch' },
    { name: 'a token without exp', claims: { exp: undefined }, code: 'time.missing' },
  ],
  matrix: { name: 'OpenAuth', program: 'of a program' },
};

export const OPENAUTH_TOKENS: readonly ProviderToken[] = [OPENAUTH];
