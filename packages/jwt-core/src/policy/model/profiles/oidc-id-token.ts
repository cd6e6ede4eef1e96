import type { Profile } from '../profile.js';
import { words } from './words.js';

export const oidcIdToken: Profile = {
  provider: 'OpenID Connect',
  documentation: 'https://openid.net/specs/openid-connect-core-1_0.html#IDToken',
  notes: ['ID tokens are for the client that a person signs in to: only for services that are this client.'],
  issuer: {
    keys: { discovery: 'oidc' },
    tokens: 'id',
    principal: 'user',
  },
  // https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
  texts: words('email family_name given_name name preferred_username'),
};
