import type { Profile } from '../profile.js';
import { words } from './words.js';

export const cloudflareAccess: Profile = {
  provider: 'Cloudflare Access',
  documentation:
    'https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/application-token/',
  notes: [
    'Cloudflare sends the token in the header `Cf-Access-Jwt-Assertion`. Anything that reaches the origin past Cloudflare has none.',
    'The audience is the AUD tag of the application. One team signs for all of its applications.',
    "A service token's `sub` is empty, and `common_name` has its client id. Only people have an `email`.",
    'The keys are those of `https://TEAM.cloudflareaccess.com/cdn-cgi/access/certs`. A token lasts as long as the session: a day, where nothing else is set.',
  ],
  issForm: {
    pattern: /^https:\/\/[a-z0-9-]+\.cloudflareaccess\.com$/u,
    words: 'https://TEAM.cloudflareaccess.com, without a slash at the end',
  },
  owns: {
    pattern: /^https?:\/\/[a-z0-9-]+\.cloudflareaccess\.com(?::\d+)?\/?$/iu,
    words: '*.cloudflareaccess.com, without a path',
    because:
      'a team signs for people and for service tokens, and session tokens as well. Only this profile tells them apart.',
  },
  issuer: {
    algs: ['RS256'],
    typ: 'JWT',
    lacks: { sub: 'workload' },
    principal: {
      workload: { common_name: { present: true }, email: { present: false } },
      user: { email: { present: true }, common_name: { present: false } },
    },
    clientId: 'common_name',
    // The global session token has type `org`.
    require: { type: { equals: 'app' } },
  },
  rejectedAudiences: {
    pattern: /^(?![0-9a-f]{64}$)/u,
    words: 'what is no AUD tag',
    because: 'the aud is the AUD tag of the application: 64 hexadecimal digits, on its overview page.',
  },
  texts: words('common_name country email identity_nonce type'),
};
