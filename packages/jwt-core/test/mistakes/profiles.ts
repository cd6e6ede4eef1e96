import type { Mistake } from './mistake.js';

/** A document with one issuer, which a service accepts under one audience. */
export const withIssuer = (
  issuer: string,
  audience = 'https://orders.example',
): string => `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop }
issuers:
  provider: ${issuer}
services:
  orders:
    audience: ${audience}
    accept: [provider]
    operations:
      list: { allow: [{ principal: user }] }
`;
const PROVIDER = '/issuers/provider';
export const PINNED = 'require: { repository_owner_id: { equals: "1" } }';

export const PROFILE_MISTAKES: readonly Mistake[] = [
  [
    'no principal, where nothing in the tokens tells it',
    withIssuer(
      '{ profile: zitadel, iss: https://acme.zitadel.cloud, require: { client_id: { equals: "1" } } }',
    ),
    `widening ${PROVIDER}/principal`,
  ],
  [
    'the org server of Okta, for access tokens',
    withIssuer('{ profile: okta, iss: https://acme.okta.com }'),
    `invalid ${PROVIDER}/iss`,
  ],
  ['the jobs of all of GitLab', withIssuer('{ profile: gitlab-ci }'), `missing_key ${PROVIDER}/require`],
  [
    'a wider list of algorithms',
    withIssuer(`{ profile: github-actions, algs: [RS256, ES256], ${PINNED} }`),
    `widening ${PROVIDER}/algs`,
  ],
  [
    'another type',
    withIssuer(`{ profile: github-actions, typ: at+jwt, ${PINNED} }`),
    `widening ${PROVIDER}/typ`,
  ],
  [
    'another principal',
    withIssuer(`{ profile: github-actions, principal: user, ${PINNED} }`),
    `widening ${PROVIDER}/principal`,
  ],
  [
    'another issuer',
    withIssuer(`{ profile: github-actions, iss: https://evil.example, ${PINNED} }`),
    `widening ${PROVIDER}/iss`,
  ],
  [
    'an issuer that the profile fixes',
    withIssuer('{ profile: google, iss: https://evil.example, principal: user }'),
    `widening ${PROVIDER}/iss`,
  ],
  ['nothing pinned', withIssuer('{ profile: github-actions }'), `missing_key ${PROVIDER}/require`],
  [
    'something pinned that can change hands',
    withIssuer('{ profile: github-actions, require: { repository: { equals: acme/shop } } }'),
    `missing_key ${PROVIDER}/require`,
  ],
  [
    'an id that is there, whatever it is',
    withIssuer('{ profile: github-actions, require: { repository_owner_id: { present: true } } }'),
    `missing_key ${PROVIDER}/require`,
  ],
  [
    'an audience that every token of the provider has',
    withIssuer(`{ profile: github-actions, ${PINNED} }`, 'https://github.com/acme'),
    'invalid /services/orders/accept/0',
  ],
  [
    'no principal, where the profile cannot tell it',
    withIssuer('{ profile: google }'),
    `widening ${PROVIDER}/principal`,
  ],
  [
    'a principal that nothing decides',
    withIssuer('{ profile: google, principal: auto }'),
    `widening ${PROVIDER}/principal`,
  ],
  [
    'another claim for the scopes that the audience is read from',
    withIssuer(
      '{ profile: cognito, iss: https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a, scopes: username, require: { client_id: { equals: a } } }',
    ),
    `widening ${PROVIDER}/scopes`,
  ],
  [
    'the audience that every pod has a token for',
    withIssuer('{ profile: kubernetes-sa, iss: https://k8s.example }', 'https://k8s.example'),
    'invalid /services/orders/accept/0',
  ],
  [
    'no trust domain',
    withIssuer('{ profile: spiffe-jwt-svid, keys: { jwksUri: "https://spire.example/keys" } }'),
    `missing_key ${PROVIDER}/trustDomain`,
  ],
  [
    'a trust domain that is a URL',
    withIssuer(
      '{ profile: spiffe-jwt-svid, trustDomain: "spiffe://prod.example", keys: { jwksUri: "https://spire.example/keys" } }',
    ),
    `invalid ${PROVIDER}/trustDomain`,
  ],
  [
    'discovery, and no iss to start at',
    withIssuer('{ profile: spiffe-jwt-svid, trustDomain: prod.example, keys: { discovery: oidc } }'),
    `invalid ${PROVIDER}/keys`,
  ],
  [
    'a template that the profile brings, and no tenants',
    withIssuer('{ profile: entra-v2 }'),
    `missing_key ${PROVIDER}/tenants`,
  ],
];
