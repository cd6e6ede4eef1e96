import { lasting, NO_TYP, type ProviderToken } from '../provider-token.js';

const DUENDE: ProviderToken = {
  name: 'an access token of Duende IdentityServer',
  profile: 'duende',
  source: 'https://docs.duendesoftware.com/identityserver/apis/aspnetcore/jwt/',
  issuer: { iss: 'https://demo.duendesoftware.com' },
  audience: 'api1',
  header: { typ: 'at+jwt' },
  claims: {
    iss: 'https://demo.duendesoftware.com',
    nbf: lasting(0)['iat'],
    ...lasting(3600),
    aud: 'api1',
    scope: ['openid', 'read', 'write'],
    amr: ['pwd'],
    client_id: 'mobile_app',
    sub: '123',
    auth_time: lasting(0)['iat'],
    idp: 'local',
    sid: '0F4F2B2A',
    jti: '2C6D',
    role: 'Site Manager',
  },
  principal: 'user',
  variants: [
    { name: 'with its scopes as a text', claims: { scope: 'read write delete' } },
    { name: 'for two APIs', claims: { aud: ['api1', 'api2'] } },
    {
      name: 'of a client, no sub',
      claims: {
        sub: undefined,
        sid: undefined,
        amr: undefined,
        auth_time: undefined,
        idp: undefined,
        role: undefined,
      },
      principal: 'workload',
    },
  ],
  nearMisses: [
    { name: 'a token without typ', header: NO_TYP, code: 'type.mismatch' },
    {
      name: 'the static audience',
      claims: { aud: 'https://demo.duendesoftware.com/resources' },
      code: 'audience.mismatch',
    },
    { name: 'scopes alone, and no API', claims: { aud: undefined }, code: 'audience.missing' },
    { name: 'a token without a client', claims: { client_id: undefined }, code: 'claims.missing' },
    { name: 'a logout token', header: { typ: 'logout+jwt' }, code: 'type.mismatch' },
  ],
  matrix: { name: 'Duende', program: 'of a client, no sub' },
  idToken: {
    header: { typ: 'JWT' },
    claims: {
      iss: 'https://demo.duendesoftware.com',
      nbf: lasting(0)['iat'],
      ...lasting(300),
      aud: 'mobile_app',
      amr: ['pwd'],
      nonce: 'n-0S6',
      at_hash: 'X9w4f1y5Hh6VqkT0dQe7lw',
      sid: '0F4F2B2A',
      sub: '123',
      auth_time: lasting(0)['iat'],
      idp: 'local',
    },
  },
};

export const DUENDE_TOKENS: readonly ProviderToken[] = [DUENDE];
