import { lasting, type ProviderToken } from '../provider-token.js';

const AUTHENTIK_ISS = 'https://authentik.company/application/o/shop/';

/** https://github.com/goauthentik/authentik/blob/main/authentik/providers/oauth2/id_token.py */
const AUTHENTIK: ProviderToken = {
  name: 'an access token of authentik',
  profile: 'authentik',
  source: 'https://docs.goauthentik.io/add-secure-apps/providers/oauth2/',
  issuer: { iss: AUTHENTIK_ISS },
  audience: 'hrwKo4XqV9Lq',
  header: { typ: 'JWT' },
  claims: {
    iss: AUTHENTIK_ISS,
    sub: '1c8e5a0b2d3f4e6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c',
    aud: 'hrwKo4XqV9Lq',
    ...lasting(300),
    auth_time: lasting(0)['iat'],
    acr: 'goauthentik.io/providers/oauth2/default',
    amr: ['pwd'],
    nonce: 'n-0S6',
    sid: '5f2a0b5c7d8e9f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192',
    email: 'alice@acme.example',
    preferred_username: 'alice',
    groups: ['authentik Admins', 'clerk'],
    azp: 'hrwKo4XqV9Lq',
    uid: 'mq3vS7dBkK2x',
  },
  principal: 'user',
  variants: [
    { name: 'of an application that sends no nonce', claims: { nonce: undefined } },
    {
      name: 'of a client for itself',
      claims: {
        amr: undefined,
        nonce: undefined,
        sid: undefined,
        email: undefined,
        groups: [],
        preferred_username: 'ak-Provider for shop-client_credentials',
      },
      principal: 'workload',
    },
  ],
  nearMisses: [
    {
      name: 'a program without the scope profile',
      claims: { sid: undefined, amr: undefined, preferred_username: undefined },
      code: 'claims.mismatch',
    },
    { name: 'a person whose session has ended', claims: { sid: undefined }, code: 'claims.mismatch' },
    {
      name: 'the account of a program with a session',
      claims: { preferred_username: 'ak-Provider for shop-client_credentials' },
      code: 'claims.mismatch',
    },
    {
      name: 'a token for another application',
      claims: { aud: 'other', azp: 'other' },
      code: 'audience.mismatch',
    },
    {
      name: 'an iss without the slash',
      claims: { iss: AUTHENTIK_ISS.slice(0, -1) },
      code: 'issuer.untrusted',
    },
  ],
  matrix: { name: 'authentik', program: 'of a client for itself' },
  idToken: {
    header: { typ: 'JWT' },
    claims: {
      iss: AUTHENTIK_ISS,
      sub: '1c8e5a0b2d3f4e6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c',
      aud: 'hrwKo4XqV9Lq',
      ...lasting(300),
      auth_time: lasting(0)['iat'],
      acr: 'goauthentik.io/providers/oauth2/default',
      amr: ['pwd'],
      nonce: 'n-0S6',
      sid: '5f2a0b5c7d8e9f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192',
      email: 'alice@acme.example',
      preferred_username: 'alice',
      groups: ['authentik Admins', 'clerk'],
    },
  },
};

export const AUTHENTIK_TOKENS: readonly ProviderToken[] = [AUTHENTIK];
