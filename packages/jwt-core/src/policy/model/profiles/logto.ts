import type { Profile } from '../profile.js';
import { words } from './words.js';

export const logto: Profile = {
  provider: 'Logto',
  documentation: 'https://docs.logto.io/authorization/validate-access-tokens',
  notes: [
    'The client asks for a resource: without one, the access token is opaque.',
    'The `iss` ends in `/oidc`. The `sub` of a machine-to-machine application is its client id.',
    'Permissions are scopes: roles are in no token. The audience of a token for an organization is `urn:logto:organization:ID`.',
  ],
  issForm: {
    pattern: /^https?:\/\/[^\s/?#]+\/oidc$/u,
    words: 'https://TENANT.logto.app/oidc, or https://HOST/oidc of your own, without a slash at the end',
  },
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['ES384', 'RS256', 'ES256', 'ES512'],
    typ: 'at+jwt',
    principal: 'auto',
    tenant: 'organization_id',
    require: { sub: { present: true }, client_id: { present: true }, jti: { present: true } },
  },
  texts: words('organization_id'),
};
