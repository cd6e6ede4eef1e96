import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../../test/policy-documents.js';
import type { IssuerDocument, ProfileName } from '../document/document.js';
import { definePolicy } from '../policy.js';
import { PolicyError } from '../policy-error.js';
import { type PolicyProblem } from '../problem.js';
import { PROFILES } from '../model/profiles.js';

const GUID = '72f988bf-86f1-41af-91ab-2d7cd011db47';

/** Every address that a provider signs under, and its profile. */
const OWNED: Readonly<Partial<Record<ProfileName, readonly string[]>>> = {
  google: ['https://accounts.google.com', 'accounts.google.com', 'https://accounts.google.com/'],
  'github-actions': [
    'https://token.actions.githubusercontent.com',
    'https://token.actions.githubusercontent.com/octocat-inc',
    'https://token.actions.octocorp.ghe.com',
    'https://github.acme.example/_services/token',
  ],
  'entra-v2': [
    `https://login.microsoftonline.com/${GUID}/v2.0`,
    `https://login.microsoftonline.us/${GUID}/v2.0`,
    `https://login.partner.microsoftonline.cn/${GUID}/v2.0`,
    'https://login.microsoftonline.com/common/v2.0',
  ],
  'entra-v1': [`https://sts.windows.net/${GUID}/`, `https://sts.chinacloudapi.cn/${GUID}/`],
  'entra-external-id': [
    `https://${GUID}.ciamlogin.com/${GUID}/v2.0`,
    'https://acme.ciamlogin.com/acme.onmicrosoft.com/v2.0',
  ],
  'azure-ad-b2c': [
    `https://acme.b2clogin.com/${GUID}/v2.0/`,
    `https://acme.b2clogin.com/tfp/${GUID}/b2c_1_signin/v2.0/`,
    'https://acme.b2clogin.com/acme.onmicrosoft.com/v2.0/',
  ],
  'okta-org': ['https://acme.okta.com', 'https://acme.oktapreview.com', 'https://acme.okta-emea.com/'],
  zitadel: ['https://acme-x1y2z3.zitadel.cloud', 'https://acme.us1.zitadel.cloud'],
  'gitlab-ci': ['https://gitlab.com', 'https://gitlab.com/'],
  circleci: [`https://oidc.circleci.com/org/${GUID}`],
  buildkite: ['https://agent.buildkite.com'],
  'cloudflare-access': ['https://acme.cloudflareaccess.com', 'https://acme.cloudflareaccess.com/'],
  'google-iap': ['https://cloud.google.com/iap'],
  cognito: [
    'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example',
    'https://issuer-cognito-idp.us-west-2.amazonaws.com/us-west-2_example',
    'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_example',
    'https://cognito-identity.amazonaws.com',
  ],
  auth0: ['https://acme.auth0.com/', 'https://acme.eu.auth0.com/'],
  'kubernetes-sa': [
    'kubernetes/serviceaccount',
    'https://kubernetes.default.svc',
    'https://kubernetes.default.svc.cluster.local',
    'https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
    'https://oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF0123456789ABCDEF',
    'https://container.googleapis.com/v1/projects/shop/locations/europe-west1/clusters/prod',
    `https://westeurope.oic.prod-aks.azure.com/${GUID}/${GUID}/`,
    `https://oidc.prod-aks.azure.com/${GUID}/`,
  ],
  'spiffe-jwt-svid': ['spiffe://prod.example'],
};

