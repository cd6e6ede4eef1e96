import { lasting, type ProviderToken } from '../provider-token.js';

const B2C_ISS = 'https://contoso.b2clogin.com/775527ff-9a37-4307-8b3d-cc311f58d925/v2.0/';
const B2C_API = '90c0fe63-bcf2-44d5-8fb7-b8bbc0b29dc6';
const B2C_WEB = '975251ed-e4f5-4efd-abcb-5f1a8f566ab7';
const B2C_DAEMON = '33333333-0000-0000-0000-000000000000';

/** Of a person: the claims that the table of the page lists for access tokens. */
const B2C: ProviderToken = {
  name: 'an access token of Azure AD B2C',
  profile: 'azure-ad-b2c',
  source: 'https://learn.microsoft.com/en-us/azure/active-directory-b2c/tokens-overview#claims',
  issuer: { iss: B2C_ISS, principal: 'user', require: { azp: { in: [B2C_WEB] } } },
  audience: B2C_API,
  header: { typ: 'JWT' },
  claims: {
    aud: B2C_API,
    iss: B2C_ISS,
    ...lasting(3600),
    ver: '1.0',
    sub: '884408e1-2918-4c30-b12d-3aa027d7563b',
    tfp: 'b2c_1_signupsignin1',
    auth_time: lasting(0)['iat'],
    scp: 'Read',
    azp: B2C_WEB,
  },
  principal: 'user',
  variants: [
    { name: 'with the nonce that a library sent', claims: { nonce: '12345' } },
    { name: 'with the old name of the policy', claims: { tfp: undefined, acr: 'b2c_1_signupsignin1' } },
  ],
  nearMisses: [
    { name: 'a program, whose client is another', claims: { azp: B2C_DAEMON }, code: 'claims.mismatch' },
    { name: 'a token without a scope', claims: { scp: undefined }, code: 'claims.mismatch' },
    { name: 'a token that names no client', claims: { azp: undefined }, code: 'claims.missing' },
    {
      name: 'the issuer with the user flow',
      claims: {
        iss: 'https://contoso.b2clogin.com/tfp/775527ff-9a37-4307-8b3d-cc311f58d925/b2c_1_signupsignin1/v2.0/',
      },
      code: 'issuer.untrusted',
    },
    { name: 'a token for another API', claims: { aud: B2C_WEB }, code: 'audience.mismatch' },
  ],
  matrix: { name: 'B2C' },
};

const ID_TOKEN: NonNullable<ProviderToken['idToken']> = {
  header: { typ: 'JWT' },
  claims: {
    aud: B2C_WEB,
    iss: B2C_ISS,
    ...lasting(3600),
    ver: '1.0',
    sub: '884408e1-2918-4c30-b12d-3aa027d7563b',
    tfp: 'b2c_1_signupsignin1',
    nonce: '12345',
    auth_time: lasting(0)['iat'],
  },
};

/** Of a program: https://learn.microsoft.com/en-us/azure/active-directory-b2c/client-credentials-grant-flow */
const B2C_PROGRAM: ProviderToken = {
  ...B2C,
  name: 'an access token of Azure AD B2C, of a program',
  source:
    'https://learn.microsoft.com/en-us/azure/active-directory-b2c/client-credentials-grant-flow#step-3-obtain-an-access-token',
  issuer: { iss: B2C_ISS, principal: 'workload', require: { azp: { equals: B2C_DAEMON } } },
  claims: {
    aud: B2C_API,
    iss: B2C_ISS,
    ...lasting(3600),
    ver: '1.0',
    sub: '0a1b2c3d-2918-4c30-b12d-3aa027d7563b',
    scp: 'app.read app.write',
    azp: B2C_DAEMON,
  },
  principal: 'workload',
  variants: [],
  nearMisses: [
    { name: 'a person, whose client is another', claims: { azp: B2C_WEB }, code: 'claims.mismatch' },
    { name: 'another program', claims: { azp: B2C_API }, code: 'claims.mismatch' },
    { name: 'a program without a role', claims: { scp: undefined }, code: 'claims.mismatch' },
    { name: 'a token for another API', claims: { aud: B2C_WEB }, code: 'audience.mismatch' },
  ],
  matrix: { name: 'B2C, client credentials' },
};

export const AZURE_AD_B2C_TOKENS: readonly ProviderToken[] = [{ ...B2C, idToken: ID_TOKEN }, B2C_PROGRAM];
