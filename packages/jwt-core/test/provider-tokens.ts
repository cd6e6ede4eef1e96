/**
 * What the providers of the profiles really sign, as they document it: one good token each, others that are as good,
 * and those of the real world that come close and must not pass. Where documentation shows a lifetime that is long
 * over, the times are moved to `NOW`, and their distances stay.
 */

import { NOW_SECONDS } from './mint.js';
import { lasting, LOGOUT, type ProviderToken } from './provider-token.js';
import { APPLE_TOKENS } from './providers/apple.js';
import { AUTHENTIK_TOKENS } from './providers/authentik.js';
import { AZURE_AD_B2C_TOKENS } from './providers/azure-ad-b2c.js';
import { BETTER_AUTH_TOKENS } from './providers/better-auth.js';
import { BUILDKITE_TOKENS } from './providers/buildkite.js';
import { CIRCLECI_TOKENS } from './providers/circleci.js';
import { CLERK_TOKENS } from './providers/clerk.js';
import { CLOUDFLARE_ACCESS_TOKENS } from './providers/cloudflare-access.js';
import { DUENDE_TOKENS } from './providers/duende.js';
import { ENTRA_EXTERNAL_ID_TOKENS } from './providers/entra-external-id.js';
import { ENTRA_V1_TOKENS } from './providers/entra-v1.js';
import { FIREBASE_TOKENS } from './providers/firebase.js';
import { FUSIONAUTH_TOKENS } from './providers/fusionauth.js';
import { GITLAB_CI_TOKENS } from './providers/gitlab-ci.js';
import { GOOGLE_IAP_TOKENS } from './providers/google-iap.js';
import { LOGTO_TOKENS } from './providers/logto.js';
import { OKTA_TOKENS } from './providers/okta.js';
import { OKTA_ORG_TOKENS } from './providers/okta-org.js';
import { OPENAUTH_TOKENS } from './providers/openauth.js';
import { ORY_HYDRA_TOKENS } from './providers/ory-hydra.js';
import { PINGFEDERATE_TOKENS } from './providers/pingfederate.js';
import { PINGONE_TOKENS } from './providers/pingone.js';
import { STYTCH_TOKENS } from './providers/stytch.js';
import { SUPABASE_TOKENS } from './providers/supabase.js';
import { WORKOS_TOKENS } from './providers/workos.js';
import { ZITADEL_TOKENS } from './providers/zitadel.js';

const RFC9068: ProviderToken = {
  name: 'an access token of RFC 9068',
  profile: 'rfc9068',
  source: 'https://www.rfc-editor.org/rfc/rfc9068.html#section-3',
  issuer: { iss: 'https://authorization-server.example.com/', algs: ['RS256'] },
  audience: 'https://rs.example.com/',
  header: { typ: 'at+JWT' },
  claims: {
    iss: 'https://authorization-server.example.com/',
    sub: '5ba552d67',
    aud: 'https://rs.example.com/',
    ...lasting(3600),
    jti: 'dbe39bf3a3ba4238a513f51d6e1691c4',
    client_id: 's6BhdRkqt3',
    scope: 'openid profile reademail',
  },
  principal: 'user',
  variants: [
    { name: 'of a client for itself (§5)', claims: { sub: 's6BhdRkqt3' }, principal: 'workload' },
    { name: 'with the long form of typ', header: { typ: 'application/at+jwt' } },
  ],
  nearMisses: [
    { name: 'an ID token', header: { typ: 'JWT' }, claims: { aud: 's6BhdRkqt3' }, code: 'type.mismatch' },
    { name: 'a token without typ', header: { typ: undefined }, code: 'type.mismatch' },
    { name: 'a logout token', header: { typ: 'logout+jwt' }, claims: LOGOUT, code: 'type.mismatch' },
    { name: 'a token that names no client', claims: { client_id: undefined }, code: 'claims.missing' },
    {
      name: 'a token with azp in place of client_id',
      claims: { client_id: undefined, azp: 's6BhdRkqt3' },
      code: 'claims.missing',
    },
    { name: 'a token without jti', claims: { jti: undefined }, code: 'claims.mismatch' },
    { name: 'a token without sub', claims: { sub: undefined }, code: 'claims.missing' },
    {
      name: 'a token for another resource',
      claims: { aud: 'https://other.example.com/' },
      code: 'audience.mismatch',
    },
    { name: 'a token without exp', claims: { exp: undefined }, code: 'time.missing' },
  ],
};

