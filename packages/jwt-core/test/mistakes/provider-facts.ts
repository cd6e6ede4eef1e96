import type { Mistake } from './mistake.js';
import { withIssuer } from './profiles.js';

const PLAIN = 'iss: https://id.example, keys: { discovery: oidc }, algs: [RS256]';
const PROVIDER = '/issuers/provider';
const ACCEPT = '/services/orders/accept/0';
const accepting = (issuer: string, accepted: string): string =>
  withIssuer(issuer).replace('accept: [provider]', `accept: [${accepted}]`);

export const PROVIDER_MISTAKES: readonly Mistake[] = [
  ['nothing that is lacking', withIssuer(`{ ${PLAIN}, typ: JWT, lacks: {} }`), `invalid ${PROVIDER}/lacks`],
  [
    'something lacking without a substitute',
    withIssuer(`{ ${PLAIN}, lacks: { typ: {} } }`),
    `missing_key ${PROVIDER}/lacks/typ/shownBy`,
  ],
  [
    'something lacking that cannot be',
    withIssuer(`{ ${PLAIN}, typ: JWT, lacks: { exp: { maxRemaining: 1h } } }`),
    `unknown_key ${PROVIDER}/lacks/exp`,
  ],
  [
    'an access token shown by what ID tokens have',
    withIssuer(`{ ${PLAIN}, lacks: { typ: { shownBy: [scp, email] } } }`),
    `invalid ${PROVIDER}/lacks/typ/shownBy/1`,
  ],
  [
    'no typ of ID tokens, which need none',
    withIssuer(`{ ${PLAIN}, tokens: id, lacks: { typ: { shownBy: [scp] } } }`),
    `invalid ${PROVIDER}/lacks/typ`,
  ],
  [
    'other audiences in ID tokens',
    withIssuer(`{ ${PLAIN}, tokens: id, audienceMode: contains }`),
    `invalid ${PROVIDER}/audienceMode`,
  ],
  [
    'a person without sub',
    withIssuer(`{ ${PLAIN}, typ: JWT, principal: user, lacks: { sub: workload } }`),
    `invalid ${PROVIDER}/lacks/sub`,
  ],
  [
    'a long life without an end',
    withIssuer(`{ ${PLAIN}, typ: JWT, lacks: { shortLife: { maxLifetime: 30d } } }`),
    `missing_key ${PROVIDER}/lacks/shortLife/until`,
  ],
  [
    'a long life for more than a year',
    withIssuer(`{ ${PLAIN}, typ: JWT, lacks: { shortLife: { maxLifetime: 30d, until: 2028-01-01 } } }`),
    `invalid ${PROVIDER}/lacks/shortLife/until`,
  ],
  [
    'a life longer than any',
    withIssuer(`{ ${PLAIN}, typ: JWT, lacks: { shortLife: { maxLifetime: 91d, until: 2027-01-01 } } }`),
    `invalid ${PROVIDER}/lacks/shortLife/maxLifetime`,
  ],
  [
    'clients that nothing lists',
    withIssuer(`{ ${PLAIN}, typ: JWT, lacks: { aud: { pinnedBy: azp } } }`),
    `invalid ${ACCEPT}`,
  ],
  [
    'clients of another claim',
    accepting(
      `{ ${PLAIN}, typ: JWT, lacks: { aud: { pinnedBy: azp } } }`,
      '{ issuer: provider, cid: [web] }',
    ),
    `invalid ${ACCEPT}/issuer`,
  ],
  [
    'clients in the place of an audience that is there',
    accepting(`{ ${PLAIN}, typ: JWT }`, '{ issuer: provider, azp: [web] }'),
    `invalid ${ACCEPT}/issuer`,
  ],
  [
    'an age without iat',
    withIssuer(`{ ${PLAIN}, typ: JWT, lacks: { iat: { maxRemaining: 1h } } }`).replace(
      'operations:',
      'maxAge: 10m\n    operations:',
    ),
    `invalid ${ACCEPT}`,
  ],
  [
    'an age without iat, which the profile says',
    withIssuer(
      '{ profile: openauth, iss: https://auth.example, principal: { user: { type: { equals: user } } } }',
    ).replace('operations:', 'maxAge: 10m\n    operations:'),
    `invalid ${ACCEPT}`,
  ],
  [
    'a client claim that is a pointer',
    withIssuer(`{ ${PLAIN}, typ: JWT, clientId: /client/id }`),
    `invalid ${PROVIDER}/clientId`,
  ],
  [
    'a form of roles that is none',
    withIssuer(`{ ${PLAIN}, typ: JWT, roles: { claim: roles, as: list } }`),
    `invalid ${PROVIDER}/roles/as`,
  ],
  [
    'predicates of no kind of caller',
    withIssuer(`{ ${PLAIN}, typ: JWT, principal: {} }`),
    `invalid ${PROVIDER}/principal`,
  ],
  [
    'a lack that the profile does not know',
    withIssuer('{ profile: auth0, iss: https://acme.auth0.com/, lacks: { typ: { shownBy: [scope] } } }'),
    `widening ${PROVIDER}/lacks`,
  ],
  [
    'fewer claims than the profile shows an access token by',
    withIssuer(
      '{ profile: cognito, iss: https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A, require: { client_id: { equals: web } }, lacks: { typ: { shownBy: [scope] } } }',
    ),
    `widening ${PROVIDER}/lacks`,
  ],
  [
    'another client claim than that of the profile',
    withIssuer('{ profile: auth0, iss: https://acme.auth0.com/, clientId: sub }'),
    `widening ${PROVIDER}/clientId`,
  ],
  [
    'predicates where the profile has its own',
    withIssuer(
      '{ profile: auth0, iss: https://acme.auth0.com/, principal: { user: { sub: { present: true } } } }',
    ),
    `widening ${PROVIDER}/principal`,
  ],
  [
    'ID tokens where the profile is about access tokens',
    withIssuer('{ profile: auth0, iss: https://acme.auth0.com/, tokens: id }'),
    `widening ${PROVIDER}/tokens`,
  ],
  [
    'other audiences where the profile wants one alone',
    withIssuer(
      '{ profile: google, principal: user, audienceMode: contains, require: { sub: { equals: a } } }',
    ),
    `widening ${PROVIDER}/audienceMode`,
  ],
];
