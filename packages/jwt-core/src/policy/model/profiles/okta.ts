import type { Profile } from '../profile.js';
import { words } from './words.js';

export const okta: Profile = {
  provider: 'Okta, custom authorization server',
  documentation: 'https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/',
  notes: [
    'The header has `kid` and `alg` alone. The client is in `cid`, the scopes are a list in `scp`.',
    "A program's token has no `uid`. The `sub` of a person is a name that an administrator can map: `uid` is the id.",
    'The org server (`https://ACME.okta.com`, without a path) has a profile of its own, `okta-org`.',
    'The audience is that of the authorization server: `api://default` until it is set.',
    'Groups are in no token until a claim named `groups` is added to the authorization server.',
  ],
  issForm: {
    pattern: /^https:\/\/[a-z0-9.{}-]+\/oauth2\/[A-Za-z0-9]+$/u,
    words: 'https://DOMAIN/oauth2/SERVER, where SERVER is `default` or an id, without a slash at the end',
  },
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256'],
    typ: 'JWT',
    // An ID token has amr and idp, and neither of these.
    lacks: { typ: { shownBy: ['cid', 'scp'] } },
    // `uid`: "It isn't included in the access token if there is no user bound to it."
    principal: {
      workload: { uid: { present: false }, cid: { present: true } },
      user: { uid: { present: true } },
    },
    clientId: 'cid',
    scopes: 'scp',
    roles: 'groups',
    require: { sub: { present: true } },
  },
  rejectedAudiences: {
    pattern: /^https:\/\/[a-z0-9-]+\.okta(?:preview|-emea|-gov)?\.com(?:\/|$)/u,
    words: '*.okta.com',
    because:
      'an address of Okta is the audience of Okta itself. Set the audience of your API at the authorization server.',
  },
  texts: words('uid'),
};
