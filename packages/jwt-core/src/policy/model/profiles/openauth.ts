import type { Profile } from '../profile.js';
import { words } from './words.js';

export const openauth: Profile = {
  provider: 'OpenAuth',
  documentation: 'https://openauth.js.org/docs/issuer/',
  notes: [
    'A token has no `iat`, so no `maxAge` can be used. Access tokens last for 30 days where nothing else is set: set `ttl.access` to a day at most.',
    'The audience is the client: list the clients whose tokens a service takes as its audiences.',
    'The kinds of subject are your own, by name in `type`, with `properties`: say which of them are people, such as `principal: { user: { type: { equals: user } } }`.',
    'The claims are those of the source code: the documentation lists none.',
  ],
  issForm: {
    pattern: /^https?:\/\/[^\s/?#]+$/u,
    words: 'the origin of the issuer, https://HOST, without a path and without a slash at the end',
  },
  issuer: {
    keys: { discovery: 'oauth' },
    algs: ['ES256'],
    typ: 'JWT',
    lacks: { iat: { maxRemaining: '24h' } },
    // https://github.com/toolbeam/openauth/blob/master/packages/openauth/src/issuer.ts, generateTokens
    require: {
      sub: { present: true },
      mode: { equals: 'access' },
      type: { present: true },
      properties: { present: true },
    },
  },
  noPrincipal: "the kinds of subject are the application's own.",
  texts: words('mode type'),
};
