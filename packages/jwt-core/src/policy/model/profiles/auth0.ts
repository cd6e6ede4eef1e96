import type { Matcher } from '../../document/document.js';
import type { Profile } from '../profile.js';
import { words } from './words.js';

/**
 * The identity providers that an Auth0 user id starts with: `auth0|...`, `samlp|...`. A client id has no `|` in it.
 * A user of a provider that is missing here is denied, which is the safe side.
 * https://auth0.com/docs/manage-users/user-accounts/identify-users
 */
const AUTH0_PROVIDERS = words(`
  ad adfs amazon apple auth0 auth0-oidc bitbucket box custom dropbox email facebook fitbit github google-apps
  google-oauth2 instagram ip line linkedin oauth1 oauth2 office365 oidc okta paypal pingfederate salesforce
  salesforce-community salesforce-sandbox samlp sharepoint shopify sms twitter waad windowslive wordpress
  yahoo`);

const AUTH0_USER: Matcher = { anyOf: AUTH0_PROVIDERS.map((provider) => ({ startsWith: `${provider}|` })) };

export const auth0: Profile = {
  provider: 'Auth0',
  documentation: 'https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles',
  notes: [
    'The `sub` of a machine is `CLIENT-ID@clients`.',
    'Without `audience` in the request, Auth0 gives an encrypted token, which no API can read.',
  ],
  issForm: { pattern: /^https:\/\/[a-z0-9.{}-]+\/$/u, words: 'https://DOMAIN/, with the slash at the end' },
  owns: {
    pattern: /^https?:\/\/(?:[a-z0-9-]+\.)+auth0\.com(?:[:/]|$)/iu,
    words: '*.auth0.com',
    because:
      'Auth0 signs ID tokens and tokens of machines with the same keys and typ, and only this profile tells them apart. For its tokens of RFC 9068 alone, write typ: at+jwt.',
  },
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256', 'PS256'],
    // The dialects `access_token` and `rfc9068_profile`.
    typ: ['JWT', 'at+jwt'],
    // The sub of a machine is `CLIENT-ID@clients` in both dialects, so it never equals the client id.
    // `gty` marks a machine, in the dialect `access_token` alone; only an identity provider marks a user.
    // An ID token names no client but in `aud`: azp is of the one dialect, client_id of the other.
    principal: {
      workload: [{ gty: { equals: 'client-credentials' }, azp: { present: true } }],
      user: [
        { azp: { present: true }, sub: AUTH0_USER },
        { client_id: { present: true }, sub: AUTH0_USER },
      ],
    },
    clientId: 'azp',
    tenant: 'org_id',
    roles: 'permissions',
    require: { sub: { present: true } },
  },
  rejectedAudiences: {
    pattern: /^https:\/\/[^/]+\/(?:userinfo|api\/v2\/?)$/u,
    words: 'https://DOMAIN/userinfo and https://DOMAIN/api/v2/',
    because:
      'it is an API of Auth0 itself: every sign-in with openid names /userinfo. Ask for the identifier of your own API.',
  },
  texts: words('gty org_id org_name'),
};
