import { lasting, type ProviderToken } from '../provider-token.js';

const FUSION_APP = 'e9fdb985-9173-4e01-9d73-ac2d60d1dc8e';
const FUSION_TENANT = 'd7d09513-a3f5-401c-9685-34ab6c552453';

/** The sample of the page, decoded. */
const FUSIONAUTH: ProviderToken = {
  name: 'an access token of FusionAuth',
  profile: 'fusionauth',
  source: 'https://fusionauth.io/docs/lifecycle/authenticate-users/oauth/tokens#sample-access-token',
  issuer: { iss: 'acme.com' },
  audience: FUSION_APP,
  header: { typ: 'JWT', gty: ['authorization_code'] },
  claims: {
    aud: FUSION_APP,
    ...lasting(3600),
    iss: 'acme.com',
    sub: '00000000-0000-0000-0000-111111111111',
    jti: '2e2271d7-3057-4bfd-99ab-34af48e84567',
    authenticationType: 'PASSWORD',
    email: 'richard@example.com',
    email_verified: true,
    applicationId: FUSION_APP,
    scope: 'offline_access profile openid',
    roles: [],
    sid: '0abe7139-0bd0-4fd0-a450-c1e8b16e710a',
    auth_time: lasting(0)['iat'],
    tid: FUSION_TENANT,
  },
  principal: 'user',
  variants: [
    { name: 'with roles', claims: { roles: ['Site Manager'] } },
    {
      name: 'of an entity',
      header: { gty: ['client_credentials'] },
      claims: {
        authenticationType: undefined,
        email: undefined,
        email_verified: undefined,
        applicationId: undefined,
        roles: undefined,
        sid: undefined,
        auth_time: undefined,
        sub: '4be68f93-4a8c-4b3c-8c8f-3f0d9a5f7c1e',
        scope: `target-entity:${FUSION_APP}:read,write`,
        permissions: ['read', 'write'],
      },
      principal: 'workload',
    },
  ],
  nearMisses: [
    {
      name: 'a person without a registration',
      claims: { applicationId: undefined, roles: undefined },
      code: 'claims.mismatch',
    },
    {
      name: 'an entity without a scope',
      claims: {
        applicationId: undefined,
        authenticationType: undefined,
        auth_time: undefined,
        scope: undefined,
      },
      code: 'claims.mismatch',
    },
    { name: 'a token with the hash of another', claims: { at_hash: 'x' }, code: 'claims.mismatch' },
    { name: 'a token for another application', claims: { aud: FUSION_TENANT }, code: 'audience.mismatch' },
    { name: 'a token of another tenant’s iss', claims: { iss: 'other.com' }, code: 'issuer.untrusted' },
  ],
  matrix: { name: 'FusionAuth', program: 'of an entity' },
  idToken: {
    header: { typ: 'JWT', gty: ['authorization_code'] },
    claims: {
      aud: FUSION_APP,
      ...lasting(3600),
      iss: 'acme.com',
      sub: '00000000-0000-0000-0000-111111111111',
      jti: 'd1c2b3a4-3057-4bfd-99ab-34af48e84567',
      authenticationType: 'PASSWORD',
      email: 'richard@example.com',
      email_verified: true,
      at_hash: 'GmPQxu3SWv5e0sYvMPtMxg',
      scope: 'offline_access profile openid',
      sid: '0abe7139-0bd0-4fd0-a450-c1e8b16e710a',
      auth_time: lasting(0)['iat'],
      tid: FUSION_TENANT,
    },
  },
};

export const FUSIONAUTH_TOKENS: readonly ProviderToken[] = [FUSIONAUTH];
