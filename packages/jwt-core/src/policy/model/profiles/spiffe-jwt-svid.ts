import type { Profile } from '../profile.js';

export const spiffeJwtSvid: Profile = {
  provider: 'SPIFFE JWT-SVID',
  documentation: 'https://github.com/spiffe/spiffe/blob/main/standards/JWT-SVID.md',
  notes: ['A token is selected by the trust domain of its `sub`; `iss`, `iat` and `typ` are optional.'],
  owns: {
    pattern: /^spiffe:/iu,
    words: 'spiffe:',
    because: 'a trust domain signs for workloads alone, and never for a person.',
  },
  issuer: {
    algs: ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512'],
    typ: ['JWT', 'JOSE'],
    // JWT-SVID §2.3: typ is optional. §3 asks for sub, aud and exp alone.
    lacks: { typ: { shownBy: ['sub'] }, iat: { maxRemaining: '24h' } },
    principal: 'workload',
    require: { sub: { startsWith: 'spiffe://' } },
  },
  // SPIFFE Trust Domain and Bundle §4.2.2: a key with another use is not for JWT-SVIDs.
  keyUse: 'jwt-svid',
};
