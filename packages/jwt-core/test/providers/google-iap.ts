import { lasting, NO_TYP, type ProviderToken } from '../provider-token.js';

const BACKEND = '/projects/123456789/global/backendServices/987654321';

const IAP: ProviderToken = {
  name: 'a signed header of the Identity-Aware Proxy',
  profile: 'google-iap',
  source: 'https://cloud.google.com/iap/docs/signed-headers-howto#verifying_the_jwt_payload',
  issuer: { principal: 'user' },
  audience: BACKEND,
  alg: 'ES256',
  header: { typ: 'JWT' },
  claims: {
    aud: BACKEND,
    email: 'alice@example.com',
    ...lasting(600),
    google: { access_levels: ['accessPolicies/1/accessLevels/office'] },
    hd: 'example.com',
    iss: 'https://cloud.google.com/iap',
    sub: 'accounts.google.com:10769150350006150715113082367',
  },
  principal: 'user',
  variants: [
    { name: 'of no organization', claims: { hd: undefined } },
    { name: 'without typ', header: NO_TYP },
  ],
  nearMisses: [
    {
      name: 'a service account',
      claims: { email: 'ledger@shop.iam.gserviceaccount.com' },
      code: 'claims.mismatch',
    },
    {
      name: 'another backend of the project',
      claims: { aud: '/projects/123456789/global/backendServices/1' },
      code: 'audience.mismatch',
    },
    {
      name: 'an ID token of Google',
      claims: { iss: 'https://accounts.google.com' },
      code: 'issuer.untrusted',
    },
    { name: 'a caller without an address', claims: { email: undefined }, code: 'type.mismatch' },
  ],
  matrix: { name: 'IAP' },
};

const IAP_PROGRAM: ProviderToken = {
  ...IAP,
  name: 'a signed header of the Identity-Aware Proxy, of a service account',
  issuer: { principal: 'workload' },
  claims: {
    ...IAP.claims,
    email: 'ledger@shop.iam.gserviceaccount.com',
    hd: undefined,
    sub: 'accounts.google.com:105806801273967101517',
  },
  principal: 'workload',
  variants: [],
  nearMisses: [
    { name: 'a person', claims: { email: 'alice@example.com' }, code: 'claims.mismatch' },
    { name: 'another backend', claims: { aud: '/projects/1/apps/shop' }, code: 'audience.mismatch' },
    { name: 'no subject', claims: { sub: undefined }, code: 'claims.mismatch' },
    { name: 'another typ', header: { typ: 'at+jwt' }, code: 'type.mismatch' },
  ],
  matrix: { name: 'IAP, a service account' },
};

export const GOOGLE_IAP_TOKENS: readonly ProviderToken[] = [IAP, IAP_PROGRAM];
