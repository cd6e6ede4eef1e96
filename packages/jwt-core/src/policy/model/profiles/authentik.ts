import type { Profile } from '../profile.js';
import { words } from './words.js';

export const authentik: Profile = {
  provider: 'authentik',
  documentation: 'https://docs.goauthentik.io/add-secure-apps/providers/oauth2/',
  notes: [
    'An access token is the ID token with `azp` and `uid` added: also with its `nonce`. Its audience is the client.',
    "A person's token has a session (`sid`). A token without one is a program's if it names the service account that authentik makes for client credentials, which takes the scope `profile`; else it is denied.",
    'The claims are those of the source code: the documentation lists none.',
  ],
  issForm: {
    pattern: /^https:\/\/[^\s?#]+\/$/u,
    words:
      'https://HOST/application/o/SLUG/, or https://HOST/ in the global issuer mode, with the slash at the end',
  },
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256', 'ES256', 'ES384', 'ES512'],
    typ: 'JWT',
    principal: {
      workload: { sid: { present: false }, preferred_username: { startsWith: 'ak-' } },
      user: { sid: { present: true } },
    },
    clientId: 'azp',
    roles: 'groups',
    // https://github.com/goauthentik/authentik/blob/main/authentik/providers/oauth2/id_token.py, to_access_token
    require: { sub: { present: true }, azp: { present: true }, uid: { present: true } },
  },
  texts: words('email family_name given_name name nickname preferred_username uid'),
};