const OIDC: ProviderToken = {
  name: 'an ID token of OpenID Connect',
  profile: 'oidc-id-token',
  source: 'https://openid.net/specs/openid-connect-core-1_0.html#IDToken',
  issuer: { iss: 'https://server.example.com', algs: ['RS256'] },
  audience: 's6BhdRkqt3',
  header: { typ: undefined },
  claims: {
    iss: 'https://server.example.com',
    sub: '24400320',
    aud: 's6BhdRkqt3',
    nonce: 'n-0S6_WzA2Mj',
    ...lasting(1000),
    auth_time: NOW_SECONDS - 11,
    acr: 'urn:mace:incommon:iap:silver',
  },
  principal: 'user',
  variants: [
    { name: 'with a typ', header: { typ: 'JWT' } },
    { name: 'with a list of one audience', claims: { aud: ['s6BhdRkqt3'], azp: 's6BhdRkqt3' } },
  ],
  nearMisses: [
    {
      name: 'an access token of RFC 9068',
      header: { typ: 'at+jwt' },
      claims: { client_id: 's6BhdRkqt3' },
      code: 'type.mismatch',
    },
    {
      name: 'an access token with the typ JWT',
      header: { typ: 'JWT' },
      claims: { scope: 'openid' },
      code: 'claims.mismatch',
    },
    { name: 'an access token with scp (Entra, Okta)', claims: { scp: ['read'] }, code: 'claims.mismatch' },
    { name: 'an access token of Okta', claims: { cid: 'other' }, code: 'claims.mismatch' },
    { name: 'an access token of Auth0', claims: { gty: 'password' }, code: 'claims.mismatch' },
    { name: 'an access token of Cognito', claims: { token_use: 'access' }, code: 'claims.mismatch' },
    { name: 'an access token of Keycloak', claims: { typ: 'Bearer' }, code: 'claims.mismatch' },
    {
      name: 'an access token with authorization_details (RFC 9396)',
      claims: { authorization_details: [{ type: 'payment' }] },
      code: 'claims.mismatch',
    },
    { name: 'a token that another client asked for', claims: { azp: 'other' }, code: 'claims.mismatch' },
    {
      name: 'a program that is its own subject',
      claims: { sub: 's6BhdRkqt3', azp: 's6BhdRkqt3' },
      code: 'claims.mismatch',
    },
    {
      name: 'an access token that names its client',
      claims: { client_id: 's6BhdRkqt3' },
      code: 'claims.mismatch',
    },
    { name: 'a logout token', header: { typ: 'logout+jwt' }, claims: LOGOUT, code: 'type.mismatch' },
    {
      name: 'a logout token with the typ JWT',
      header: { typ: 'JWT' },
      claims: LOGOUT,
      code: 'claims.mismatch',
    },
    {
      name: 'a token that others may use as well',
      claims: { aud: ['s6BhdRkqt3', 'other'] },
      code: 'audience.not_exclusive',
    },
    { name: 'a token for another client', claims: { aud: 'other' }, code: 'audience.mismatch' },
    { name: 'a token without iat', claims: { iat: undefined }, code: 'time.missing' },
  ],
};

const KUBERNETES: ProviderToken = {
  name: 'a projected service account token',
  profile: 'kubernetes-sa',
  source:
    'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens',
  issuer: { iss: 'https://kubernetes.default.svc.cluster.local' },
  audience: 'https://orders.example',
  header: { typ: undefined },
  claims: {
    aud: ['https://orders.example'],
    ...lasting(3600),
    nbf: NOW_SECONDS - 10,
    iss: 'https://kubernetes.default.svc.cluster.local',
    jti: '9b1b5d1f-4bd0-4f3d-9fd9-5c9d2f0a4711',
    'kubernetes.io': {
      namespace: 'shop',
      node: { name: 'node-1', uid: '58456cb0-dd00-45ed-b797-5578fdceaced' },
      pod: { name: 'ledger-7c9b9d6b5-x2x8k', uid: '778a530c-b3f4-47c0-9cd5-ab018fb64f33' },
      serviceaccount: { name: 'ledger', uid: 'a087d5a0-e1dd-43ec-93ac-f13d89cd13af' },
    },
    sub: 'system:serviceaccount:shop:ledger',
  },
  principal: 'workload',
  variants: [
    { name: 'of an external signer', header: { typ: 'JWT' } },
    {
      name: 'that is bound to no pod',
      claims: {
        'kubernetes.io': {
          namespace: 'shop',
          serviceaccount: { name: 'ledger', uid: 'a087d5a0-e1dd-43ec-93ac-f13d89cd13af' },
        },
      },
    },
  ],
  nearMisses: [
    {
      name: 'a legacy token',
      claims: {
        iss: 'kubernetes/serviceaccount',
        aud: undefined,
        exp: undefined,
        iat: undefined,
        nbf: undefined,
        'kubernetes.io': undefined,
        'kubernetes.io/serviceaccount/namespace': 'shop',
        'kubernetes.io/serviceaccount/service-account.name': 'ledger',
        'kubernetes.io/serviceaccount/service-account.uid': 'a087d5a0-e1dd-43ec-93ac-f13d89cd13af',
      },
      code: 'issuer.untrusted',
    },
    { name: 'a token without aud', claims: { aud: undefined }, code: 'audience.missing' },
    { name: 'a token without exp', claims: { exp: undefined }, code: 'time.missing' },
    {
      name: 'a token with the flat claims of a legacy one',
      claims: {
        'kubernetes.io': undefined,
        'kubernetes.io/serviceaccount/namespace': 'shop',
        'kubernetes.io/serviceaccount/service-account.name': 'ledger',
      },
      code: 'type.mismatch',
    },
    {
      name: 'the token that every pod has for the API server',
      claims: { aud: ['https://kubernetes.default.svc.cluster.local'] },
      code: 'audience.mismatch',
    },
    {
      name: 'a token whose life the API server extended to a year',
      claims: { ...lasting(365 * 24 * 3600), 'kubernetes.io': { warnafter: NOW_SECONDS + 3607 } },
      code: 'time.lifetime_too_long',
    },
    {
      name: 'a token of another cluster',
      claims: { iss: 'https://oidc.eks.eu-central-1.amazonaws.com/id/ABC' },
      code: 'issuer.untrusted',
    },
    {
      name: 'a token of a node',
      claims: { sub: 'system:node:node-1' },
      code: 'claims.mismatch',
    },
    {
      name: 'a token of an account with no uid',
      claims: { 'kubernetes.io': { namespace: 'shop', serviceaccount: { name: 'ledger' } } },
      code: 'claims.mismatch',
    },
    {
      name: 'a token whose bound claims are a text',
      claims: { 'kubernetes.io': 'shop' },
      code: 'claims.malformed',
    },
  ],
};

