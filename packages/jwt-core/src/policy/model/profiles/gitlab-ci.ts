import type { Profile } from '../profile.js';
import { words } from './words.js';

export const gitlabCi: Profile = {
  provider: 'GitLab CI/CD',
  documentation: 'https://docs.gitlab.com/ci/secrets/id_token_authentication/',
  notes: [
    'Every job of the instance can get a token for every audience: pin an id. Ids are texts: quote them.',
    'The default audience is the address of the instance.',
    'People who sign in with GitLab have ID tokens of the same issuer: those are for `oidc-id-token`, and never pass here.',
    'A token lasts as long as the job may run: an hour, where nothing else is set.',
  ],
  issForm: {
    pattern: /^https:\/\/[^\s?#]+$/u,
    words: 'https://gitlab.com, or https://HOST of your own instance, without a slash at the end',
  },
  owns: {
    pattern: /^https?:\/\/gitlab\.com(?:[:/]|$)/iu,
    words: 'gitlab.com',
    because:
      'every job on GitLab can get a token of this issuer for every audience, and only this profile demands an id. To sign people in, use oidc-id-token.',
    // It takes no program for a user, and a job has claims that mark one.
    shared: ['oidc-id-token'],
  },
  issuer: {
    iss: 'https://gitlab.com',
    keys: { discovery: 'oidc' },
    algs: ['RS256'],
    typ: 'JWT',
    principal: 'workload',
    require: {
      sub: { present: true },
      namespace_id: { present: true },
      project_id: { present: true },
      job_id: { present: true },
    },
  },
  mustPin: {
    claims: ['project_id', 'namespace_id'],
    because:
      'every job on the instance has tokens of this issuer, and another group can take the path of a renamed or deleted one. The ids cannot be taken.',
  },
  rejectedAudiences: {
    pattern: /^(?:https:\/\/)?gitlab\.com\/?$/u,
    words: 'https://gitlab.com',
    because:
      'it is what GitLab writes where a job asks for no audience. Let the job ask for the audience of this service.',
  },
  texts: words(`
    ci_config_ref_uri ci_config_sha deployment_tier environment environment_protected job_id job_project_id
    job_project_path namespace_id namespace_path pipeline_id pipeline_source project_id project_path
    project_visibility ref ref_path ref_protected ref_type runner_environment sha user_access_level user_email
    user_id user_login`),
};
