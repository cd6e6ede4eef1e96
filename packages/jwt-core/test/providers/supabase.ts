import { NOW_SECONDS } from '../mint.js';
import { lasting, type ProviderToken } from '../provider-token.js';

const REF = 'https://abc.supabase.co/auth/v1';
const USER = '123e4567-e89b-12d3-a456-426614174000';

const SUPABASE: ProviderToken = {
  name: 'an access token of Supabase',
  profile: 'supabase',
  source: 'https://supabase.com/docs/guides/auth/jwt-fields',
  issuer: { iss: REF },
  audience: 'authenticated',
  alg: 'ES256',
  header: { typ: 'JWT' },
  claims: {
    aal: 'aal1',
    amr: [{ method: 'password', timestamp: NOW_SECONDS - 10 }],
    app_metadata: { provider: 'email', providers: ['email'] },
    aud: 'authenticated',
    email: 'user@example.com',
    ...lasting(3600),
    is_anonymous: false,
    iss: REF,
    phone: '',
    role: 'authenticated',
    session_id: '123e4567-e89b-12d3-a456-426614174001',
    sub: USER,
    user_metadata: { email_verified: true },
  },
  principal: 'user',
  variants: [
    { name: 'that an OAuth client asked for', claims: { client_id: '9a8b7c6d', scope: 'openid email' } },
    { name: 'with a list of one audience', claims: { aud: ['authenticated'] } },
    { name: 'with a role of the project’s own', claims: { role: 'support_agent' } },
  ],
  nearMisses: [
    { name: 'a guest', claims: { is_anonymous: true }, code: 'claims.mismatch' },
    {
      name: 'the key of the service role',
      claims: { iss: 'supabase', ref: 'abc', role: 'service_role', sub: undefined, session_id: undefined },
      code: 'issuer.untrusted',
    },
    {
      name: 'a token that was made for the service role',
      claims: { role: 'service_role' },
      code: 'claims.mismatch',
    },
    { name: 'a token without a session', claims: { session_id: undefined }, code: 'type.mismatch' },
    { name: 'another project', claims: { iss: 'https://xyz.supabase.co/auth/v1' }, code: 'issuer.untrusted' },
  ],
  matrix: { name: 'Supabase' },
  // https://github.com/supabase/auth/blob/master/internal/tokens/service.go, IDTokenClaims
  idToken: {
    header: { typ: 'JWT' },
    claims: {
      iss: REF,
      sub: USER,
      aud: '9a8b7c6d',
      ...lasting(3600),
      auth_time: NOW_SECONDS - 20,
      nonce: 'n-0S6',
      email: 'user@example.com',
      email_verified: true,
      phone_number_verified: false,
      client_id: '9a8b7c6d',
    },
  },
};

export const SUPABASE_TOKENS: readonly ProviderToken[] = [SUPABASE];