const SPIFFE: ProviderToken = {
  name: 'a JWT-SVID',
  profile: 'spiffe-jwt-svid',
  source: 'https://github.com/spiffe/spiffe/blob/main/standards/JWT-SVID.md',
  issuer: { trustDomain: 'prod.example' },
  audience: 'spiffe://prod.example/reports',
  alg: 'ES256',
  jwk: { use: 'jwt-svid', alg: undefined }, // as a SPIFFE bundle has it
  header: { typ: 'JWT' },
  claims: {
    sub: 'spiffe://prod.example/ns/shop/sa/ledger',
    aud: ['spiffe://prod.example/reports'],
    ...lasting(300),
  },
  principal: 'workload',
  variants: [
    { name: 'without iat', claims: { iat: undefined } },
    { name: 'without typ', header: { typ: undefined } },
    { name: 'with the other typ', header: { typ: 'JOSE' } },
    { name: 'with its audience as a string', claims: { aud: 'spiffe://prod.example/reports' } },
  ],
  nearMisses: [
    {
      name: 'a workload of another trust domain',
      claims: { sub: 'spiffe://staging.example/ns/shop/sa/ledger' },
      code: 'issuer.untrusted',
    },
    {
      name: 'a workload of a trust domain that begins alike',
      claims: { sub: 'spiffe://prod.example.evil.example/ns/shop/sa/ledger' },
      code: 'issuer.untrusted',
    },
    {
      name: 'a workload of a trust domain inside',
      claims: { sub: 'spiffe://team.prod.example/ledger' },
      code: 'issuer.untrusted',
    },
    { name: 'no SPIFFE ID', claims: { sub: 'https://prod.example/ledger' }, code: 'issuer.missing' },
    {
      name: 'a trust domain, and no workload',
      claims: { sub: 'spiffe://prod.example' },
      code: 'issuer.missing',
    },
    { name: 'no subject', claims: { sub: undefined }, code: 'issuer.missing' },
    {
      name: 'a token with an untrusted iss',
      claims: { iss: 'https://evil.example' },
      code: 'issuer.untrusted',
    },
    { name: 'a token without aud', claims: { aud: undefined }, code: 'audience.missing' },
    {
      name: 'a token for another workload',
      claims: { aud: ['spiffe://prod.example/billing'] },
      code: 'audience.mismatch',
    },
    { name: 'a token without exp', claims: { exp: undefined }, code: 'time.missing' },
    { name: 'an access token', header: { typ: 'at+jwt' }, code: 'type.mismatch' },
    {
      name: 'a token without iat that lasts for days',
      claims: { iat: undefined, exp: NOW_SECONDS + 7 * 24 * 3600 },
      code: 'time.lifetime_too_long',
    },
  ],
};

const SPIRE: ProviderToken = {
  ...SPIFFE,
  name: 'a JWT-SVID with an iss (SPIRE with jwt_issuer)',
  source: 'https://spiffe.io/docs/latest/keyless/oidc-federation-aws/',
  issuer: { iss: 'https://oidc.prod.example', trustDomain: 'prod.example' },
  claims: { ...SPIFFE.claims, iss: 'https://oidc.prod.example' },
  variants: [{ name: 'without iat', claims: { iat: undefined } }],
  nearMisses: [
    {
      name: 'a workload of another trust domain',
      claims: { sub: 'spiffe://staging.example/ns/shop/sa/ledger' },
      code: 'claims.mismatch',
    },
    { name: 'no SPIFFE ID', claims: { sub: 'ledger' }, code: 'claims.mismatch' },
    { name: 'no subject', claims: { sub: undefined }, code: 'type.mismatch' },
    { name: 'another issuer', claims: { iss: 'https://oidc.staging.example' }, code: 'issuer.untrusted' },
    {
      name: 'an issuer with a slash',
      claims: { iss: 'https://oidc.prod.example/' },
      code: 'issuer.untrusted',
    },
  ],
};

