import { lasting, type ProviderToken } from '../provider-token.js';

const LOGTO_ISS = 'https://tenant-id.logto.app/oidc';

const LOGTO: ProviderToken = {
  name: 'an access token of Logto',
  profile: 'logto',
  source: 'https://docs.logto.io/authorization/validate-access-tokens',
  issuer: { iss: LOGTO_ISS },
  audience: 'https://resource-server.com/api',
  alg: 'ES384',
  header: { typ: 'at+jwt' },
  claims: {
    jti: 'VovNyqJ5_tuYac89eTbpF',
    sub: 'rkxl1ops7gs1',
    ...lasting(3600),
    scope: 'read write',
    client_id: 's6BhdRkqt3',
    iss: LOGTO_ISS,
    aud: 'https://resource-server.com/api',
  },
  principal: 'user',
  variants: [
    { name: 'of an organization', claims: { organization_id: 'lq29dcb3' } },
    { name: 'of a machine', claims: { sub: 's6BhdRkqt3' }, principal: 'workload' },
  ],
  nearMisses: [
    {
      name: 'a token for an organization alone',
      claims: { aud: 'urn:logto:organization:lq29dcb3' },
      code: 'audience.mismatch',
    },
    { name: 'another typ', header: { typ: 'JWT' }, code: 'type.mismatch' },
    { name: 'a token without jti', claims: { jti: undefined }, code: 'claims.mismatch' },
    { name: 'another tenant', claims: { iss: 'https://other.logto.app/oidc' }, code: 'issuer.untrusted' },
  ],
  matrix: { name: 'Logto', program: 'of a machine' },
  idToken: {
    header: { typ: 'JWT' },
    claims: {
      sub: 'rkxl1ops7gs1',
      name: 'Alice',
      username: 'alice',
      at_hash: 'kq0m6y9mJzv1Y8T2c3w4xw',
      aud: 's6BhdRkqt3',
      ...lasting(3600),
      iss: LOGTO_ISS,
    },
  },
};

export const LOGTO_TOKENS: readonly ProviderToken[] = [LOGTO];
