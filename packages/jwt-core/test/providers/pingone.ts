import { lasting, NO_TYP, type ProviderToken } from '../provider-token.js';

const ENVIRONMENT = '4631af52-7ec7-48cf-848f-48cf8ca8e1ab';

const P1 = `https://auth.pingone.com/${ENVIRONMENT}/as`;
const AGENT = 'adeeb901-7b64-453d-92bc-059bcbcc5958';

/** The examples of the agent tutorial of Ping Identity. */
const PINGONE: ProviderToken = {
  name: 'an access token of PingOne',
  profile: 'pingone',
  source:
    'https://developer.pingidentity.com/pingone-api/foundations/authentication-concepts/access-tokens-and-id-tokens/token-claims.html',
  issuer: { iss: P1 },
  audience: 'agent',
  header: NO_TYP,
  claims: {
    acr: 'Agent-Consent-Login',
    aud: ['agent'],
    auth_time: lasting(0)['iat'],
    client_id: AGENT,
    env: ENVIRONMENT,
    ...lasting(3600),
    iss: P1,
    jti: '3121e22a-5958-4bf1-a369-ba296b444930',
    org: '84c4c0c0-0ca2-43b4-a62c-d830882855bc',
    'p1.userId': 'cf025143-501a-4d70-9c80-95d69121d7b3',
    scope: 'agent',
    sid: '2dd6d4a4-0b59-4c99-8a57-4c189f09b24f',
    sub: 'cf025143-501a-4d70-9c80-95d69121d7b3',
  },
  principal: 'user',
  variants: [
    { name: 'with the type that comes in 2027', header: { typ: 'at+jwt' } },
    {
      name: 'of a program',
      claims: {
        acr: undefined,
        auth_time: undefined,
        'p1.userId': undefined,
        'p1.rid': '722238d2-4748-4681-889d-7fe7a321b037',
        sid: undefined,
        sub: undefined,
      },
      principal: 'workload',
    },
  ],
  nearMisses: [
    {
      name: 'a token for the API of PingOne',
      claims: { aud: ['https://api.pingone.com'] },
      code: 'audience.mismatch',
    },
    {
      name: 'another environment',
      claims: { iss: 'https://auth.pingone.com/84c4c0c0-0ca2-43b4-a62c-d830882855bc/as' },
      code: 'issuer.untrusted',
    },
    { name: 'a token without a client', claims: { client_id: undefined }, code: 'type.mismatch' },
    {
      name: 'a token without a client, of the new type',
      header: { typ: 'at+jwt' },
      claims: { client_id: undefined },
      code: 'claims.missing',
    },
    { name: 'a token without scopes', claims: { scope: undefined }, code: 'type.mismatch' },
  ],
  matrix: { name: 'PingOne', program: 'of a program' },
  idToken: {
    header: NO_TYP,
    claims: {
      iss: P1,
      sub: 'cf025143-501a-4d70-9c80-95d69121d7b3',
      aud: AGENT,
      ...lasting(3600),
      acr: 'Agent-Consent-Login',
      amr: ['pwd'],
      auth_time: lasting(0)['iat'],
      at_hash: 'dKmCCUCcrZpQ9r5fcw1YXQ',
      sid: '2dd6d4a4-0b59-4c99-8a57-4c189f09b24f',
      env: ENVIRONMENT,
      org: '84c4c0c0-0ca2-43b4-a62c-d830882855bc',
      preferred_username: 'alice',
    },
  },
};

export const PINGONE_TOKENS: readonly ProviderToken[] = [PINGONE];
