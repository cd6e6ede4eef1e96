import { definePolicy, PROFILES, type Policy, type PolicyDocument } from '@org/jwt-core/policy';
import { describe, expect, it } from 'vitest';
import { compare } from './compare.js';

const NOW = Date.UTC(2026, 10, 28);

type Issuer = PolicyDocument['issuers'][string];
type Rule = NonNullable<
  NonNullable<PolicyDocument['services'][string]['operations']>[string]['allow']
>[number];

/** What a document must say besides the profile. */
const ISSUERS: Readonly<Record<keyof typeof PROFILES, Issuer>> = {
  rfc9068: { iss: 'https://id.acme.example', algs: ['ES256'] },
  'oidc-id-token': { iss: 'https://id.acme.example', algs: ['ES256'] },
  'kubernetes-sa': { iss: 'https://k8s.acme.example' },
  'spiffe-jwt-svid': { algs: ['ES256'], trustDomain: 'prod.example' },
  apple: {},
  auth0: { iss: 'https://login.acme.example/' },
  authentik: { iss: 'https://authentik.company/application/o/shop/' },
  'azure-ad-b2c': {
    iss: 'https://contoso.b2clogin.com/775527ff-9a37-4307-8b3d-cc311f58d925/v2.0/',
    principal: 'user',
  },
  'better-auth': { iss: 'https://app.acme.example' },
  buildkite: {},
  circleci: { iss: 'https://oidc.circleci.com/org/11111111-2222-3333-4444-555555555555' },
  clerk: { iss: 'https://clerk.your-site.example' },
  'cloudflare-access': { iss: 'https://yourteam.cloudflareaccess.com' },
  cognito: { iss: 'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example' },
  duende: { iss: 'https://demo.duendesoftware.com' },
  'entra-external-id': {
    iss: 'https://00044076-b4b5-4404-b01f-00ee0c08e825.ciamlogin.com/00044076-b4b5-4404-b01f-00ee0c08e825/v2.0',
  },
  'entra-v1': { iss: 'https://sts.windows.net/fa15d692-e9c7-4460-a743-29f295622229/' },
  'entra-v2': { iss: 'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0' },
  firebase: { iss: 'https://securetoken.google.com/shop' },
  fusionauth: { iss: 'acme.com' },
  'github-actions': {},
  'gitlab-ci': {},
  google: { principal: 'user' },
  'google-iap': { principal: 'user' },
  keycloak: { iss: 'https://sso.acme.example/realms/shop' },
  logto: { iss: 'https://tenant-id.logto.app/oidc' },
  okta: { iss: 'https://acme.okta.com/oauth2/default' },
  'okta-org': { iss: 'https://acme.okta.com' },
  openauth: {
    iss: 'https://auth.acme.example',
    principal: { user: { type: { equals: 'user' } }, workload: { type: { equals: 'robot' } } },
  },
  'ory-hydra': { iss: 'https://slug.projects.oryapis.com' },
  pingfederate: { iss: 'https://sso.acme.example' },
  pingone: { iss: 'https://auth.pingone.com/4631af52-7ec7-48cf-848f-48cf8ca8e1ab/as' },
  stytch: { iss: 'stytch.com/project-test-6d902c62-fc8f-40ea-a4b1-c260966d4655' },
  supabase: { iss: 'https://abc.supabase.co/auth/v1' },
  workos: { iss: 'https://acme.authkit.app' },
  zitadel: { iss: 'https://acme-x1y2z3.zitadel.cloud', principal: 'user' },
};

/** Nearly every profile takes this one: Entra's must be a GUID. */
const AUDIENCE = '6e74172b-be56-4843-9ff4-e66a39bb12e3';
const AUDIENCES: Readonly<Partial<Record<keyof typeof PROFILES, string>>> = {
  circleci: 'https://shop.example',
  'cloudflare-access': 'a'.repeat(64),
  'google-iap': '/projects/1/global/backendServices/2',
};

function policyOf(profile: keyof typeof PROFILES, rule: Rule): Policy {
  const { issuer, mustPin } = PROFILES[profile];
  const { iss } = ISSUERS[profile];
  const [pinned] = mustPin?.claims ?? [];
  const lacked = issuer.lacks?.aud;
  return definePolicy({
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'profiles' },
    issuers: {
      provider: {
        profile,
        ...ISSUERS[profile],
        ...(issuer.keys === undefined && { keys: { jwksUri: `https://${profile}.example/keys` } }),
        ...(iss?.includes('{tenant}') === true && { tenants: ['acme'] }),
        ...(pinned !== undefined && { require: { [pinned]: { equals: 'acme' } } }),
      },
    },
    services: {
      shop: {
        audience: AUDIENCES[profile] ?? AUDIENCE,
        accept: [
          lacked !== undefined && 'pinnedBy' in lacked
            ? { issuer: 'provider', [lacked.pinnedBy]: ['client-1'] }
            : 'provider',
        ],
        operations: { list: { allow: [rule] } },
      },
    },
  });
}

describe('every profile', () => {
  const names = Object.keys(PROFILES) as (keyof typeof PROFILES)[];

  it.each(names)('%s: a narrower rule is found, with a witness', async (name) => {
    const old = policyOf(name, { issuer: 'provider' });
    const young = policyOf(name, { issuer: 'provider', where: { level: { gte: 3 } } });
    for (const [pair, effect] of [
      [{ old, new: young }, 'narrowed condition'],
      [{ old: young, new: old }, 'widened condition'],
    ] as const) {
      const { differences, incomplete } = await compare(pair, { now: NOW });
      expect(incomplete).toEqual([]);
      expect(differences.map((each) => `${each.effect} ${each.aspect}`)).toEqual([effect]);
    }
  });
});
