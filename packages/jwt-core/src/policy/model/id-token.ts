/** What tells an ID token (OpenID Connect Core §2) from an access token, in both directions. */

import type { ClaimMatchers } from '../document/document.js';

/**
 * Claims that an ID token alone has: they tie it to a sign-in, or to what was given out together with it.
 * OpenID Connect Core §2, §3.3.2.11; Financial-grade API 1.0, part 2, §5.1.
 */
export const ONLY_IN_ID_TOKENS = ['nonce', 'at_hash', 'c_hash', 's_hash'] as const;

/**
 * Claims that an ID token can have: they do not show an access token. RFC 7519 §4.1; OpenID Connect Core §2 and §5.1;
 * OpenID Connect Front-Channel Logout §3.
 */
export const IN_ID_TOKENS: ReadonlySet<string> = new Set([
  ...ONLY_IN_ID_TOKENS,
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'auth_time', 'acr', 'amr', 'azp', 'sid'],
  ...[
    'name',
    'given_name',
    'family_name',
    'middle_name',
    'nickname',
    'preferred_username',
    'profile',
    'picture',
  ],
  ...['website', 'email', 'email_verified', 'gender', 'birthdate', 'zoneinfo', 'locale', 'phone_number'],
  ...['phone_number_verified', 'address', 'updated_at'],
]);

/** What an ID token must show: a subject, and nothing that an access token or a logout token has. */
export const ID_TOKEN_CLAIMS: ClaimMatchers = {
  sub: { present: true },
  // A logout token has the issuer, the key and the audience of an ID token, and often its `typ`:
  // https://openid.net/specs/openid-connect-backchannel-1_0.html#LogoutToken
  events: { present: false },
  // Access tokens with the `typ` JWT or none have claims that no ID token has: by RFC 6749, 9068 and 9396,
  scope: { present: false },
  client_id: { present: false },
  authorization_details: { present: false },
  // by Okta and Entra, by Auth0,
  scp: { present: false },
  cid: { present: false },
  gty: { present: false },
  // by Cognito, and by Keycloak, whose refresh and logout tokens say so in the same place.
  token_use: { anyOf: [{ present: false }, { equals: 'id' }] },
  typ: { anyOf: [{ present: false }, { equals: 'ID' }] },
};

/**
 * What an access token of an issuer must not show whose `typ` says nothing (`lacks: { typ }`): the provider signs tokens of
 * other kinds with the same key, and they can have the claims that show an access token.
 */
export const ACCESS_TOKEN_CLAIMS: ClaimMatchers = {
  // Logout tokens and security events: RFC 8417 §2.2, OpenID Connect Back-Channel Logout §2.4.
  events: { present: false },
  // Cognito: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
  token_use: { anyOf: [{ present: false }, { not: { in: ['id', 'refresh'] } }] },
  // Keycloak: https://www.keycloak.org/docs/latest/server_admin/#_oidc_token_categories
  typ: {
    anyOf: [
      { present: false },
      {
        not: {
          in: ['ID', 'Refresh', 'Offline', 'Logout', 'InitialAccessToken', 'RegistrationAccessToken'],
        },
      },
    ],
  },
};
