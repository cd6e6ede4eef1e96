import type { Profile } from '../profile.js';
import { words } from './words.js';

export const oktaOrg: Profile = {
  provider: 'Okta, org authorization server',
  documentation: 'https://developer.okta.com/docs/concepts/auth-servers/',
  notes: [
    "Its access tokens are for Okta's own API: their `aud` is the org itself, their form may change, and no other party should validate them. This profile takes its ID tokens alone, for services that are the client.",
    'For an API of your own, make a custom authorization server, and use `okta`.',
  ],
  issForm: {
    pattern: /^https:\/\/[a-z0-9.{}-]+$/u,
    words: 'https://DOMAIN, without a path and without a slash at the end',
  },
  owns: {
    pattern: /^https?:\/\/[a-z0-9-]+\.okta(?:preview|-emea|-gov)?\.com(?::\d+)?\/?$/iu,
    words: '*.okta.com, *.oktapreview.com, *.okta-emea.com and *.okta-gov.com, without a path',
    because:
      'it is an org authorization server, whose access tokens are for Okta alone. For an API, use a custom authorization server and profile: okta.',
    // They take its ID tokens alone, and for a client.
    shared: ['oidc-id-token'],
  },
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256'],
    tokens: 'id',
    principal: 'user',
  },
  texts: words('email family_name given_name idp name preferred_username'),
};
