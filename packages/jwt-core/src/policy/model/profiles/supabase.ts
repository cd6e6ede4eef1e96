import type { Profile } from '../profile.js';
import { words } from './words.js';

export const supabase: Profile = {
  provider: 'Supabase Auth',
  documentation: 'https://supabase.com/docs/guides/auth/jwt-fields',
  notes: [
    'The audience is `authenticated` in every token of a project: all services of the project share it.',
    'The keys `anon` and `service_role` are tokens too: their `iss` is `supabase`, they have no `sub` and no session, and are denied.',
    'A guest (`is_anonymous: true`) is not accepted as a user.',
    'A project that still signs with its shared secret is written without a profile, with `keys: { secret }` and HS256.',
  ],
  issForm: {
    pattern: /^https:\/\/[a-z0-9.-]+\/auth\/v1$/u,
    words:
      'https://PROJECT.supabase.co/auth/v1, or the same with your own domain, without a slash at the end',
  },
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['ES256', 'RS256', 'EdDSA'],
    typ: 'JWT',
    // Its OAuth server signs ID tokens, with a client_id, and without a session and its assurance level.
    lacks: { typ: { shownBy: ['session_id', 'aal'] } },
    principal: 'user',
    roles: 'role',
    require: { sub: { present: true }, role: { not: { in: ['anon', 'service_role', 'supabase_admin'] } } },
  },
  texts: words('aal email phone session_id'),
};
