import { NOW_SECONDS } from '../mint.js';
import { lasting, NO_TYP, type ProviderToken } from '../provider-token.js';

const APPLE: ProviderToken = {
  name: 'an identity token of Apple',
  profile: 'apple',
  source:
    'https://developer.apple.com/documentation/signinwithapple/authenticating-users-with-sign-in-with-apple',
  issuer: {},
  defaults: { maxLifetime: '24h' },
  audience: 'com.mytest.app',
  header: NO_TYP,
  claims: {
    iss: 'https://appleid.apple.com',
    aud: 'com.mytest.app',
    ...lasting(24 * 3600),
    sub: '000544.5e201aec537347aeb79d23cbc345170a.1321',
    nonce: 'n-0S6',
    c_hash: 'N1P2W5jZ3kXw9mQq8v7d0g',
    email: 'abc123@privaterelay.appleid.com',
    email_verified: 'true',
    is_private_email: 'true',
    auth_time: NOW_SECONDS - 11,
    nonce_supported: true,
    real_user_status: 2,
  },
  principal: 'user',
  variants: [
    { name: 'with booleans', claims: { email_verified: true, is_private_email: true } },
    { name: 'that hides the address', claims: { email: undefined, email_verified: undefined } },
  ],
  nearMisses: [
    { name: 'another app', claims: { aud: 'com.evil.app' }, code: 'audience.mismatch' },
    {
      name: 'a notification from Apple’s server',
      claims: { events: '{"type":"consent-revoked"}', nonce: undefined },
      code: 'claims.mismatch',
    },
    { name: 'another iss', claims: { iss: 'https://account.apple.com' }, code: 'issuer.untrusted' },
    { name: 'a token of two days', claims: lasting(48 * 3600), code: 'time.lifetime_too_long' },
  ],
  matrix: { name: 'Apple' },
};

export const APPLE_TOKENS: readonly ProviderToken[] = [APPLE];