const GITHUB: ProviderToken = {
  name: 'a token of a GitHub workflow',
  profile: 'github-actions',
  source: 'https://docs.github.com/en/actions/concepts/security/openid-connect#understanding-the-oidc-token',
  issuer: { require: { repository_owner_id: { equals: '65' }, repository_id: { in: ['74', '76'] } } },
  audience: 'https://orders.example',
  header: { typ: 'JWT', x5t: 'example-thumbprint' },
  claims: {
    jti: 'example-id',
    sub: 'repo:octo-org/octo-repo:environment:prod',
    environment: 'prod',
    aud: 'https://orders.example',
    ref: 'refs/heads/main',
    sha: 'example-sha',
    repository: 'octo-org/octo-repo',
    repository_owner: 'octo-org',
    actor_id: '12',
    repository_visibility: 'private',
    repository_id: '74',
    repository_owner_id: '65',
    run_id: 'example-run-id',
    run_number: '10',
    run_attempt: '2',
    runner_environment: 'github-hosted',
    actor: 'octocat',
    workflow: 'example-workflow',
    head_ref: '',
    base_ref: '',
    event_name: 'workflow_dispatch',
    ref_type: 'branch',
    job_workflow_ref: 'octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main',
    iss: 'https://token.actions.githubusercontent.com',
    nbf: NOW_SECONDS - 610,
    ...lasting(300),
  },
  principal: 'workload',
  variants: [
    {
      name: 'of a repository that was renamed',
      claims: { repository: 'octo-org/shop', sub: 'repo:octo-org/shop:environment:prod' },
    },
    {
      name: 'with the ids in sub (repositories since July 2026)',
      claims: { sub: 'repo:octo-org@65/octo-repo@74:environment:prod' },
    },
    { name: 'with a sub of the organization’s making', claims: { sub: 'repository_owner:octo-org' } },
  ],
  nearMisses: [
    {
      name: 'the default audience, which is the owner’s URL',
      claims: { aud: 'https://github.com/octo-org' },
      code: 'audience.mismatch',
    },
    {
      name: 'the audience of another cloud',
      claims: { aud: 'sts.amazonaws.com' },
      code: 'audience.mismatch',
    },
    {
      name: 'a fork',
      claims: {
        sub: 'repo:mallory/octo-repo:environment:prod',
        repository: 'mallory/octo-repo',
        repository_owner: 'mallory',
        repository_id: '9001',
        repository_owner_id: '666',
      },
      code: 'claims.mismatch',
    },
    {
      name: 'an account that took the name of a deleted one',
      claims: { repository_id: '9001', repository_owner_id: '666' },
      code: 'claims.mismatch',
    },
    {
      name: 'another repository of the same owner',
      claims: { repository: 'octo-org/website', repository_id: '75' },
      code: 'claims.mismatch',
    },
    { name: 'an id that is a number', claims: { repository_id: 74 }, code: 'claims.malformed' },
    { name: 'no id of the owner', claims: { repository_owner_id: undefined }, code: 'claims.missing' },
    {
      name: 'an enterprise with an issuer of its own',
      claims: { iss: 'https://token.actions.githubusercontent.com/octocat-inc' },
      code: 'issuer.untrusted',
    },
    { name: 'another typ', header: { typ: 'at+jwt' }, code: 'type.mismatch' },
    { name: 'no typ', header: { typ: undefined }, code: 'type.mismatch' },
  ],
};

const GITHUB_ENTERPRISE: ProviderToken = {
  ...GITHUB,
  name: 'a token of an enterprise with an issuer of its own',
  source:
    'https://docs.github.com/en/enterprise-cloud@latest/actions/reference/security/oidc#customizing-the-issuer-value-for-an-enterprise',
  issuer: {
    iss: 'https://token.actions.githubusercontent.com/octocat-inc',
    require: { enterprise_id: { equals: '123' } },
  },
  claims: {
    ...GITHUB.claims,
    iss: 'https://token.actions.githubusercontent.com/octocat-inc',
    enterprise: 'octocat-inc',
    enterprise_id: '123',
  },
  variants: [],
  nearMisses: [
    {
      name: 'the issuer of others',
      claims: { iss: 'https://token.actions.githubusercontent.com' },
      code: 'issuer.untrusted',
    },
    { name: 'another enterprise', claims: { enterprise_id: '124' }, code: 'claims.mismatch' },
    { name: 'no enterprise', claims: { enterprise_id: undefined }, code: 'claims.missing' },
    { name: 'another enterprise of this name', claims: { enterprise_id: 123 }, code: 'claims.malformed' },
  ],
};

const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const OTHER_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad';

