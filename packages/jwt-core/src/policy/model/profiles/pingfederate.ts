import type { Profile } from '../profile.js';
import { words } from './words.js';

export const pingfederate: Profile = {
  provider: 'PingFederate',
  documentation:
    'https://docs.pingidentity.com/pingfederate/latest/administrators_reference_guide/pf_configure_json_token_management.html',
  notes: [
    'An administrator decides what is in a token, in the access token management instance: give it an issuer, an audience and a JWT id, let it include `iat`, and leave the names `client_id` and `scope` as they are.',
    'Map `sub` in the contract: to the user for people, and to the client id for client credentials. That is what tells them apart.',
    'Tokens last for 120 minutes where nothing else is set. A symmetric key cannot be used with this profile.',
    'The keys are those of `/pf/JWKS` where the instance uses centralized signing keys; else write the `jwksUri` of the instance.',
  ],
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'],
    typ: ['JWT', 'at+jwt'],
    // The type header is a setting of the instance. An ID token has neither claim.
    lacks: { typ: { shownBy: ['client_id', 'scope'] } },
    principal: 'auto',
    roles: 'groups',
    require: { sub: { present: true }, client_id: { present: true } },
  },
  texts: words('email name preferred_username username'),
};