/** Every way to write an issuer that is not of the provider. */
const STRANGERS: Readonly<Record<string, Partial<IssuerDocument>>> = {
  'oidc-id-token': { profile: 'oidc-id-token', algs: ['RS256'] },
  rfc9068: { profile: 'rfc9068', algs: ['RS256'] },
  'no profile': { algs: ['RS256'], typ: 'JWT', principal: 'user' },
  'no profile, for workloads': { algs: ['RS256'], typ: 'JWT', principal: 'workload' },
  'no profile, at+jwt': { algs: ['RS256'], typ: 'application/at+jwt' },
  'kubernetes-sa': { profile: 'kubernetes-sa' },
  'github-actions': { profile: 'github-actions', require: { repository_id: { equals: '1' } } },
  'spiffe-jwt-svid': { profile: 'spiffe-jwt-svid', trustDomain: 'prod.example' },
  'entra-v2': { profile: 'entra-v2' },
  auth0: { profile: 'auth0' },
  keycloak: { profile: 'keycloak' },
  cognito: { profile: 'cognito', require: { client_id: { equals: '1' } } },
  google: { profile: 'google', principal: 'user', require: { azp: { equals: '1' } } },
  'entra-v1': { profile: 'entra-v1' },
  'entra-external-id': { profile: 'entra-external-id' },
  'azure-ad-b2c': { profile: 'azure-ad-b2c', principal: 'user', require: { azp: { equals: '1' } } },
  okta: { profile: 'okta' },
  'okta-org': { profile: 'okta-org' },
  zitadel: { profile: 'zitadel', principal: 'user', require: { client_id: { equals: '1' } } },
  'gitlab-ci': { profile: 'gitlab-ci', require: { project_id: { equals: '1' } } },
  circleci: { profile: 'circleci', require: { 'oidc.circleci.com/project-id': { equals: '1' } } },
  buildkite: { profile: 'buildkite', require: { pipeline_id: { equals: '1' } } },
  'cloudflare-access': { profile: 'cloudflare-access' },
  'google-iap': { profile: 'google-iap', principal: 'user' },
  pingfederate: { profile: 'pingfederate' },
  'ory-hydra': { profile: 'ory-hydra' },
};

function problems(issuer: Partial<IssuerDocument>): readonly PolicyProblem[] {
  try {
    definePolicy({
      apiVersion: 'jwt-policy/v1',
      kind: 'JwtPolicy',
      metadata: { name: 'owners' },
      issuers: { provider: { keys: { jwksUri: 'https://keys.example/keys' }, ...issuer } },
      services: {
        orders: {
          audience: GUID,
          accept: ['provider'],
          operations: { act: { allow: [{ principal: 'user' }] } },
        },
      },
    });
    return [];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.problems;
  }
}

const places = (issuer: Partial<IssuerDocument>): readonly string[] =>
  problems(issuer).map(({ code, pointer }) => `${code} ${pointer}`);

const MATRIX = Object.entries(OWNED).flatMap(([owner, addresses]) =>
  addresses.flatMap((iss) =>
    Object.entries(STRANGERS)
      .filter(([stranger]) => stranger !== owner)
      .map(([stranger, issuer]) => ({ owner, iss, stranger, issuer })),
  ),
);

/** RFC 9068 is the same for every provider that follows it, and ID tokens are the same for every provider's clients. */
const mayStand = ({ owner, stranger }: { owner: string; stranger: string }): boolean =>
  (owner === 'auth0' && (stranger === 'rfc9068' || stranger === 'no profile, at+jwt')) ||
  ((owner === 'okta-org' || owner === 'gitlab-ci') && stranger === 'oidc-id-token');