const ENTRA: ProviderToken = {
  name: 'an access token of Entra, v2.0',
  profile: 'entra-v2',
  source: 'https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#token-formats',
  issuer: { tenants: [TENANT, '8eaef023-2b34-4da1-9baa-8bc8c9d6a490'] },
  defaults: { maxLifetime: '2h' },
  audience: '6e74172b-be56-4843-9ff4-e66a39bb12e3',
  jwk: { alg: undefined },
  header: { typ: 'JWT' },
  claims: {
    aud: '6e74172b-be56-4843-9ff4-e66a39bb12e3',
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    ...lasting(3900),
    nbf: NOW_SECONDS - 10,
    aio: 'AXQAi/8IAAAAtAaZLo3ChMif6KOnttRB7eBq4',
    azp: '6e74172b-be56-4843-9ff4-e66a39bb12e3',
    azpacr: '0',
    name: 'Abe Lincoln',
    oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
    preferred_username: 'abeli@microsoft.com',
    rh: 'I',
    scp: 'access_as_user',
    sub: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ',
    tid: TENANT,
    uti: 'fqiBqXLPj0eQa82S-IYFAA',
    ver: '2.0',
  },
  principal: 'user',
  variants: [
    { name: 'that says so', claims: { idtyp: 'user' } },
    {
      name: 'of an application for itself',
      claims: {
        idtyp: 'app',
        scp: undefined,
        roles: ['Orders.Read.All'],
        azpacr: '1',
        name: undefined,
        preferred_username: undefined,
        sub: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
      },
      principal: 'workload',
    },
    { name: 'without the scope profile', claims: { name: undefined, oid: undefined } },
  ],
  nearMisses: [
    {
      name: 'a v1.0 token',
      claims: {
        iss: `https://sts.windows.net/${TENANT}/`,
        aud: 'api://orders',
        appid: '75dbe77f-10a3-4e59-85fd-8c127544f17c',
        azp: undefined,
        ver: '1.0',
      },
      code: 'issuer.untrusted',
    },
    { name: 'another version', claims: { ver: '1.0' }, code: 'claims.mismatch' },
    {
      name: 'an ID token of an application that is an API as well',
      claims: { azp: undefined, azpacr: undefined, scp: undefined, nonce: '12345' },
      code: 'claims.mismatch',
    },
    {
      name: 'an application’s token that does not say so',
      claims: { scp: undefined, roles: ['Orders.Read.All'] },
      code: 'claims.mismatch',
    },
    { name: 'a device', claims: { idtyp: 'device' }, code: 'claims.mismatch' },
    {
      name: 'another organization',
      claims: { iss: `https://login.microsoftonline.com/${OTHER_TENANT}/v2.0`, tid: OTHER_TENANT },
      code: 'issuer.untrusted',
    },
    { name: 'another organization in tid', claims: { tid: OTHER_TENANT }, code: 'tenant.mismatch' },
    { name: 'no tid', claims: { tid: undefined }, code: 'tenant.missing' },
    {
      name: 'the place to sign in at',
      claims: { iss: 'https://login.microsoftonline.com/common/v2.0' },
      code: 'issuer.untrusted',
    },
    {
      name: 'a token for Microsoft Graph',
      claims: { aud: '00000003-0000-0000-c000-000000000000' },
      code: 'audience.mismatch',
    },
    { name: 'the URI of the API', claims: { aud: 'api://orders' }, code: 'audience.mismatch' },
    {
      name: 'a token for a client with continuous access evaluation',
      claims: lasting(28 * 3600),
      code: 'time.lifetime_too_long',
    },
  ],
};

