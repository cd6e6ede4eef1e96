import type { Profile } from '../profile.js';
import { words } from './words.js';

export const circleci: Profile = {
  provider: 'CircleCI',
  documentation: 'https://circleci.com/docs/guides/permissions-authentication/openid-connect-tokens/',
  notes: [
    'Each organization has an issuer of its own, with its id in the `iss`.',
    'The audience of `$CIRCLE_OIDC_TOKEN` is the id of the organization, and is rejected: get a token with `circleci run oidc get --claims \'{"aud": "…"}\'`.',
    'Jobs of forks have tokens where a project passes secrets to them: pin `oidc.circleci.com/vcs-origin` there.',
  ],
  issForm: {
    pattern:
      /^https:\/\/oidc\.circleci\.com\/org\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u,
    words: 'https://oidc.circleci.com/org/ORGANIZATION-ID',
  },
  owns: {
    pattern: /^https?:\/\/oidc\.circleci\.com(?:[:/]|$)/iu,
    words: 'oidc.circleci.com',
    because:
      'every job of the organization can get a token of this issuer, and only this profile demands an id.',
  },
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256'],
    typ: 'JWT',
    // The documentation says nothing of the header.
    lacks: { typ: { shownBy: ['oidc.circleci.com/project-id'] } },
    principal: 'workload',
    require: { sub: { startsWith: 'org/' }, 'oidc.circleci.com/project-id': { present: true } },
  },
  mustPin: {
    claims: ['oidc.circleci.com/project-id'],
    because: 'every job of every project of the organization has tokens of this issuer.',
  },
  rejectedAudiences: {
    pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u,
    words: 'the id of an organization, a UUID',
    because:
      'it is the id of the organization, which every job has in a token from the start, also for other services. Let the job ask for the audience of this service.',
  },
  texts: words('oidc.circleci.com/project-id oidc.circleci.com/vcs-origin oidc.circleci.com/vcs-ref'),
};
