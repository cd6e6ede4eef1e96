import { lasting, type ProviderToken } from '../provider-token.js';

const HYDRA: ProviderToken = {
  name: 'an access token of Ory Hydra',
  profile: 'ory-hydra',
  source: 'https://www.ory.com/docs/oauth2-oidc/jwt-access-token',
  issuer: { iss: 'https://slug.projects.oryapis.com' },
  audience: 'api-resource',
  header: { typ: 'JWT' },
  claims: {
    aud: ['api-resource'],
    client_id: '24451202-afa7-4278-98ce-8d40f421afec',
    ...lasting(3600),
    ext: { some_custom_claim: 'some_custom_value', roles: ['clerk'] },
    iss: 'https://slug.projects.oryapis.com',
    jti: 'b9a9f0a7-3f1f-4a3b-9b9e-2f2f8cf0a3c1',
    nbf: lasting(0)['iat'],
    scp: ['openid', 'profile', 'email'],
    sub: 'foo@bar.com',
  },
  principal: 'user',
  variants: [
    { name: 'without claims of its own', claims: { ext: undefined } },
    {
      name: 'of a client for itself',
      claims: { sub: '24451202-afa7-4278-98ce-8d40f421afec', ext: {}, scp: ['orders'] },
      principal: 'workload',
    },
  ],
  nearMisses: [
    { name: 'a token for no audience', claims: { aud: [] }, code: 'audience.mismatch' },
    { name: 'a token without a client', claims: { client_id: undefined }, code: 'type.mismatch' },
    { name: 'a token with a nonce', claims: { nonce: 'n-0S6' }, code: 'type.mismatch' },
    { name: 'a token without jti', claims: { jti: undefined }, code: 'claims.mismatch' },
    {
      name: 'another project',
      claims: { iss: 'https://other.projects.oryapis.com' },
      code: 'issuer.untrusted',
    },
  ],
  matrix: { name: 'Hydra', program: 'of a client for itself' },
  idToken: {
    header: { typ: 'JWT' },
    claims: {
      acr: '0',
      at_hash: 'm8Qw2Z0p1lq9tXr6nC5y1g',
      aud: ['24451202-afa7-4278-98ce-8d40f421afec'],
      auth_time: lasting(0)['iat'],
      ...lasting(3600),
      iss: 'https://slug.projects.oryapis.com',
      jti: '1c9f1c1e-5c0c-4a6e-8a3f-1e2f5a6b7c8d',
      nonce: 'n-0S6',
      rat: lasting(0)['iat'],
      sid: 'a5e2b1f0-6f5f-4a6f-8f8e-9a9b8c7d6e5f',
      sub: 'foo@bar.com',
    },
  },
};

export const ORY_HYDRA_TOKENS: readonly ProviderToken[] = [HYDRA];
