/** Tokens of issuers that have no profile: of pipelines and clouds, whose programs ask for any audience, and of people. */

import { NOW_SECONDS } from './mint.js';
import type { Members, TokenKind } from './token-kind.js';

const HOUR: Members = { iat: NOW_SECONDS - 10, exp: NOW_SECONDS + 3590 };

/** A token of an issuer that has no profile. */
function other(
  name: string,
  speaksOf: TokenKind['speaksOf'],
  claims: Members,
  header: Members = {},
): TokenKind {
  return { name, speaksOf, header: { typ: 'JWT', ...header }, claims: { ...HOUR, ...claims } };
}

const CLOUDS: readonly TokenKind[] = [
  // https://cloud.google.com/iap/docs/signed-headers-howto
  other('Google: IAP, an account', 'program', {
    iss: 'https://cloud.google.com/iap',
    aud: '/projects/1/global/backendServices/2',
    sub: 'accounts.google.com:105806801273967101517',
    email: 'ledger@shop.iam.gserviceaccount.com',
  }),
  // https://firebase.google.com/docs/auth/admin/verify-id-tokens
  other('Firebase: a person', 'person', {
    iss: 'https://securetoken.google.com/shop',
    aud: 'shop',
    sub: '7gRkTzA0',
    user_id: '7gRkTzA0',
    auth_time: NOW_SECONDS - 20,
  }),
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html
  other('AWS: a role', 'program', {
    iss: 'https://0f7f2a5e-8f0f-4f9e-a3c5-5d9d4f1b2c3d.tokens.sts.global.api.aws',
    aud: 'https://orders.example',
    sub: 'arn:aws:iam::123456789012:role/ledger',
    jti: 'd2f1',
    'https://sts.amazonaws.com/': { aws_account: '123456789012', org_id: 'o-abc' },
  }),
];

const PIPELINES: readonly TokenKind[] = [
  // https://docs.gitlab.com/ci/secrets/id_token_authentication/
  other('GitLab: a job', 'program', {
    iss: 'https://gitlab.com',
    aud: 'https://orders.example',
    sub: 'project_path:shop/ledger:ref_type:branch:ref:main',
    namespace_id: '72',
    project_id: '20',
    project_path: 'shop/ledger',
    user_id: '1',
    user_login: 'alice',
    pipeline_id: '574',
    job_id: '302',
    runner_environment: 'gitlab-hosted',
    jti: 'fc9ea2ed',
  }),
  // https://docs.gitlab.com/integration/openid_connect_provider/
  other('GitLab: a person', 'person', {
    iss: 'https://gitlab.com',
    aud: 's6BhdRkqt3',
    sub: '1',
    nonce: 'n-0S6',
    auth_time: NOW_SECONDS - 20,
    preferred_username: 'alice',
    groups_direct: ['shop'],
  }),
  // https://circleci.com/docs/openid-connect-tokens/
  other('CircleCI: a job', 'program', {
    iss: 'https://oidc.circleci.com/org/11111111-2222-3333-4444-555555555555',
    aud: '11111111-2222-3333-4444-555555555555',
    sub: 'org/1111/project/2222/user/3333',
    'oidc.circleci.com/project-id': '2222',
    'oidc.circleci.com/context-ids': ['4444'],
  }),
  // https://buildkite.com/docs/agent/v3/cli-oidc
  other('Buildkite: a job', 'program', {
    iss: 'https://agent.buildkite.com',
    aud: 'https://orders.example',
    sub: 'organization:acme:pipeline:ledger:ref:refs/heads/main:commit:9f3182:step:build',
    organization_slug: 'acme',
    pipeline_slug: 'ledger',
    build_number: 1,
    job_id: '0184',
    agent_id: '0184',
  }),
  // https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens
  other('HCP Terraform: a run', 'program', {
    iss: 'https://app.terraform.io',
    aud: 'https://orders.example',
    sub: 'organization:acme:project:shop:workspace:prod:run_phase:apply',
    terraform_organization_id: 'org-GRNbCjYNpBB6NEH9',
    terraform_workspace_id: 'ws-mbsd5E3Ktt5Rg2Xm',
    terraform_run_id: 'run-X3n1AUXNGWbfECsJ',
    terraform_run_phase: 'apply',
  }),
  // https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/
  other('Bitbucket: a step', 'program', {
    iss: 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc',
    aud: 'ari:cloud:bitbucket::workspace/1',
    sub: '{11111111-2222-3333-4444-555555555555}:{22222222-2222-3333-4444-555555555555}',
    workspaceUuid: '{1}',
    repositoryUuid: '{11111111-2222-3333-4444-555555555555}',
    pipelineUuid: '{3}',
    stepUuid: '{22222222-2222-3333-4444-555555555555}',
  }),
  // https://learn.microsoft.com/en-us/azure/devops/pipelines/release/configure-workload-identity
  other('Azure DevOps: a pipeline', 'program', {
    iss: 'https://vstoken.dev.azure.com/11111111-2222-3333-4444-555555555555',
    aud: 'https://orders.example',
    sub: 'p://acme/shop/ledger',
    org_id: '1',
    prj_id: '2',
    def_id: '3',
  }),
  other('Azure DevOps: a connection', 'program', {
    iss: 'https://vstoken.dev.azure.com/11111111-2222-3333-4444-555555555555',
    aud: 'https://orders.example',
    sub: 'sc://acme/shop/ledger',
  }),
];

const OKTA: Members = {
  iss: 'https://acme.okta.com/oauth2/default',
  aud: 'https://orders.example',
  jti: 'AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE',
  cid: '0oabskvc6442nkvQO0h7',
  scp: ['orders:read'],
  ver: 1,
};

const SERVERS: readonly TokenKind[] = [
  // https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/
  other('Okta: a person', 'person', { ...OKTA, sub: 'alice@acme.example', uid: '00ujmkLgagxeRrAg20g3' }),
  other('Okta: an app', 'program', { ...OKTA, sub: '0oabskvc6442nkvQO0h7' }),
  other('Okta: an app, no scope', 'program', { ...OKTA, sub: '0oabskvc6442nkvQO0h7', scp: undefined }),
  // https://docs.duendesoftware.com/identityserver/apis/aspnetcore/jwt/
  other(
    'Duende: a client, no sub',
    'program',
    {
      iss: 'https://id.acme.example',
      aud: 'https://orders.example',
      client_id: 'ledger',
      scope: ['orders'],
      jti: '2C6D',
    },
    { typ: 'at+jwt' },
  ),
];

/** All of them. */
export const OTHER_TOKENS: readonly TokenKind[] = [...CLOUDS, ...PIPELINES, ...SERVERS];
