import type { Profile } from '../profile.js';
import { words } from './words.js';

export const betterAuth: Profile = {
  provider: 'Better Auth, tokens of the plugin jwt()',
  documentation: 'https://www.better-auth.com/docs/plugins/jwt',
  notes: [
    'The header has `kid` and `alg` alone; the claims are the user as it is stored.',
    'Both `iss` and `aud` are the base URL where nothing else is set: set `jwt.audience` where several services take the tokens.',
    'With `definePayload` the claims are others: write the issuer without a profile, with `lacks`.',
    'Access tokens of the plugin `oauthProvider()` follow RFC 9068: use `rfc9068` for them, and switch `/token` off, as its page says.',
  ],
  issForm: { pattern: /^https?:\/\/[^\s?#]+$/u, words: 'the base URL, https://HOST' },
  issuer: {
    algs: ['EdDSA', 'ES256', 'ES512', 'RS256', 'PS256'],
    typ: 'JWT',
    // An ID token has the claims of OpenID Connect: `email_verified`, and no `id`.
    lacks: { typ: { shownBy: ['id', 'emailVerified'] } },
    principal: 'user',
    roles: 'role',
    require: { sub: { present: true } },
  },
  texts: words('createdAt email id image name updatedAt'),
};