describe('an iss that a provider with a profile signs under', () => {
  it.each(MATRIX.filter((each) => !mayStand(each)))(
    'is rejected with $stranger, once, and the profile is named: $iss is of $owner',
    ({ owner, iss, issuer }) => {
      const found = problems({ ...issuer, iss }).filter(({ pointer }) => pointer === '/issuers/provider/iss');
      expect(found).toMatchObject([{ code: 'invalid' }]);
      expect(found[0]?.message).toContain(`Expected profile: ${owner} for this iss, found `);
    },
  );

  it.each(MATRIX.filter(mayStand))(
    'may have $stranger, which takes the same of every provider: $iss',
    ({ iss, issuer }) => {
      expect(places({ ...issuer, iss })).toEqual([]);
    },
  );

  it('may not have profile: auth0 left out with another typ than at+jwt', () => {
    expect(places({ iss: 'https://acme.auth0.com/', algs: ['RS256'], typ: 'JWT' })).toEqual([
      'invalid /issuers/provider/iss',
    ]);
  });

  it.each(
    Object.entries(OWNED).flatMap(([owner, addresses]) => addresses.map((iss) => [iss, owner] as const)),
  )('is accepted by its own profile: %s with %s', (iss, owner) => {
    const found = problems({ ...STRANGERS[owner], iss });
    expect(found.map(({ message }) => message).filter((each) => each.startsWith('Expected profile'))).toEqual(
      [],
    );
  });

  it.each([
    ['https://{tenant}', 'accounts.google.com', 'google'],
    ['https://token.actions.{tenant}', 'githubusercontent.com', 'github-actions'],
    ['https://{tenant}/v2.0', 'login.microsoftonline.com', 'entra-v2'],
    ['https://id.example/_services/{tenant}', 'token', 'github-actions'],
    ['https://{tenant}.okta.com', 'acme', 'okta-org'],
    ['https://sts.windows.net/{tenant}/', GUID, 'entra-v1'],
  ])('is found where a tenant completes it: %s with %s', (iss, tenant, owner) => {
    const [found] = problems({ iss, tenants: ['fine.example', tenant], algs: ['RS256'], typ: 'JWT' });
    expect(found).toMatchObject({ code: 'invalid', pointer: '/issuers/provider/iss' });
    expect(found?.message).toContain(`Expected profile: ${owner} for this iss`);
  });

  it('says what is found, and why', async () => {
    const text = `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop }
issuers:
  login: { profile: oidc-id-token, iss: "https://accounts.google.com", algs: [RS256] }
services:
  orders: { audience: a, accept: [login], operations: { list: { allow: [{ principal: user }] } } }
`;
    expect((await problemsOf(text)).map(({ message }) => message)).toEqual([
      'Expected profile: google for this iss, found profile: oidc-id-token: every project of Google Cloud can get a token of this issuer for every audience, and only this profile demands who is meant.',
    ]);
  });
});

describe('an iss that only looks like one', () => {
  it.each([
    'https://accounts.google.com.evil.example',
    'https://id.example/accounts.google.com',
    'https://my-accounts.google.com',
    'https://securetoken.google.com/shop',
    'https://token.actions.githubusercontent.com.evil.example',
    'https://github.com/login/oauth',
    'https://id.example/_services/token/more',
    'https://login.microsoftonline.com.evil.example/v2.0',
    'https://acme.b2clogin.com.evil.example/v2.0/',
    'https://cognito-idp.us-west-2.amazonaws.com.evil.example/us-west-2_example',
    'https://auth0.com.evil.example/',
    'https://myauth0.com/',
    'https://kubernetes.default.svcs.example',
    'https://oidc.eks.example/id/1',
    'https://sso.acme.example/realms/shop',
    'https://acme.okta.com/oauth2/default',
    'https://acme.okta.com.evil.example',
    'https://okta.com',
    'https://gitlab.acme.example',
    'https://gitlab.com.evil.example',
    'https://zitadel.cloud',
    'https://yourteam.cloudflareaccess.com/cdn-cgi/access/sso/oidc/1',
    'https://cloud.google.com/iap/more',
  ])('is taken: %s', (iss) => {
    expect(places({ iss, algs: ['RS256'], typ: 'JWT', principal: 'user' })).toEqual([]);
  });
});

describe('an owned address', () => {
  it.each(
    Object.entries(OWNED).flatMap(([owner, addresses]) => addresses.map((iss) => [iss, owner] as const)),
  )('has one owner: %s is of %s', (iss, owner) => {
    const owners = Object.entries(PROFILES).filter(([, { owns }]) => owns?.pattern.test(iss) === true);
    expect(owners.map(([name]) => name)).toEqual([owner]);
  });

  it('is listed here for every profile that has one', () => {
    const owners = Object.entries(PROFILES).filter(([, { owns }]) => owns !== undefined);
    expect(Object.keys(OWNED).toSorted()).toEqual(owners.map(([name]) => name).toSorted());
  });
});

describe('the patterns of owned addresses', () => {
  const owners = Object.entries(PROFILES).flatMap(([name, { owns }]) =>
    owns === undefined ? [] : [[name, owns.pattern] as const],
  );

  it.each(owners)('of %s is read in linear time', (_name, pattern) => {
    for (const start of ['https://', 'https://kubernetes.default.svc.', 'https://x.oic.', '']) {
      for (const piece of ['a', '-', '.', '/', 'a.', '/_services/token', 'spiffe']) {
        const started = performance.now();
        expect(pattern.test(`${start}${piece.repeat(50_000)} `)).toBe(false);
        expect(performance.now() - started).toBeLessThan(200);
      }
    }
  });
});
