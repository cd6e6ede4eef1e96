import { NOW_SECONDS } from '../mint.js';
import { lasting, NO_TYP, type ProviderToken } from '../provider-token.js';

/** The example of the page. */
const GITLAB: ProviderToken = {
  name: 'a token of a GitLab job',
  profile: 'gitlab-ci',
  source: 'https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload',
  issuer: { require: { project_id: { equals: '20' } } },
  audience: 'https://orders.example',
  header: { typ: 'JWT' },
  claims: {
    namespace_id: '72',
    namespace_path: 'my-group',
    project_id: '20',
    project_path: 'my-group/my-project',
    user_id: '1',
    user_login: 'sample-user',
    user_email: 'sample-user@example.com',
    user_identities: [{ provider: 'github', extern_uid: '2435223452345' }],
    pipeline_id: '574',
    pipeline_source: 'push',
    job_id: '302',
    ref: 'feature-branch-1',
    ref_type: 'branch',
    ref_path: 'refs/heads/feature-branch-1',
    ref_protected: 'false',
    environment: 'test-environment2',
    environment_protected: 'false',
    deployment_tier: 'testing',
    runner_id: 1,
    runner_environment: 'self-hosted',
    sha: '714a629c0b401fdce83e847fc9589983fc6f46bc',
    jti: '235b3a54-b797-45c7-ae9a-f72d7bc6ef5b',
    iss: 'https://gitlab.com',
    ...lasting(3600),
    nbf: NOW_SECONDS - 15,
    sub: 'project_path:my-group/my-project:ref_type:branch:ref:feature-branch-1',
    aud: 'https://orders.example',
  },
  principal: 'workload',
  variants: [
    {
      name: 'of a project that was renamed',
      claims: { project_path: 'my-group/shop', sub: 'project_path:my-group/shop:ref_type:branch:ref:main' },
    },
    { name: 'with a sub of the project’s making', claims: { sub: 'project_path:my-group/my-project' } },
  ],
  nearMisses: [
    { name: 'another project', claims: { project_id: '21' }, code: 'claims.mismatch' },
    { name: 'an id that is a number', claims: { project_id: 20 }, code: 'claims.malformed' },
    {
      name: 'another instance',
      claims: { iss: 'https://gitlab.example.com' },
      code: 'issuer.untrusted',
    },
    { name: 'the default audience', claims: { aud: 'https://gitlab.com' }, code: 'audience.mismatch' },
    { name: 'a token of no job', claims: { job_id: undefined }, code: 'claims.mismatch' },
    { name: 'the old job token', header: NO_TYP, code: 'type.mismatch' },
  ],
  matrix: { name: 'GitLab CI' },
  // https://docs.gitlab.com/integration/openid_connect_provider/
  idToken: {
    header: { typ: 'JWT' },
    claims: {
      iss: 'https://gitlab.com',
      sub: '1',
      aud: 's6BhdRkqt3',
      ...lasting(120),
      nonce: 'n-0S6',
      auth_time: NOW_SECONDS - 20,
      preferred_username: 'alice',
      groups_direct: ['shop'],
    },
  },
};

export const GITLAB_CI_TOKENS: readonly ProviderToken[] = [GITLAB];
