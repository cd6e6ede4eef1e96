import type { Profile } from '../profile.js';
import { words } from './words.js';

export const stytch: Profile = {
  provider: 'Stytch',
  documentation: 'https://stytch.com/docs/api-reference/consumer/api/m2m/token/get-access-token',
  notes: [
    'The `iss` is `stytch.com/PROJECT-ID`, without `https://`, or your own domain. The audience is the project, for all of its services.',
    'Three kinds are accepted: session JWTs (five minutes), access tokens of Connected Apps, and tokens of M2M clients, whose `sub` starts with `m2m-client-`. ID tokens are none of these.',
    'The keys are those of `https://api.stytch.com/v1/sessions/jwks/PROJECT-ID`, of `/v1/b2b/…` for B2B projects.',
    'A session JWT names no client. In B2B projects, roles are those of the session.',
  ],
  issForm: {
    pattern: /^(?:stytch\.com\/project-(?:live|test)-[0-9a-f-]+|https:\/\/[a-z0-9.-]+)$/u,
    words: 'stytch.com/PROJECT-ID, or https://DOMAIN of your own',
  },
  issuer: {
    algs: ['RS256'],
    typ: 'JWT',
    principal: {
      workload: { sub: { startsWith: 'm2m-client-' }, scope: { present: true } },
      user: [
        { '/https:~1~1stytch.com~1session/id': { present: true } },
        { client_id: { present: true }, scope: { present: true }, jti: { present: true } },
      ],
    },
    tenant: '/https:~1~1stytch.com~1organization/organization_id',
    roles: '/https:~1~1stytch.com~1session/roles',
    require: {
      sub: { present: true },
      nonce: { present: false },
      at_hash: { present: false },
      c_hash: { present: false },
    },
  },
  texts: words('/https:~1~1stytch.com~1session/id'),
};