const AUTH0: ProviderToken = {
  name: 'an access token of Auth0',
  profile: 'auth0',
  source: 'https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles',
  issuer: { iss: 'https://my-domain.auth0.com/' },
  defaults: { maxLifetime: '24h' },
  audience: 'https://example.com/health-api',
  header: { typ: 'JWT' },
  claims: {
    iss: 'https://my-domain.auth0.com/',
    sub: 'auth0|123456',
    aud: ['https://example.com/health-api', 'https://my-domain.auth0.com/userinfo'],
    azp: 'my_client_id',
    ...lasting(24 * 3600),
    scope: 'openid profile read:patients read:admin',
    my_custom_claim: 'my_custom_value',
  },
  principal: 'user',
  variants: [
    {
      name: 'in the dialect of RFC 9068',
      header: { typ: 'at+jwt' },
      claims: { azp: undefined, client_id: 'my_client_id', jti: '73WakrfVbNJBaAmhQtEeDv' },
    },
    {
      name: 'of a machine',
      claims: {
        sub: 'awZfdIir8YFdGZWkvCejDoUb7SjTDicx@clients',
        aud: 'https://example.com/health-api',
        azp: 'awZfdIir8YFdGZWkvCejDoUb7SjTDicx',
        gty: 'client-credentials',
        scope: 'read:patients',
      },
      principal: 'workload',
    },
    { name: 'of a user of a company', claims: { sub: 'samlp|acme|alice@acme.example' } },
    { name: 'with permissions', claims: { permissions: ['read:patients'] } },
    { name: 'from the password grant', claims: { gty: 'password' } },
  ],
  nearMisses: [
    {
      name: 'an ID token',
      claims: { aud: 'my_client_id', azp: undefined, scope: undefined, nonce: 'x' },
      code: 'audience.mismatch',
    },
    {
      name: 'an ID token, in a service that takes the client id for its audience',
      claims: { azp: undefined, scope: undefined, nonce: 'x' },
      code: 'claims.mismatch',
    },
    {
      name: 'a token for /userinfo alone',
      claims: { aud: 'https://my-domain.auth0.com/userinfo' },
      code: 'audience.mismatch',
    },
    {
      name: 'an iss without the slash',
      claims: { iss: 'https://my-domain.auth0.com' },
      code: 'issuer.untrusted',
    },
    { name: 'another tenant of Auth0', claims: { iss: 'https://evil.auth0.com/' }, code: 'issuer.untrusted' },
    {
      name: 'a machine in the dialect of RFC 9068, which nothing tells apart',
      header: { typ: 'at+jwt' },
      claims: {
        sub: 'awZfdIir8YFdGZWkvCejDoUb7SjTDicx@clients',
        azp: undefined,
        client_id: 'awZfdIir8YFdGZWkvCejDoUb7SjTDicx',
        jti: '73WakrfVbNJBaAmhQtEeDv',
      },
      code: 'claims.mismatch',
    },
    {
      name: 'a client whose id begins like a user',
      claims: { sub: 'auth0@clients' },
      code: 'claims.mismatch',
    },
    { name: 'of a user of no known provider', claims: { sub: 'acme|123456' }, code: 'claims.mismatch' },
    { name: 'a logout token', header: { typ: 'logout+jwt' }, claims: LOGOUT, code: 'type.mismatch' },
    { name: 'no subject', claims: { sub: undefined }, code: 'claims.mismatch' },
  ],
};

const KEYCLOAK: ProviderToken = {
  name: 'an access token of Keycloak',
  profile: 'keycloak',
  source: 'https://www.keycloak.org/docs/latest/server_admin/#_oidc_token_categories',
  issuer: { iss: 'https://sso.acme.example/realms/shop' },
  audience: 'orders',
  header: { typ: 'JWT' },
  claims: {
    ...lasting(300),
    auth_time: NOW_SECONDS - 100,
    jti: 'onrtac:5b7e4c0e-4f2a-4b0a-8a57-3a1d64f4a1c2',
    iss: 'https://sso.acme.example/realms/shop',
    aud: ['orders', 'account'],
    sub: 'c3c4b3da-c660-432d-a566-02d86691083b',
    typ: 'Bearer',
    azp: 'shop-web',
    sid: 'a316220a-5e21-44cb-88ee-e75af2c97807',
    acr: '1',
    'allowed-origins': ['https://shop.acme.example'],
    realm_access: { roles: ['offline_access', 'uma_authorization', 'clerk'] },
    resource_access: { account: { roles: ['manage-account', 'view-profile'] } },
    scope: 'openid email profile',
    email_verified: true,
    name: 'Alice Example',
    preferred_username: 'alice',
    email: 'alice@acme.example',
  },
  principal: 'user',
  variants: [
    { name: 'with the typ of RFC 9068', header: { typ: 'at+jwt' } },
    {
      name: 'of a service account',
      claims: {
        sid: undefined,
        auth_time: undefined,
        azp: 'ledger',
        client_id: 'ledger',
        clientHost: '10.0.0.7',
        clientAddress: '10.0.0.7',
        preferred_username: 'service-account-ledger',
      },
      principal: 'workload',
    },
  ],
  nearMisses: [
    { name: 'the default audience', claims: { aud: 'account' }, code: 'audience.mismatch' },
    { name: 'no audience', claims: { aud: undefined }, code: 'audience.missing' },
    {
      name: 'an ID token of a client of the name of the service',
      claims: { typ: 'ID', aud: 'orders', azp: 'orders', scope: undefined, realm_access: undefined },
      code: 'claims.mismatch',
    },
    {
      name: 'a refresh token',
      claims: { typ: 'Refresh', aud: 'https://sso.acme.example/realms/shop' },
      code: 'audience.mismatch',
    },
    {
      name: 'an offline token for the service',
      claims: { typ: 'Offline', aud: 'orders' },
      code: 'claims.mismatch',
    },
    { name: 'a token that does not say what it is', claims: { typ: undefined }, code: 'claims.missing' },
    {
      name: 'a logout token',
      header: { typ: 'logout+jwt' },
      claims: { ...LOGOUT, typ: 'Logout' },
      code: 'type.mismatch',
    },
    {
      name: 'another realm of the same server',
      claims: { iss: 'https://sso.acme.example/realms/master' },
      code: 'issuer.untrusted',
    },
    {
      name: 'a user who registered with the name of a service account',
      claims: { preferred_username: 'service-account-ledger' },
      code: 'claims.mismatch',
    },
    {
      name: 'a service account without the mappers of its scope',
      claims: { sid: undefined, azp: 'ledger', preferred_username: undefined },
      code: 'claims.mismatch',
    },
    {
      name: 'a service account with a chosen name',
      claims: { client_id: 'ledger', preferred_username: 'alice' },
      code: 'claims.mismatch',
    },
    {
      name: 'a lightweight token',
      claims: { sub: undefined, preferred_username: undefined, realm_access: undefined },
      code: 'claims.mismatch',
    },
  ],
};

