/**
 * What says that a token does not speak for a person. One table for all issuers: a provider signs for its programs with
 * the keys that it signs for people with, and often lets the program choose the audience.
 */

import type { Claims, JsonValue } from '../../json/json-value.js';
import { CLIENT_CLAIMS } from '../../policy/document/provider.js';

/** A claim that no token of a person has. */
export interface ImpersonalMark {
  readonly claim: string;
  /** Only where the claim, or an entry of its list, has this form. */
  readonly form?: RegExp;
  /** Only where this claim is not there. */
  readonly without?: string;
  /** Whose tokens have it, for messages. */
  readonly of: string;
}

/** All of them. */
export const IMPERSONAL_MARKS: readonly ImpersonalMark[] = Object.freeze([
  // https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens
  { claim: 'kubernetes.io', of: 'Kubernetes' },
  { claim: 'sub', form: /^system:(?:serviceaccount|node):/u, of: 'Kubernetes' },
  // https://github.com/spiffe/spiffe/blob/main/standards/JWT-SVID.md#31-subject
  { claim: 'sub', form: /^spiffe:\/\//u, of: 'SPIFFE' },
  // https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles
  { claim: 'gty', form: /^client[-_]credentials$/u, of: 'Auth0' },
  { claim: 'sub', form: /@clients$/u, of: 'Auth0' },
  // https://learn.microsoft.com/en-us/entra/identity-platform/optional-claims-reference
  { claim: 'idtyp', form: /^(?!user$)/u, of: 'Entra' },
  // How the client proved itself, v2.0 and v1.0. Where a person is meant, scp says what the client may do for them.
  // https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference
  { claim: 'azpacr', without: 'scp', of: 'Entra' },
  { claim: 'appidacr', without: 'scp', of: 'Entra' },
  // https://www.keycloak.org/docs/latest/server_admin/#_service_accounts
  { claim: 'preferred_username', form: /^service-account-/u, of: 'Keycloak' },
  { claim: 'clientHost', of: 'Keycloak' },
  { claim: 'clientAddress', of: 'Keycloak' },
  // https://www.keycloak.org/docs/latest/server_admin/#_oidc_token_categories
  { claim: 'typ', form: /^(?:Refresh|Offline|Logout)$/u, of: 'Keycloak, for itself,' },
  // https://cloud.google.com/docs/authentication/get-id-token
  { claim: 'email', form: /\.gserviceaccount\.com$/u, of: 'Google' },
  { claim: 'azp', form: /\.gserviceaccount\.com$/u, of: 'Google' },
  // https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/application-token/
  { claim: 'common_name', form: /\.access$/u, of: 'Cloudflare Access' },
  // https://stytch.com/docs/api-reference/consumer/api/m2m/token/get-access-token
  { claim: 'sub', form: /^m2m-client-/u, of: 'Stytch' },
  // https://fusionauth.io/docs/lifecycle/authenticate-users/oauth/tokens#client-credentials-access-token-claims
  { claim: 'scope', form: /(?:^| )target-entity:/u, of: 'FusionAuth' },
  // https://github.com/goauthentik/authentik/blob/main/authentik/providers/oauth2/views/token.py
  { claim: 'preferred_username', form: /^ak-.+-client_credentials$/u, of: 'authentik' },
  // https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html
  { claim: 'amr', form: /^unauthenticated$/u, of: 'a guest of Cognito' },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html
  { claim: 'sub', form: /^arn:aws/u, of: 'AWS' },
  // https://docs.github.com/en/actions/reference/security/oidc
  { claim: 'job_workflow_ref', of: 'GitHub Actions' },
  { claim: 'repository_owner_id', of: 'GitHub Actions' },
  // https://docs.gitlab.com/ci/secrets/id_token_authentication/
  { claim: 'project_path', of: 'GitLab CI' },
  { claim: 'sub', form: /^project_path:/u, of: 'GitLab CI' },
  // https://circleci.com/docs/openid-connect-tokens/
  { claim: 'oidc.circleci.com/project-id', of: 'CircleCI' },
  // https://buildkite.com/docs/agent/v3/cli-oidc
  { claim: 'pipeline_slug', of: 'Buildkite' },
  // https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens
  { claim: 'terraform_organization_id', of: 'HCP Terraform' },
  // https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/
  { claim: 'pipelineUuid', of: 'Bitbucket Pipelines' },
  // https://learn.microsoft.com/en-us/azure/devops/pipelines/release/configure-workload-identity
  { claim: 'sub', form: /^(?:p|sc):\/\//u, of: 'Azure Pipelines' },
  // https://developer.hashicorp.com/nomad/docs/concepts/workload-identity
  { claim: 'nomad_job_id', of: 'Nomad' },
  // https://fly.io/docs/security/openid-connect/
  { claim: 'machine_id', of: 'Fly.io' },
  // https://docs.semaphoreci.com/using-semaphore/openid
  { claim: 'prj_id', of: 'Semaphore' },
  // Gitea and Forgejo Actions, in the form of GitHub's; https://forgejo.org/docs/latest/user/actions/
  { claim: 'sub', form: /^repo:/u, of: 'Forgejo Actions' },
  // https://www.pulumi.com/docs/pulumi-cloud/access-management/oidc/provider/
  { claim: 'sub', form: /^pulumi:/u, of: 'Pulumi' },
  // https://vercel.com/docs/oidc/reference
  { claim: 'sub', form: /^owner:[^:]+:project:/u, of: 'Vercel' },
  // https://docs.spacelift.io/integrations/cloud-providers/oidc
  { claim: 'sub', form: /^space:/u, of: 'Spacelift' },
  // https://firebase.google.com/docs/rules/rules-and-auth
  { claim: 'provider_id', form: /^anonymous$/u, of: 'a guest of Firebase' },
  // https://supabase.com/docs/guides/auth/auth-anonymous
  { claim: 'is_anonymous', form: /^true$/u, of: 'a guest of Supabase' },
  // RFC 8417 §2.2, OpenID Connect Back-Channel Logout §2.4: it reports an event, and is not a credential.
  { claim: 'events', of: 'a security event or logout token' },
]);

/** What in these claims says that no person is meant, in words; `undefined` where nothing does. */
export function impersonalMark(claims: Claims): string | undefined {
  for (const { claim, form, without, of } of IMPERSONAL_MARKS) {
    if (!isThere(claims, claim) || (without !== undefined && isThere(claims, without))) continue;
    if (form === undefined || hasForm(claims[claim], form)) return `${claim}, as ${of} writes it`;
  }
  // RFC 9068 §5: a client that acts for itself is its own subject.
  const { sub } = claims;
  const client = isThere(claims, 'sub') ? CLIENT_CLAIMS.find((claim) => claims[claim] === sub) : undefined;
  return client === undefined ? undefined : `${client} equal to sub`;
}

/** `null` says, as an absent claim does, that there is none. */
function isThere(claims: Claims, name: string): boolean {
  return Object.hasOwn(claims, name) && claims[name] !== null;
}

function hasForm(value: JsonValue | undefined, form: RegExp): boolean {
  return [value]
    .flat()
    .some((each) => (typeof each === 'string' || typeof each === 'boolean') && form.test(String(each)));
}
