import type { Profile } from '../profile.js';
import { words } from './words.js';

export const zitadel: Profile = {
  provider: 'ZITADEL',
  documentation: 'https://zitadel.com/docs/apis/openidoauth/claims',
  notes: [
    'Access tokens are opaque unless the application, or the service account, has the token type JWT.',
    'ID tokens and access tokens have the same `typ`, the same audiences and often the same `client_id`. An access token has a `jti`, and no `auth_time`, `amr` and `nonce`.',
    "A service account's token looks like a person's. Say `principal`, and pin the clients in `client_id`: a service account's is its user name.",
    'A token names every application of its project and the project in `aud`. The project id is the audience to use.',
    'There is no claim with the scopes. Roles are the member names of an object, and are there where the project asserts them.',
  ],
  issForm: {
    pattern: /^https?:\/\/[^\s/?#]+$/u,
    words: 'https://HOST, without a path and without a slash at the end',
  },
  owns: {
    pattern: /^https?:\/\/(?:[a-z0-9-]+\.)+zitadel\.cloud(?:[:/]|$)/iu,
    words: '*.zitadel.cloud',
    because:
      'ZITADEL signs ID tokens, and tokens of service accounts that no claim marks, with the same keys and typ. Only this profile tells them apart.',
  },
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
    typ: 'JWT',
    clientId: 'client_id',
    tenant: 'urn:zitadel:iam:user:resourceowner:id',
    roles: { claim: 'urn:zitadel:iam:org:project:roles', as: 'memberNames' },
    require: {
      sub: { present: true },
      // The matrix of the documentation: jti is in access tokens alone; the others, and at_hash, in ID tokens alone.
      jti: { present: true },
      auth_time: { present: false },
      amr: { present: false },
      nonce: { present: false },
      at_hash: { present: false },
    },
  },
  noPrincipal: 'nothing in a token tells a service account from a person.',
  mustPin: {
    claims: ['client_id'],
    because: 'nothing else tells the service accounts of the instance from its people.',
  },
  texts: words(
    'urn:zitadel:iam:user:resourceowner:name urn:zitadel:iam:user:resourceowner:primary_domain urn:zitadel:iam:org:domain:primary',
  ),
};