const COGNITO: ProviderToken = {
  name: 'an access token of Cognito',
  profile: 'cognito',
  source:
    'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html',
  issuer: {
    iss: 'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example',
    require: { client_id: { in: ['xxxxxxxxxxxxexample', 'yyyyyyyyyyyyexample'] } },
  },
  audience: 'resourceserver.1',
  header: { typ: undefined },
  claims: {
    sub: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    device_key: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    'cognito:groups': ['testgroup'],
    iss: 'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example',
    version: 2,
    client_id: 'xxxxxxxxxxxxexample',
    origin_jti: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    event_id: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    token_use: 'access',
    scope: 'phone openid profile resourceserver.1/appclient2 email',
    auth_time: NOW_SECONDS - 10,
    ...lasting(3600),
    jti: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    username: 'my-test-user',
  },
  principal: 'user',
  variants: [
    {
      name: 'of a machine',
      claims: {
        sub: 'yyyyyyyyyyyyexample',
        client_id: 'yyyyyyyyyyyyexample',
        scope: 'resourceserver.1/read',
        username: undefined,
        'cognito:groups': undefined,
      },
      principal: 'workload',
    },
    { name: 'for a resource that was asked for', claims: { aud: 'resourceserver.1', scope: 'openid' } },
  ],
  nearMisses: [
    {
      name: 'an ID token',
      claims: {
        token_use: 'id',
        aud: 'xxxxxxxxxxxxexample',
        client_id: undefined,
        scope: undefined,
        'cognito:username': 'my-test-user',
      },
      code: 'type.mismatch',
    },
    {
      name: 'an ID token of a client that is the audience',
      claims: { token_use: 'id', aud: 'resourceserver.1' },
      code: 'claims.mismatch',
    },
    {
      name: 'a token from the SDK, for Cognito itself',
      claims: { scope: 'aws.cognito.signin.user.admin' },
      code: 'audience.missing',
    },
    {
      name: 'the scopes of a resource server that begins alike',
      claims: { scope: 'resourceserver.10/read' },
      code: 'audience.missing',
    },
    {
      name: 'the resource server without a scope',
      claims: { scope: 'resourceserver.1' },
      code: 'audience.missing',
    },
    { name: 'no scope', claims: { scope: undefined }, code: 'audience.missing' },
    {
      name: 'another resource, whatever the scopes say',
      claims: { aud: 'https://billing.example' },
      code: 'audience.mismatch',
    },
    {
      name: 'another client of the pool',
      claims: { client_id: 'zzzzzzzzzzzzexample' },
      code: 'claims.mismatch',
    },
    { name: 'a token without its use', claims: { token_use: undefined }, code: 'claims.missing' },
    {
      name: 'another pool',
      claims: { iss: 'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_other' },
      code: 'issuer.untrusted',
    },
  ],
};

const CLIENT = '1234987819200.apps.googleusercontent.com';
const ANDROID = '1234987819200-android.apps.googleusercontent.com';
const SERVICE_ACCOUNT = '105806801273967101517';

