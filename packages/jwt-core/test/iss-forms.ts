/** Forms of `iss` that a profile takes, and those that it does not. */

interface Forms {
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

const GUID = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const OTHER = '775527ff-9a37-4307-8b3d-cc311f58d925';

/** By profile. */
export const ISS_FORMS: Readonly<Record<string, Forms>> = {
  'kubernetes-sa': {
    good: [
      'https://kubernetes.default.svc.cluster.local',
      'https://kubernetes.default.svc',
      'https://container.googleapis.com/v1/projects/shop/locations/europe-west1/clusters/prod',
      'https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
      'https://westeurope.oic.prod-aks.azure.com/72f988bf-86f1-41af-91ab-2d7cd011db47/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/',
    ],
    bad: ['kubernetes/serviceaccount', 'api', 'http://kubernetes.default.svc'],
  },
  'github-actions': {
    good: [
      'https://token.actions.githubusercontent.com',
      'https://token.actions.githubusercontent.com/octocat-inc',
      'https://token.actions.octocorp.ghe.com',
      'https://token.actions.octocorp.ghe.com/octocorp',
      'https://github.acme.example/_services/token',
      'https://github.acme.example:8443/_services/token',
    ],
    bad: [
      'https://token.actions.githubusercontent.com/',
      'http://token.actions.githubusercontent.com',
      'https://token.actions.githubusercontent.com.evil.example',
      'https://evil.example/token.actions.githubusercontent.com',
      'https://token.actions.githubusercontent.com/a/b',
      'https://github.com',
      'https://evil.example/x/_services/token',
      'https://evil.example?/_services/token',
    ],
  },
  'entra-v2': {
    good: [
      'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
      'https://login.microsoftonline.us/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
      'https://login.partner.microsoftonline.cn/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
    ],
    bad: [
      'https://login.microsoftonline.com/common/v2.0',
      'https://login.microsoftonline.com/organizations/v2.0',
      'https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0',
      'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0/',
      'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47',
      'https://login.microsoftonline.com/{tenantid}/v2.0',
      'https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/',
      'https://login.microsoftonline.com.evil.example/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
    ],
  },
  auth0: {
    good: ['https://my-domain.auth0.com/', 'https://my-domain.eu.auth0.com/', 'https://login.acme.example/'],
    bad: [
      'https://my-domain.auth0.com',
      'my-domain.auth0.com',
      'http://my-domain.auth0.com/',
      'https://a.b/c/',
    ],
  },
  keycloak: {
    good: [
      'https://sso.acme.example/realms/shop',
      'https://sso.acme.example/auth/realms/shop',
      'http://localhost:8080/realms/shop',
    ],
    bad: [
      'https://sso.acme.example/realms/shop/',
      'https://sso.acme.example',
      'https://sso.acme.example/realms/',
      'https://sso.acme.example/realms/shop/protocol/openid-connect',
    ],
  },
  cognito: {
    good: [
      'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example',
      'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_aB3',
      'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_aB3',
      'https://issuer-cognito-idp.us-west-2.amazonaws.com/us-west-2_example',
    ],
    bad: [
      'https://shop.auth.us-west-2.amazoncognito.com',
      'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example/',
      'https://cognito-idp.us-west-2.amazonaws.com.evil.example/us-west-2_example',
      'https://cognito-identity.amazonaws.com',
      'https://evilcognito-idp.us-west-2.amazonaws.com/us-west-2_example',
    ],
  },
  okta: {
    good: ['https://acme.okta.com/oauth2/default', 'https://login.acme.example/oauth2/aus1a2b3c'],
    bad: [
      'https://acme.okta.com/oauth2/default/',
      'https://acme.okta.com/oauth2',
      'http://acme.okta.com/oauth2/default',
    ],
  },
  'okta-org': {
    good: ['https://acme.okta.com', 'https://login.acme.example'],
    bad: ['https://acme.okta.com/', 'https://acme.okta.com/oauth2/default'],
  },
  'entra-v1': {
    good: [`https://sts.windows.net/${GUID}/`, `https://sts.chinacloudapi.cn/${GUID}/`],
    bad: [
      `https://sts.windows.net/${GUID}`,
      `https://login.microsoftonline.com/${GUID}/v2.0`,
      'https://sts.windows.net/common/',
      `https://sts.windows.net.evil.example/${GUID}/`,
    ],
  },
  'entra-external-id': {
    good: [`https://${GUID}.ciamlogin.com/${GUID}/v2.0`],
    bad: [
      `https://${GUID}.ciamlogin.com/${OTHER}/v2.0`,
      `https://acme.ciamlogin.com/${GUID}/v2.0`,
      `https://${GUID}.ciamlogin.com/${GUID}/`,
      `https://login.microsoftonline.com/${GUID}/v2.0`,
    ],
  },
  'azure-ad-b2c': {
    good: [
      `https://contoso.b2clogin.com/${OTHER}/v2.0/`,
      `https://contoso.b2clogin.com/tfp/${OTHER}/b2c_1_signupsignin1/v2.0/`,
      `https://login.contoso.example/${OTHER}/v2.0/`,
    ],
    bad: [
      `https://contoso.b2clogin.com/${OTHER}/v2.0`,
      'https://contoso.b2clogin.com/contoso.onmicrosoft.com/v2.0/',
      `https://login.microsoftonline.com/${OTHER}/v2.0`,
    ],
  },
  pingone: {
    good: [
      `https://auth.pingone.com/${GUID}/as`,
      `https://auth.pingone.eu/${GUID}/as`,
      'https://login.acme.example/as',
    ],
    bad: [
      `https://auth.pingone.com/${GUID}/as/`,
      `https://auth.pingone.com/${GUID}`,
      'https://auth.pingone.com/acme/as',
    ],
  },
  zitadel: {
    good: ['https://acme-x1y2z3.zitadel.cloud', 'https://id.acme.example', 'http://localhost:8080'],
    bad: ['https://acme-x1y2z3.zitadel.cloud/', 'acme-x1y2z3.zitadel.cloud'],
  },
  supabase: {
    good: ['https://abc.supabase.co/auth/v1', 'https://api.acme.example/auth/v1'],
    bad: ['https://abc.supabase.co', 'https://abc.supabase.co/auth/v1/', 'supabase'],
  },
  clerk: {
    good: ['https://clerk.your-site.example', 'https://verb-noun-00.clerk.accounts.dev'],
    bad: ['https://clerk.your-site.example/', 'clerk.your-site.example', 'http://clerk.your-site.example'],
  },
  firebase: {
    good: ['https://securetoken.google.com/shop'],
    bad: [
      'https://session.firebase.google.com/shop',
      'https://securetoken.google.com/',
      'https://accounts.google.com',
    ],
  },
  'gitlab-ci': {
    good: ['https://gitlab.com', 'https://gitlab.acme.example', 'https://acme.example/gitlab'],
    bad: ['gitlab.com', 'http://gitlab.acme.example'],
  },
  circleci: {
    good: [`https://oidc.circleci.com/org/${GUID}`],
    bad: [
      'https://oidc.circleci.com/org/acme',
      'https://oidc.circleci.com',
      `https://oidc.circleci.com.evil.example/org/${GUID}`,
    ],
  },
  authentik: {
    good: ['https://authentik.company/application/o/shop/', 'https://authentik.company/'],
    bad: ['https://authentik.company/application/o/shop', 'http://authentik.company/'],
  },
  workos: {
    good: ['https://acme.authkit.app', 'https://auth.acme.example'],
    bad: [
      'https://api.workos.com',
      'https://api.workos.com/user_management/client_1',
      'https://acme.authkit.app/',
    ],
  },
  logto: {
    good: ['https://tenant-id.logto.app/oidc', 'http://localhost:3001/oidc'],
    bad: ['https://tenant-id.logto.app', 'https://tenant-id.logto.app/oidc/'],
  },
  stytch: {
    good: [
      'stytch.com/project-test-6d902c62-fc8f-40ea-a4b1-c260966d4655',
      'stytch.com/project-live-6d902c62-fc8f-40ea-a4b1-c260966d4655',
      'https://login.acme.example',
    ],
    bad: ['https://stytch.com/project-test-6d902c62', 'stytch.com/acme', 'https://login.acme.example/'],
  },
  'better-auth': { good: ['https://app.acme.example', 'http://localhost:3000'], bad: ['app.acme.example'] },
  openauth: {
    good: ['https://auth.acme.example', 'http://localhost:3000'],
    bad: ['https://auth.acme.example/', 'https://auth.acme.example/issuer'],
  },
  'cloudflare-access': {
    good: ['https://yourteam.cloudflareaccess.com'],
    bad: [
      'https://yourteam.cloudflareaccess.com/',
      'https://yourteam.cloudflareaccess.com/cdn-cgi/access/sso/oidc/1',
      'https://cloudflareaccess.com.evil.example',
    ],
  },
};
