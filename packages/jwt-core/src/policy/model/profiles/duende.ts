import type { Profile } from '../profile.js';
import { words } from './words.js';

export const duende: Profile = {
  provider: 'Duende IdentityServer',
  documentation: 'https://docs.duendesoftware.com/identityserver/apis/aspnetcore/jwt/',
  notes: [
    "A program's token (client credentials) has no `sub`.",
    'Scopes are a list, or a string where `EmitScopesAsSpaceDelimitedStringInJwt` is set. A person with one role has `role` as a string, with several as a list.',
    'The audience is the name of an `ApiResource`. With scopes alone there is none, and with `EmitStaticAudienceClaim` it is `ISS/resources`, the same for every API.',
    'IdentityServer4 writes the same tokens. Where `AccessTokenJwtType` is set to nothing, write the issuer without a profile, with `lacks`.',
  ],
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'],
    typ: 'at+jwt',
    lacks: { sub: 'workload' },
    principal: 'auto',
    roles: 'role',
    require: { client_id: { present: true } },
  },
  rejectedAudiences: {
    pattern: /\/resources$/u,
    words: 'ISS/resources',
    because:
      'it is the static audience, the same in every token of the server. Define an ApiResource for this service.',
  },
  texts: words('email idp name sid'),
};
