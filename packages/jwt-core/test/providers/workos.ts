import { lasting, NO_TYP, type ProviderToken } from '../provider-token.js';

const AUTHKIT = 'https://acme.authkit.app';
const APP = 'client_01JP8BD0CZ401TDF9X54NT5ZEK';

const WORKOS: ProviderToken = {
  name: 'an access token of WorkOS Connect',
  profile: 'workos',
  source: 'https://workos.com/docs/authkit/connect/token-claims',
  issuer: { iss: AUTHKIT },
  audience: 'https://mcp.acme.example',
  header: NO_TYP,
  claims: {
    iss: AUTHKIT,
    aud: 'https://mcp.acme.example',
    sub: 'user_01JQ0E27VT3MH79RY0FVA4QBP9',
    client_id: APP,
    org_id: 'org_01HRDMC6CM357W30QMHMQ96Q0S',
    sid: 'app_consent_01JQ0E27WE4K1RCMH7Q094M1GJ',
    scope: 'openid profile email',
    jti: '01JQ0E27ZXE4XNHVP870S6PWYN',
    ...lasting(300),
  },
  principal: 'user',
  variants: [
    { name: 'of no organization', claims: { org_id: undefined } },
    { name: 'of an M2M application', claims: { sub: APP, sid: undefined }, principal: 'workload' },
  ],
  nearMisses: [
    {
      name: 'a session token of AuthKit',
      claims: { iss: 'https://api.workos.com', aud: undefined, client_id: undefined, scope: undefined },
      code: 'issuer.untrusted',
    },
    { name: 'a token that names no client', claims: { client_id: undefined }, code: 'type.mismatch' },
    { name: 'a token without scopes', claims: { scope: undefined }, code: 'type.mismatch' },
    {
      name: 'the environment as its audience',
      claims: { aud: 'client_123456789' },
      code: 'audience.mismatch',
    },
  ],
  matrix: { name: 'WorkOS', program: 'of an M2M application' },
  idToken: {
    header: NO_TYP,
    claims: {
      iss: AUTHKIT,
      aud: APP,
      sub: 'user_01JQ0E27VT3MH79RY0FVA4QBP9',
      org_id: 'org_01HRDMC6CM357W30QMHMQ96Q0S',
      name: 'Grant Opal',
      given_name: 'Grant',
      email: 'grant@acme.example',
      email_verified: true,
      nonce: 'GPc459ttUQhB9oPn',
      jti: '01JQ0E27ZXE4XNHVP870S6PWYP',
      ...lasting(300),
    },
  },
};

export const WORKOS_TOKENS: readonly ProviderToken[] = [WORKOS];
