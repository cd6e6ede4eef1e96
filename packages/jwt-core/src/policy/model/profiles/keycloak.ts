import type { Profile } from '../profile.js';
import { words } from './words.js';

export const keycloak: Profile = {
  provider: 'Keycloak',
  documentation: 'https://www.keycloak.org/docs/latest/server_admin/#_oidc_token_categories',
  notes: [
    'A service account is a user named `service-account-CLIENT`.',
    'Nearly every token names `account` as an audience: add an audience mapper.',
  ],
  issForm: {
    pattern: /^https?:\/\/[^\s?#]+\/realms\/[^\s/?#]+$/u,
    words: 'https://HOST/realms/NAME, without a slash at the end',
  },
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
    // at+jwt where the client is set so (Keycloak 26.2): https://github.com/keycloak/keycloak/issues/36696
    typ: ['JWT', 'at+jwt'],
    // A service account is a user to Keycloak, with a name of this form. Without a name, its kind is unknown: denied.
    principal: {
      workload: [
        {
          client_id: { present: true },
          preferred_username: { startsWith: 'service-account-' },
        },
      ],
      user: [
        {
          client_id: { present: false },
          preferred_username: { not: { startsWith: 'service-account-' } },
        },
      ],
    },
    clientId: 'azp',
    roles: '/realm_access/roles',
    require: {
      sub: { present: true },
      azp: { present: true },
      // ID, Refresh, Offline and Logout tokens have the header of an access token, and ID tokens can have its aud.
      typ: { in: ['Bearer', 'DPoP'] },
    },
  },
  rejectedAudiences: {
    pattern: /^(?:account|broker|realm-management)$/u,
    words: 'account, broker and realm-management',
    because:
      'it is a client of Keycloak itself, and nearly every token of the realm names it. Add an audience mapper for this service.',
  },
  texts: words('email family_name given_name name preferred_username session_state typ'),
};
