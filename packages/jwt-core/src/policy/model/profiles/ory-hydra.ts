import type { Profile } from '../profile.js';

export const oryHydra: Profile = {
  provider: 'Ory Hydra and Ory Network',
  documentation: 'https://www.ory.com/docs/oauth2-oidc/jwt-access-token',
  notes: [
    'Access tokens are opaque unless `strategies.access_token`, or the client, says `jwt`.',
    'Scopes are a list in `scp`. With `strategies.jwt.scope_claim: string` they are a text in `scope`: write `scopes: scope`.',
    'Claims of your own are under `ext`, unless they are allowed at the top level.',
    'A client gets the audiences that it asks for among those that it may have; without any, the token has none, and is denied.',
  ],
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
    typ: 'JWT',
    // An ID token names its client in aud alone.
    lacks: { typ: { shownBy: ['client_id'] } },
    principal: 'auto',
    scopes: 'scp',
    roles: '/ext/roles',
    require: { sub: { present: true }, client_id: { present: true }, jti: { present: true } },
  },
};
