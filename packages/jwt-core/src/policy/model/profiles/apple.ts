import type { Profile } from '../profile.js';
import { words } from './words.js';

export const apple: Profile = {
  provider: 'Sign in with Apple',
  documentation:
    'https://developer.apple.com/documentation/signinwithapple/authenticating-users-with-sign-in-with-apple',
  notes: [
    'These are ID tokens, for your own backend: the audience is the id of your app or service.',
    'The header has `kid` and `alg` alone.',
    '`email_verified` and `is_private_email` are the text `"true"` or the boolean: write `in: ["true", true]`.',
    'Tokens last for a day.',
  ],
  issuer: {
    iss: 'https://appleid.apple.com',
    keys: { discovery: 'oidc' },
    algs: ['RS256'],
    tokens: 'id',
    principal: 'user',
  },
  texts: words('email transfer_sub'),
};
