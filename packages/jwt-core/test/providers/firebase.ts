import { NOW_SECONDS } from '../mint.js';
import { lasting, type ProviderToken } from '../provider-token.js';

const FIREBASE: ProviderToken = {
  name: 'an ID token of Firebase',
  profile: 'firebase',
  source:
    'https://firebase.google.com/docs/auth/admin/verify-id-tokens#verify_id_tokens_using_a_third-party_jwt_library',
  issuer: { iss: 'https://securetoken.google.com/shop' },
  audience: 'shop',
  header: { typ: 'JWT' },
  claims: {
    iss: 'https://securetoken.google.com/shop',
    aud: 'shop',
    auth_time: NOW_SECONDS - 20,
    user_id: '7gRkTzA0',
    sub: '7gRkTzA0',
    ...lasting(3600),
    email: 'alice@acme.example',
    email_verified: true,
    firebase: { identities: { email: ['alice@acme.example'] }, sign_in_provider: 'password' },
  },
  principal: 'user',
  variants: [
    {
      name: 'of a tenant',
      claims: { firebase: { sign_in_provider: 'google.com', identities: {}, tenant: 'acme-1a2b' } },
    },
    { name: 'with claims of the project’s own', claims: { role: 'clerk' } },
  ],
  nearMisses: [
    {
      name: 'a guest',
      claims: { provider_id: 'anonymous', firebase: { identities: {}, sign_in_provider: 'anonymous' } },
      code: 'claims.mismatch',
    },
    { name: 'another project', claims: { aud: 'evil' }, code: 'audience.mismatch' },
    {
      name: 'a session cookie',
      claims: { iss: 'https://session.firebase.google.com/shop' },
      code: 'issuer.untrusted',
    },
    {
      name: 'a token that no sign-in gave',
      claims: { firebase: undefined },
      code: 'claims.mismatch',
    },
    {
      name: 'a token without the time of the sign-in',
      claims: { auth_time: undefined },
      code: 'claims.mismatch',
    },
  ],
  matrix: { name: 'Firebase' },
};

export const FIREBASE_TOKENS: readonly ProviderToken[] = [FIREBASE];
