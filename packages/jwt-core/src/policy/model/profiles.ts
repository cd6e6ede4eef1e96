/** What is known of identity providers: one table. A document names a profile, and may only tighten it. */

import type { Matcher, ProfileName } from '../document/document.js';
import { deepFreeze } from '../../json/plain.js';
import type { Profile } from './profile.js';

const words = (text: string): readonly string[] => text.trim().split(/\s+/u);

/**
 * The identity providers that an Auth0 user id starts with: `auth0|...`, `samlp|...`. A client id has no `|` in it.
 * A user of a provider that is missing here is denied, which is the safe side.
 * https://auth0.com/docs/manage-users/user-accounts/identify-users
 */
const AUTH0_PROVIDERS = words(`
  ad adfs amazon apple auth0 auth0-oidc bitbucket box custom dropbox email facebook fitbit github google-apps
  google-oauth2 instagram ip line linkedin oauth1 oauth2 office365 oidc okta paypal pingfederate salesforce
  salesforce-community salesforce-sandbox samlp sharepoint shopify sms twitter waad windowslive wordpress
  yahoo`);

const AUTH0_USER: Matcher = { anyOf: AUTH0_PROVIDERS.map((provider) => ({ startsWith: `${provider}|` })) };

/** The table. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = deepFreeze({
  rfc9068: {
    documentation: 'https://www.rfc-editor.org/rfc/rfc9068.html#section-2.2',
    types: ['at+jwt'],
    principal: 'auto',
    require: { sub: { present: true }, client_id: { present: true }, jti: { present: true } },
  },

  'oidc-id-token': {
    documentation: 'https://openid.net/specs/openid-connect-core-1_0.html#IDToken',
    keys: { discovery: 'oidc' },
    types: ['JWT'],
    // OpenID Connect asks for no `typ` in an ID token, and many providers write none.
    typeOptional: true,
    // OpenID Connect Core §3.1.3.7: a token that names audiences that are not trusted must be denied.
    audienceMode: 'exclusive',
    principal: 'user',
    require: {
      sub: { present: true },
      // A logout token has the issuer, the key and the audience of an ID token, and often its `typ`:
      // https://openid.net/specs/openid-connect-backchannel-1_0.html#LogoutToken
      events: { present: false },
      // Access tokens with the `typ` JWT or none have claims that no ID token has: by RFC 6749, 9068 and 9396,
      scope: { present: false },
      client_id: { present: false },
      authorization_details: { present: false },
      // by Okta and Entra, by Auth0,
      scp: { present: false },
      cid: { present: false },
      gty: { present: false },
      // by Cognito, and by Keycloak, whose refresh and logout tokens say so in the same place.
      token_use: { anyOf: [{ present: false }, { equals: 'id' }] },
      typ: { anyOf: [{ present: false }, { equals: 'ID' }] },
    },
    // OpenID Connect Core §3.1.3.7: an azp names this client. The azp of an access token names its caller.
    azpIsAudience: true,
    // https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
    texts: words('email family_name given_name name preferred_username'),
  },

  'kubernetes-sa': {
    documentation:
      'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens',
    // Legacy tokens never expire and name no audience. Their iss is `kubernetes/serviceaccount`.
    issForm: { pattern: /^https:\/\/[^\s?#]+$/u, words: 'https://HOST, as --service-account-issuer has it' },
    owns: {
      // Inside of a cluster, a legacy token, EKS, GKE, AKS. Other clusters have an address that says nothing.
      pattern:
        /^(?:kubernetes\/serviceaccount$|https?:\/\/(?:kubernetes\.default(?:\.svc(?:\.[a-z0-9.-]+)?)?|oidc\.eks\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu)|container\.googleapis\.com|(?:[a-z0-9-]+\.)?oi(?:d)?c\.(?:[a-z0-9-]+\.)?prod-aks\.azure\.(?:com|us|cn))(?:[:/]|$))/iu,
      because: 'a cluster signs for service accounts alone, and never for a person.',
    },
    keys: { discovery: 'oidc' },
    algs: ['RS256', 'ES256', 'ES384', 'ES512'],
    types: ['JWT'],
    // The API server writes no `typ`; an external signer (Kubernetes 1.32) writes JWT.
    typeOptional: true,
    principal: 'workload',
    require: {
      sub: { startsWith: 'system:serviceaccount:' },
      // The uid is what a deleted and created again account of the same name does not share.
      '/kubernetes.io/namespace': { present: true },
      '/kubernetes.io/serviceaccount/name': { present: true },
      '/kubernetes.io/serviceaccount/uid': { present: true },
    },
    rejectedAudiences: {
      // A service that receives such a token can use it at the API server.
      pattern: /^(?:https:\/\/)?kubernetes\.default\.svc(?:$|[.:/])/u,
      because:
        'it is the audience of the API server, and every pod has such a token. Ask for an audience of your own in a projected volume.',
    },
    // https://github.com/kubernetes/kubernetes/blob/master/pkg/serviceaccount/claims.go
    texts: words(
      'namespace pod/name pod/uid node/name node/uid secret/name secret/uid serviceaccount/name serviceaccount/uid',
    ).map((member) => `/kubernetes.io/${member}`),
  },

  'spiffe-jwt-svid': {
    documentation: 'https://github.com/spiffe/spiffe/blob/main/standards/JWT-SVID.md',
    owns: {
      pattern: /^spiffe:/iu,
      because: 'a trust domain signs for workloads alone, and never for a person.',
    },
    algs: ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512'],
    types: ['JWT', 'JOSE'],
    // JWT-SVID §2.3: typ is optional.
    typeOptional: true,
    // JWT-SVID §3 asks for sub, aud and exp alone.
    iatOptional: true,
    principal: 'workload',
    require: { sub: { startsWith: 'spiffe://' } },
    // SPIFFE Trust Domain and Bundle §4.2.2: a key with another use is not for JWT-SVIDs.
    keyUse: 'jwt-svid',
  },

  'github-actions': {
    documentation: 'https://docs.github.com/en/actions/reference/security/oidc',
    iss: 'https://token.actions.githubusercontent.com',
    issForm: {
      pattern:
        /^https:\/\/(?:token\.actions\.githubusercontent\.com(?:\/[A-Za-z0-9-]+)?|token\.actions\.[a-z0-9-]+\.ghe\.com(?:\/[A-Za-z0-9-]+)?|[a-z0-9.-]+(?::[0-9]+)?\/_services\/token)$/u,
      words:
        'https://token.actions.githubusercontent.com or https://token.actions.SUBDOMAIN.ghe.com, either with /ENTERPRISE or without, or https://HOST/_services/token',
    },
    owns: {
      pattern:
        /^https?:\/\/(?:token\.actions\.githubusercontent\.com|token\.actions\.[a-z0-9-]+\.ghe\.com)(?:[:/]|$)|\/_services\/token\/?$/iu,
      because:
        'every workflow on GitHub can get a token of this issuer for every audience, and only this profile demands an id.',
    },
    keys: { discovery: 'oidc' },
    algs: ['RS256'],
    types: ['JWT'],
    principal: 'workload',
    require: {
      sub: { present: true },
      repository_id: { present: true },
      repository_owner_id: { present: true },
    },
    mustPin: {
      claims: ['repository_id', 'repository_owner_id', 'enterprise_id'],
      because:
        'every workflow on GitHub has tokens of this issuer, and another owner can take the name of a renamed or deleted one. The ids cannot be taken.',
    },
    rejectedAudiences: {
      pattern: /^https:\/\/(?:github\.com|[a-z0-9-]+\.ghe\.com)(?:\/|$)/u,
      because:
        'it is what GitHub writes where a workflow asks for no audience, so a token for any service would do. Let the workflow ask for the audience of this service.',
    },
    // https://docs.github.com/en/actions/reference/security/oidc: everything but the times.
    texts: words(`
      actor actor_id base_ref check_run_id enterprise enterprise_id environment environment_node_id event_name head_ref
      job_workflow_ref job_workflow_sha ref ref_protected ref_type repository repository_id repository_owner
      repository_owner_id repository_visibility run_attempt run_id run_number runner_environment sha workflow
      workflow_ref workflow_sha`),
  },

  'entra-v2': {
    documentation: 'https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference',
    iss: 'https://login.microsoftonline.com/{tenant}/v2.0',
    issForm: {
      // `common`, `organizations` and `consumers` are places to sign in at, never the iss of a token.
      pattern:
        /^https:\/\/(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|[0-9a-f-]{36}\.ciamlogin\.com)\/(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\{tenant\})\/v2\.0$/u,
      words:
        'https://login.microsoftonline.com/TENANT-ID/v2.0, where TENANT-ID is a GUID or {tenant}; also login.microsoftonline.us, login.partner.microsoftonline.cn and TENANT-ID.ciamlogin.com',
    },
    owns: {
      // v1.0 tokens and sign-in pages too: no other profile knows them either.
      pattern:
        /^https?:\/\/(?:login\.microsoftonline\.(?:com|us|de)|login\.partner\.microsoftonline\.cn|sts\.windows\.net|sts\.chinacloudapi\.cn|[a-z0-9-]+\.ciamlogin\.com)(?:[:/]|$)/iu,
      because:
        'Entra signs ID tokens, and tokens of applications that no claim marks, with the same keys and typ. Only this profile tells them apart; it takes v2.0 access tokens.',
    },
    keys: { discovery: 'oidc' },
    algs: ['RS256'],
    types: ['JWT'],
    // Without `idtyp` (an optional claim) and without `scp`, nothing says for sure who calls: denied.
    // https://learn.microsoft.com/en-us/entra/identity-platform/optional-claims-reference
    principal: {
      workload: [{ idtyp: { equals: 'app' } }],
      user: [{ idtyp: { anyOf: [{ equals: 'user' }, { present: false }] }, scp: { present: true } }],
    },
    client: 'azp',
    tenant: 'tid',
    scopes: 'scp',
    roles: 'roles',
    require: {
      ver: { equals: '2.0' },
      sub: { present: true },
      // An ID token has the same iss, keys, typ, ver and (where the API is also a client) aud. It has no azp.
      azp: { present: true },
    },
    rejectedAudiences: {
      pattern:
        /^(?:00000003-0000-0000-c000-000000000000$|(?![0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$))/u,
      because:
        'the aud of a v2.0 token is the client id of your API, a GUID in small letters, and never an api:// URI. Tokens for Microsoft Graph are for Microsoft Graph alone.',
    },
    texts: words('azpacr idtyp name oid preferred_username tid uti ver'),
  },

  auth0: {
    documentation: 'https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles',
    issForm: { pattern: /^https:\/\/[a-z0-9.{}-]+\/$/u, words: 'https://DOMAIN/, with the slash at the end' },
    owns: {
      pattern: /^https?:\/\/(?:[a-z0-9-]+\.)+auth0\.com(?:[:/]|$)/iu,
      because:
        'Auth0 signs ID tokens and tokens of machines with the same keys and typ, and only this profile tells them apart. For its tokens of RFC 9068 alone, write typ: at+jwt.',
    },
    keys: { discovery: 'oidc' },
    algs: ['RS256', 'PS256'],
    // The dialects `access_token` and `rfc9068_profile`.
    types: ['JWT', 'at+jwt'],
    // The sub of a machine is `CLIENT-ID@clients` in both dialects, so it never equals the client id.
    // `gty` marks a machine, in the dialect `access_token` alone; only an identity provider marks a user.
    // An ID token names no client but in `aud`: azp is of the one dialect, client_id of the other.
    principal: {
      workload: [{ gty: { equals: 'client-credentials' }, azp: { present: true } }],
      user: [
        { azp: { present: true }, sub: AUTH0_USER },
        { client_id: { present: true }, sub: AUTH0_USER },
      ],
    },
    client: 'azp',
    tenant: 'org_id',
    roles: 'permissions',
    require: { sub: { present: true } },
    rejectedAudiences: {
      pattern: /^https:\/\/[^/]+\/(?:userinfo|api\/v2\/?)$/u,
      because:
        'it is an API of Auth0 itself: every sign-in with openid names /userinfo. Ask for the identifier of your own API.',
    },
    texts: words('gty org_id org_name'),
  },

  keycloak: {
    documentation: 'https://www.keycloak.org/docs/latest/server_admin/#_oidc_token_categories',
    issForm: {
      pattern: /^https?:\/\/[^\s?#]+\/realms\/[^\s/?#]+$/u,
      words: 'https://HOST/realms/NAME, without a slash at the end',
    },
    keys: { discovery: 'oidc' },
    algs: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
    // at+jwt where the client is set so (Keycloak 26.2): https://github.com/keycloak/keycloak/issues/36696
    types: ['JWT', 'at+jwt'],
    // A service account is a user to Keycloak, with a name of this form. Without a name, its kind is unknown: denied.
    principal: {
      workload: [
        {
          client_id: { present: true },
          preferred_username: { startsWith: 'service-account-' },
        },
      ],
      user: [
        {
          client_id: { present: false },
          preferred_username: { not: { startsWith: 'service-account-' } },
        },
      ],
    },
    client: 'azp',
    roles: '/realm_access/roles',
    require: {
      sub: { present: true },
      azp: { present: true },
      // ID, Refresh, Offline and Logout tokens have the header of an access token, and ID tokens can have its aud.
      typ: { in: ['Bearer', 'DPoP'] },
    },
    rejectedAudiences: {
      pattern: /^(?:account|broker|realm-management)$/u,
      because:
        'it is a client of Keycloak itself, and nearly every token of the realm names it. Add an audience mapper for this service.',
    },
    texts: words('email family_name given_name name preferred_username session_state typ'),
  },

  cognito: {
    documentation:
      'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html',
    issForm: {
      pattern:
        /^https:\/\/(?:issuer-)?cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/(?:[a-z0-9-]+_[A-Za-z0-9]+|\{tenant\})$/u,
      words:
        'https://cognito-idp.REGION.amazonaws.com/USER-POOL-ID or https://issuer-cognito-idp.REGION.amazonaws.com/USER-POOL-ID, as the user pool is set',
    },
    owns: {
      // Identity pools too: they sign for guests.
      pattern:
        /^(?:https?:\/\/)?(?:issuer-)?cognito-(?:idp|identity)\.(?:[a-z0-9-]+\.)?(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu)(?:[:/]|$)/iu,
      because:
        'a user pool signs ID tokens and access tokens for all its clients, and only this profile demands token_use and a client_id.',
    },
    keys: { discovery: 'oidc' },
    algs: ['RS256'],
    types: ['JWT'],
    // The header has kid and alg alone.
    typeOptional: true,
    // An access token has an aud only where the client asked for a resource (RFC 8707).
    audienceFromScope: true,
    principal: 'auto',
    roles: 'cognito:groups',
    require: { sub: { present: true }, token_use: { equals: 'access' } },
    mustPin: {
      claims: ['client_id'],
      because: 'one user pool signs for all its app clients, and an access token may name no audience.',
    },
    texts: words('device_key event_id origin_jti token_use username'),
  },

  google: {
    documentation:
      'https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload',
    iss: 'https://accounts.google.com',
    owns: {
      pattern: /^(?:https?:\/\/)?accounts\.google\.com(?:[:/]|$)/iu,
      because:
        'every project of Google Cloud can get a token of this issuer for every audience, and only this profile demands who is meant.',
    },
    // Google keeps its keys on another host than its issuer.
    keys: { jwksUri: 'https://www.googleapis.com/oauth2/v3/certs' },
    algs: ['RS256'],
    types: ['JWT'],
    audienceMode: 'exclusive',
    // Nothing says for sure that a person is meant, so the document must say.
    principal: 'marked',
    client: 'azp',
    tenant: 'hd',
    require: { sub: { present: true }, events: { present: false } },
    mustPin: {
      claims: ['azp', 'sub', 'hd'],
      because:
        'every Google Cloud project can get a token of this issuer for every audience (https://cloud.google.com/docs/authentication/get-id-token).',
    },
    texts: words('at_hash email family_name given_name hd name picture profile'),
  },
});
