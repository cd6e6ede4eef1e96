import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { problemsOf, type Mistake } from '../../../test/policy-documents.js';

/** A document with one issuer, which a service accepts under one audience. */
const withIssuer = (issuer: string, audience = 'https://orders.example'): string => `apiVersion: jwt-policy/v1
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
const PINNED = 'require: { repository_owner_id: { equals: "1" } }';

const MISTAKES: readonly Mistake[] = [
  [
    'a wider list of algorithms',
    withIssuer(`{ profile: github-actions, algs: [RS256, ES256], ${PINNED} }`),
    `widening ${PROVIDER}/algs`,
    'The profile github-actions has no ES256: write some of RS256',
  ],
  [
    'another type',
    withIssuer(`{ profile: github-actions, typ: at+jwt, ${PINNED} }`),
    `widening ${PROVIDER}/typ`,
    'takes JWT: write one of them',
  ],
  [
    'another principal',
    withIssuer(`{ profile: github-actions, principal: user, ${PINNED} }`),
    `widening ${PROVIDER}/principal`,
    'speaks of a workload: leave principal out.',
  ],
  [
    'another issuer',
    withIssuer(`{ profile: github-actions, iss: https://evil.example, ${PINNED} }`),
    `widening ${PROVIDER}/iss`,
    'has an iss of the form',
  ],
  [
    'an issuer that the profile fixes',
    withIssuer('{ profile: google, iss: https://evil.example, principal: user }'),
    `widening ${PROVIDER}/iss`,
    'https://accounts.google.com',
  ],
  [
    'nothing pinned',
    withIssuer('{ profile: github-actions }'),
    `missing_key ${PROVIDER}/require`,
    'asks for require: { repository',
  ],
  [
    'something pinned that can change hands',
    withIssuer('{ profile: github-actions, require: { repository: { equals: acme/shop } } }'),
    `missing_key ${PROVIDER}/require`,
    'with equals or in',
  ],
  [
    'an id that is there, whatever it is',
    withIssuer('{ profile: github-actions, require: { repository_owner_id: { present: true } } }'),
    `missing_key ${PROVIDER}/require`,
    'with equals or in',
  ],
  [
    'an audience that every token of the provider has',
    withIssuer(`{ profile: github-actions, ${PINNED} }`, 'https://github.com/acme'),
    'invalid /services/orders/accept/0',
    'cannot be used with this issuer',
  ],
  [
    'nobody who says whom it speaks of',
    withIssuer('{ profile: google }'),
    `widening ${PROVIDER}/principal`,
    'write principal: user or principal: workload',
  ],
  [
    'a principal that nothing decides',
    withIssuer('{ profile: google, principal: auto }'),
    `widening ${PROVIDER}/principal`,
    'cannot tell a person from a program',
  ],
  [
    'another claim for the scopes that the audience is read from',
    withIssuer(
      '{ profile: cognito, iss: https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a, scopes: username, require: { client_id: { equals: a } } }',
    ),
    `widening ${PROVIDER}/scopes`,
    'leave scopes out',
  ],
  [
    'the audience that every pod has a token for',
    withIssuer('{ profile: kubernetes-sa, iss: https://k8s.example }', 'https://k8s.example'),
    'invalid /services/orders/accept/0',
    'is the issuer itself',
  ],
  [
    'no trust domain',
    withIssuer('{ profile: spiffe-jwt-svid, keys: { jwksUri: "https://spire.example/keys" } }'),
    `missing_key ${PROVIDER}/trustDomain`,
    '"trustDomain" is missing here',
  ],
  [
    'a trust domain that is a URL',
    withIssuer(
      '{ profile: spiffe-jwt-svid, trustDomain: "spiffe://prod.example", keys: { jwksUri: "https://spire.example/keys" } }',
    ),
    `invalid ${PROVIDER}/trustDomain`,
    'without a scheme',
  ],
  [
    'discovery, and no iss to start at',
    withIssuer('{ profile: spiffe-jwt-svid, trustDomain: prod.example, keys: { discovery: oidc } }'),
    `invalid ${PROVIDER}/keys`,
    'write jwksUri or file',
  ],
  [
    'a template that the profile brings, and no tenants',
    withIssuer('{ profile: entra-v2 }'),
    `missing_key ${PROVIDER}/tenants`,
    'the iss has a {tenant} in it',
  ],
];

beforeAll(() => {
  vi.setSystemTime(Date.parse('2026-11-23T12:00:00Z'));
});

afterAll(() => {
  vi.useRealTimers();
});

describe('an issuer with a profile', () => {
  it.each(MISTAKES)('and %s is refused', async (_name, text, place, says) => {
    const problems = await problemsOf(text);
    expect(problems.map(({ code, pointer }) => `${code} ${pointer}`)).toContain(place);
    expect(problems.map(({ message }) => message).join(' ')).toContain(says);
  });

  it.each([
    ['what a profile fills', `{ profile: github-actions, ${PINNED} }`],
    [
      'the same again',
      `{ profile: github-actions, algs: [RS256], typ: jwt, principal: workload, ${PINNED} }`,
    ],
    [
      'a trust domain',
      '{ profile: spiffe-jwt-svid, trustDomain: prod.example, keys: { jwksUri: "https://spire.example/keys" } }',
    ],
    [
      'fewer algorithms',
      '{ profile: spiffe-jwt-svid, trustDomain: a.example, algs: [ES256], keys: { jwksUri: "https://a.example/keys" } }',
    ],
  ])('and %s is good', async (_what, issuer) => {
    expect(await problemsOf(withIssuer(issuer))).toEqual([]);
  });

  it.each([
    ['tenants for its template', '{ profile: entra-v2, tenants: [9188040d-6c67-4c5b-b112-36a304b66dad] }'],
    ['one kind of its principals', '{ profile: entra-v2, principal: workload, tenants: [a] }'],
  ])('and %s is good, with an audience of that provider', async (_what, issuer) => {
    expect(await problemsOf(withIssuer(issuer, '00000000-aaaa-bbbb-cccc-000000000000'))).toEqual([]);
  });
});
