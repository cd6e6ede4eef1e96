import type { Profile } from '../profile.js';
import { words } from './words.js';

export const workos: Profile = {
  provider: 'WorkOS Connect',
  documentation: 'https://workos.com/docs/authkit/connect/token-claims',
  notes: [
    'The header has `kid` and `alg` alone.',
    "A user's token names the resource that was asked for (RFC 8707), else the client id of the environment. A program's names the client id of the environment: give it as an audience of its own under `accept`.",
    'Session tokens of AuthKit (`iss` on api.workos.com) name no audience and no client, so nothing says which service they are for: they cannot be accepted.',
  ],
  issForm: {
    pattern: /^https:\/\/(?!api\.workos\.com$)[a-z0-9.-]+$/u,
    words: 'https://NAME.authkit.app or your own AuthKit domain, without a path',
  },
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256'],
    typ: 'JWT',
    // An ID token has the name and the address of the person, and names its client in aud alone.
    lacks: { typ: { shownBy: ['client_id', 'scope'] } },
    // "M2M token: sub: Application client ID".
    principal: 'auto',
    tenant: 'org_id',
    require: { sub: { present: true }, client_id: { present: true }, jti: { present: true } },
  },
  texts: words('org_id role'),
};
