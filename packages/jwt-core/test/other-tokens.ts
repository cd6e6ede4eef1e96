/** Tokens of issuers that have no profile: of pipelines and clouds, whose programs ask for any audience. */

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

/** All of them. */
export const OTHER_TOKENS: readonly TokenKind[] = [...CLOUDS, ...PIPELINES];
