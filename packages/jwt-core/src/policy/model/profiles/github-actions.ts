import type { Profile } from '../profile.js';
import { words } from './words.js';

export const githubActions: Profile = {
  provider: 'GitHub Actions',
  documentation: 'https://docs.github.com/en/actions/reference/security/oidc',
  notes: [
    'Every workflow on GitHub can get a token for every audience: pin an id.',
    'The default audience is the URL of the owner, and is rejected.',
  ],
  issForm: {
    pattern:
      /^https:\/\/(?:token\.actions\.githubusercontent\.com(?:\/[A-Za-z0-9-]+)?|token\.actions\.[a-z0-9-]+\.ghe\.com(?:\/[A-Za-z0-9-]+)?|[a-z0-9.-]+(?::[0-9]+)?\/_services\/token)$/u,
    words:
      'https://token.actions.githubusercontent.com or https://token.actions.SUBDOMAIN.ghe.com, either with /ENTERPRISE or without, or https://HOST/_services/token',
  },
  owns: {
    pattern:
      /^https?:\/\/(?:token\.actions\.githubusercontent\.com|token\.actions\.[a-z0-9-]+\.ghe\.com)(?:[:/]|$)|\/_services\/token\/?$/iu,
    words: 'token.actions.githubusercontent.com, token.actions.SUBDOMAIN.ghe.com, HOST/_services/token',
    because:
      'every workflow on GitHub can get a token of this issuer for every audience, and only this profile demands an id.',
  },
  issuer: {
    iss: 'https://token.actions.githubusercontent.com',
    keys: { discovery: 'oidc' },
    algs: ['RS256'],
    typ: 'JWT',
    principal: 'workload',
    require: {
      sub: { present: true },
      repository_id: { present: true },
      repository_owner_id: { present: true },
    },
  },
  mustPin: {
    claims: ['repository_id', 'repository_owner_id', 'enterprise_id'],
    because:
      'every workflow on GitHub has tokens of this issuer, and another owner can take the name of a renamed or deleted one. The ids cannot be taken.',
  },
  rejectedAudiences: {
    pattern: /^https:\/\/(?:github\.com|[a-z0-9-]+\.ghe\.com)(?:\/|$)/u,
    words: 'https://github.com/OWNER, and so on GitHub Enterprise',
    because:
      'it is what GitHub writes where a workflow asks for no audience, so a token for any service would do. Let the workflow ask for the audience of this service.',
  },
  // https://docs.github.com/en/actions/reference/security/oidc: everything but the times.
  texts: words(`
    actor actor_id base_ref check_run_id enterprise enterprise_id environment environment_node_id event_name head_ref
    job_workflow_ref job_workflow_sha ref ref_protected ref_type repository repository_id repository_owner
    repository_owner_id repository_visibility run_attempt run_id run_number runner_environment sha workflow
    workflow_ref workflow_sha`),
};
