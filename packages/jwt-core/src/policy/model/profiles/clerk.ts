import type { Profile } from '../profile.js';
import { words } from './words.js';

export const clerk: Profile = {
  provider: 'Clerk, session tokens',
  documentation: 'https://clerk.com/docs/guides/sessions/session-tokens',
  notes: [
    'A session token has no `aud`. Its `azp` is the origin of the page that got it: list the origins under `accept`. A browser that sends no `Origin` gets a token without `azp`, which is denied.',
    'A user who has not finished signing up has a token with `sts: pending`, which is denied.',
    'OAuth access tokens, ID tokens, tokens of JWT templates and machine tokens have no `fva`, and are denied.',
    'The active organization is in `o` (version 2), in `org_id` and `org_role` (version 1). Permissions are a text with commas in it, which no rule can read.',
    'An administrator who impersonates a user is in `act`: denied by every rule without `actor`.',
  ],
  issForm: {
    pattern: /^https:\/\/[a-z0-9.-]+$/u,
    words:
      'the Frontend API URL, https://clerk.DOMAIN or https://NAME.clerk.accounts.dev, without a slash at the end',
  },
  issuer: {
    keys: { discovery: 'oauth' },
    algs: ['RS256'],
    typ: 'JWT',
    lacks: { typ: { shownBy: ['fva'] }, aud: { pinnedBy: 'azp' } },
    principal: 'user',
    clientId: 'azp',
    tenant: '/o/id',
    roles: '/o/rol',
    require: {
      sub: { present: true },
      sid: { present: true },
      sts: { anyOf: [{ present: false }, { equals: 'active' }] },
    },
  },
  texts: words('org_id org_role org_slug pla /o/slg sts'),
};
