import type { Profile } from '../profile.js';
import { words } from './words.js';

export const googleIap: Profile = {
  provider: 'Google Cloud Identity-Aware Proxy',
  documentation: 'https://cloud.google.com/iap/docs/signed-headers-howto',
  notes: [
    'The proxy sends the token in the header `x-goog-iap-jwt-assertion`.',
    'One issuer signs for every project: the audience has the project and the backend in it.',
    'The keys are on another host than the issuer. Tokens last for ten minutes.',
    'A service account is a caller like a person: its `email` ends in `gserviceaccount.com`. Say which of the two is meant.',
  ],
  owns: {
    pattern: /^https?:\/\/cloud\.google\.com\/iap\/?$/iu,
    words: 'cloud.google.com/iap',
    because: 'the proxy signs for people and for service accounts, and only this profile tells them apart.',
  },
  issuer: {
    iss: 'https://cloud.google.com/iap',
    keys: { jwksUri: 'https://www.gstatic.com/iap/verify/public_key-jwk' },
    algs: ['ES256'],
    typ: 'JWT',
    // The documentation says nothing of typ. The proxy signs nothing else with these keys.
    lacks: { typ: { shownBy: ['email'] } },
    principal: 'marked',
    tenant: 'hd',
    audienceMode: 'exclusive',
    require: { sub: { present: true }, email: { present: true } },
  },
  rejectedAudiences: {
    pattern: /^(?!\/projects\/[0-9]+\/(?:apps\/|global\/backendServices\/|[a-z0-9-]+\/[a-z0-9-]+\/))/u,
    words: 'what is no backend of a project',
    because:
      'the aud names a backend of your project: /projects/NUMBER/global/backendServices/ID, /projects/NUMBER/apps/PROJECT or /projects/NUMBER/locations/REGION/services/NAME.',
  },
  texts: words('email hd'),
};
