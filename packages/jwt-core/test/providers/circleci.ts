import { lasting, NO_TYP, type ProviderToken } from '../provider-token.js';

const ORG = '11111111-2222-3333-4444-555555555555';
const PROJECT = '22222222-3333-4444-5555-666666666666';

const CIRCLECI: ProviderToken = {
  name: 'a token of a CircleCI job',
  profile: 'circleci',
  source:
    'https://circleci.com/docs/guides/permissions-authentication/openid-connect-tokens/#format-of-the-openid-connect-id-token',
  issuer: {
    iss: `https://oidc.circleci.com/org/${ORG}`,
    require: { 'oidc.circleci.com/project-id': { equals: PROJECT } },
  },
  audience: 'https://orders.example',
  header: { typ: 'JWT' },
  claims: {
    iss: `https://oidc.circleci.com/org/${ORG}`,
    sub: `org/${ORG}/project/${PROJECT}/user/33333333-4444-5555-6666-777777777777`,
    aud: 'https://orders.example',
    ...lasting(3600),
    'oidc.circleci.com/project-id': PROJECT,
    'oidc.circleci.com/vcs-origin': 'github.com/organization-123/repo-1',
    'oidc.circleci.com/vcs-ref': 'refs/heads/main',
    'oidc.circleci.com/context-ids': ['44444444-5555-6666-7777-888888888888'],
    'oidc.circleci.com/ssh-rerun': false,
  },
  principal: 'workload',
  variants: [
    {
      name: 'with the long sub',
      claims: {
        sub: `org/${ORG}/project/${PROJECT}/user/33333333-4444-5555-6666-777777777777/vcs-origin/github.com/organization-123/repo-1/vcs-ref/refs/heads/main`,
      },
    },
    { name: 'without typ', header: NO_TYP },
  ],
  nearMisses: [
    {
      name: 'the default audience, which is the organization',
      claims: { aud: ORG },
      code: 'audience.mismatch',
    },
    {
      name: 'another organization',
      claims: { iss: `https://oidc.circleci.com/org/${PROJECT}` },
      code: 'issuer.untrusted',
    },
    { name: 'another project', claims: { 'oidc.circleci.com/project-id': ORG }, code: 'claims.mismatch' },
    { name: 'no project', claims: { 'oidc.circleci.com/project-id': undefined }, code: 'type.mismatch' },
    { name: 'a subject of another form', claims: { sub: 'alice' }, code: 'claims.mismatch' },
  ],
  matrix: { name: 'CircleCI' },
};

export const CIRCLECI_TOKENS: readonly ProviderToken[] = [CIRCLECI];
