import { NOW_SECONDS } from '../mint.js';
import { lasting, type ProviderToken } from '../provider-token.js';

const STYTCH_PROJECT = 'project-test-6d902c62-fc8f-40ea-a4b1-c260966d4655';
const STYTCH_USER = 'user-test-16d9ba61-97a1-4ba4-9720-b03761dc50c6';

const STYTCH: ProviderToken = {
  name: 'a session JWT of Stytch',
  profile: 'stytch',
  source: 'https://stytch.com/docs/api-reference/consumer/api/sessions/get-jwks',
  issuer: { iss: `stytch.com/${STYTCH_PROJECT}` },
  audience: STYTCH_PROJECT,
  header: { typ: 'JWT' },
  claims: {
    iss: `stytch.com/${STYTCH_PROJECT}`,
    sub: STYTCH_USER,
    aud: [STYTCH_PROJECT],
    ...lasting(300),
    nbf: NOW_SECONDS - 10,
    'https://stytch.com/session': {
      id: 'session-test-8d63c5de-7ee0-4177-930a-c99a85a0f217',
      started_at: '2026-11-23T11:00:00Z',
      last_accessed_at: '2026-11-23T11:59:50Z',
      expires_at: '2026-11-24T11:00:00Z',
      attributes: { user_agent: '', ip_address: '' },
      authentication_factors: [{ type: 'otp', delivery_method: 'email' }],
    },
  },
  principal: 'user',
  variants: [
    {
      name: 'of an access token of a Connected App',
      claims: {
        'https://stytch.com/session': undefined,
        client_id: 'connected-app-test-d731954d-dab3-4a2b-bdee-07f3ad1be888',
        jti: 'LOe49j3s9d9dmacslUvrb15ZIjPbptMm7fS5UlE52JCF',
        scope: 'openid email profile phone',
      },
    },
    {
      name: 'of an M2M client',
      claims: {
        'https://stytch.com/session': undefined,
        sub: 'm2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885',
        scope: 'read:users write:users',
      },
      principal: 'workload',
    },
  ],
  nearMisses: [
    {
      name: 'a token without a session',
      claims: { 'https://stytch.com/session': undefined },
      code: 'claims.mismatch',
    },
    {
      name: 'an M2M client with the session of a person',
      claims: { sub: 'm2m-client-test-d731954d' },
      code: 'claims.mismatch',
    },
    { name: 'another project', claims: { aud: ['project-test-other'] }, code: 'audience.mismatch' },
    { name: 'a token with a nonce', claims: { nonce: 'n-0S6' }, code: 'claims.mismatch' },
  ],
  matrix: { name: 'Stytch', program: 'of an M2M client' },
  idToken: {
    header: { typ: 'JWT' },
    claims: {
      iss: `stytch.com/${STYTCH_PROJECT}`,
      sub: STYTCH_USER,
      aud: [STYTCH_PROJECT, 'connected-app-test-d731954d-dab3-4a2b-bdee-07f3ad1be888'],
      ...lasting(3600),
      email: 'alice@acme.example',
      email_verified: true,
      nonce: 'n-0S6',
    },
  },
};

export const STYTCH_TOKENS: readonly ProviderToken[] = [STYTCH];
