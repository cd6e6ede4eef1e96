import type { Profile } from '../profile.js';
import { words } from './words.js';

export const pingone: Profile = {
  provider: 'PingOne',
  documentation:
    'https://developer.pingidentity.com/pingone-api/foundations/authentication-concepts/access-tokens-and-id-tokens/token-claims.html',
  notes: [
    'The header has a `typ` only where the resource is set so; from 2027-03-02 it is always `at+jwt`.',
    "A program's token (client credentials) has no `sub`.",
    'Without a resource of your own in the request, the token is for the API of PingOne.',
  ],
  issForm: {
    pattern: /^https:\/\/[a-z0-9.-]+\/(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/)?as$/u,
    words: 'https://auth.pingone.REGION/ENVIRONMENT-ID/as, or https://DOMAIN/as with your own domain',
  },
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256'],
    typ: ['JWT', 'at+jwt'],
    lacks: { typ: { shownBy: ['client_id', 'scope'] }, sub: 'workload' },
    principal: 'auto',
    roles: 'groups',
    // Also with typ at+jwt, which says that it is one.
    require: { client_id: { present: true }, env: { present: true } },
  },
  rejectedAudiences: {
    pattern: /^https:\/\/api\.pingone\.[a-z.]+(?:\/|$)/u,
    words: 'https://api.pingone.REGION',
    because: 'it is the API of PingOne itself. Make a custom resource for this service.',
  },
  texts: words('acr env org p1.rid p1.userId sid'),
};