const GOOGLE: ProviderToken = {
  name: 'an ID token of a Google account',
  profile: 'google',
  source: 'https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload',
  issuer: { principal: 'user', require: { azp: { in: [CLIENT, ANDROID] } } },
  audience: CLIENT,
  header: { typ: 'JWT' },
  claims: {
    iss: 'https://accounts.google.com',
    azp: CLIENT,
    aud: CLIENT,
    sub: '10769150350006150715113082367',
    at_hash: 'HK6E_P6Dh8Y93mRNtsDB1Q',
    hd: 'example.com',
    email: 'jsmith@example.com',
    email_verified: true,
    ...lasting(3600),
    nonce: '0394852-3190485-2490358',
  },
  principal: 'user',
  variants: [
    { name: 'that the Android app asked for', claims: { azp: ANDROID } },
    { name: 'of no organization', claims: { hd: undefined } },
  ],
  nearMisses: [
    {
      name: 'a token for another client',
      claims: { aud: 'evil.apps.googleusercontent.com' },
      code: 'audience.mismatch',
    },
    {
      name: 'a service account of any project, which may ask for any audience',
      claims: {
        azp: SERVICE_ACCOUNT,
        sub: SERVICE_ACCOUNT,
        email: 'mallory@evil.iam.gserviceaccount.com',
        hd: undefined,
        nonce: undefined,
        at_hash: undefined,
      },
      code: 'claims.mismatch',
    },
    {
      name: 'a service account of any project, with a key',
      claims: { azp: 'mallory@evil.iam.gserviceaccount.com', sub: SERVICE_ACCOUNT, hd: undefined },
      code: 'claims.mismatch',
    },
    {
      name: 'a service account with an azp that is pinned',
      claims: { email: 'ledger@shop.iam.gserviceaccount.com' },
      code: 'claims.mismatch',
    },
    { name: 'a token that names no client', claims: { azp: undefined }, code: 'claims.missing' },
    { name: 'the old iss', claims: { iss: 'accounts.google.com' }, code: 'issuer.untrusted' },
    {
      name: 'a security event (RISC)',
      claims: { iss: 'https://accounts.google.com/', events: {}, exp: undefined },
      code: 'issuer.untrusted',
    },
    { name: 'a token with events', claims: LOGOUT, code: 'claims.mismatch' },
    {
      name: 'a token of Firebase',
      claims: { iss: 'https://securetoken.google.com/shop', aud: 'shop' },
      code: 'issuer.untrusted',
    },
    {
      name: 'a token of the Identity-Aware Proxy',
      claims: { iss: 'https://cloud.google.com/iap' },
      code: 'issuer.untrusted',
    },
    {
      name: 'a token for others as well',
      claims: { aud: [CLIENT, 'other'] },
      code: 'audience.not_exclusive',
    },
    { name: 'an access token', header: { typ: 'at+jwt' }, code: 'type.mismatch' },
  ],
};

const GOOGLE_WORKLOAD: ProviderToken = {
  ...GOOGLE,
  name: 'an ID token of a Google service account',
  source: 'https://cloud.google.com/docs/authentication/get-id-token',
  issuer: { principal: 'workload', require: { sub: { equals: SERVICE_ACCOUNT } } },
  audience: 'https://orders.example',
  claims: {
    iss: 'https://accounts.google.com',
    azp: SERVICE_ACCOUNT,
    aud: 'https://orders.example',
    sub: SERVICE_ACCOUNT,
    email: 'ledger@shop.iam.gserviceaccount.com',
    email_verified: true,
    ...lasting(3600),
  },
  principal: 'workload',
  variants: [
    // https://github.com/googleapis/google-auth-library-python/issues/746
    { name: 'that was got with a key', claims: { azp: 'ledger@shop.iam.gserviceaccount.com' } },
    { name: 'without its address', claims: { email: undefined, email_verified: undefined } },
  ],
  nearMisses: [
    {
      name: 'an account that was deleted and created again',
      claims: { sub: '118363561738753879481', azp: '118363561738753879481' },
      code: 'claims.mismatch',
    },
    {
      name: 'a private account',
      claims: { sub: '10769150350006150715113082367', azp: CLIENT },
      code: 'claims.mismatch',
    },
    {
      name: 'a person, whose sub is pinned',
      claims: { azp: CLIENT, email: 'jsmith@example.com' },
      code: 'claims.mismatch',
    },
    { name: 'another audience', claims: { aud: 'https://billing.example' }, code: 'audience.mismatch' },
    { name: 'an id that is a number', claims: { sub: 105_806_801 }, code: 'claims.malformed' },
  ],
};

/** The documented tokens, at least one for each profile. */
export const PROVIDER_TOKENS: readonly ProviderToken[] = [
  RFC9068,
  OIDC,
  KUBERNETES,
  SPIFFE,
  SPIRE,
  GITHUB,
  GITHUB_ENTERPRISE,
  ENTRA,
  AUTH0,
  KEYCLOAK,
  COGNITO,
  GOOGLE,
  GOOGLE_WORKLOAD,
  ...APPLE_TOKENS,
  ...AUTHENTIK_TOKENS,
  ...AZURE_AD_B2C_TOKENS,
  ...BETTER_AUTH_TOKENS,
  ...BUILDKITE_TOKENS,
  ...CIRCLECI_TOKENS,
  ...CLERK_TOKENS,
  ...CLOUDFLARE_ACCESS_TOKENS,
  ...DUENDE_TOKENS,
  ...ENTRA_EXTERNAL_ID_TOKENS,
  ...ENTRA_V1_TOKENS,
  ...FIREBASE_TOKENS,
  ...FUSIONAUTH_TOKENS,
  ...GITLAB_CI_TOKENS,
  ...GOOGLE_IAP_TOKENS,
  ...LOGTO_TOKENS,
  ...OKTA_TOKENS,
  ...OKTA_ORG_TOKENS,
  ...OPENAUTH_TOKENS,
  ...ORY_HYDRA_TOKENS,
  ...PINGFEDERATE_TOKENS,
  ...PINGONE_TOKENS,
  ...STYTCH_TOKENS,
  ...SUPABASE_TOKENS,
  ...WORKOS_TOKENS,
  ...ZITADEL_TOKENS,
];
