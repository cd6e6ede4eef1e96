import type { Profile } from '../profile.js';
import { words } from './words.js';

export const buildkite: Profile = {
  provider: 'Buildkite',
  documentation: 'https://buildkite.com/docs/agent/cli/reference/oidc',
  notes: [
    'Every job on Buildkite can get a token for every audience: pin an id. The ids are optional claims: request the token with `--claim organization_id,pipeline_id`.',
    'The default audience is the URL of the organization, and is rejected.',
  ],
  owns: {
    pattern: /^https?:\/\/agent\.buildkite\.com(?:[:/]|$)/iu,
    words: 'agent.buildkite.com',
    because:
      'every job on Buildkite can get a token of this issuer for every audience, and only this profile demands an id.',
  },
  issuer: {
    iss: 'https://agent.buildkite.com',
    keys: { discovery: 'oidc' },
    algs: ['RS256'],
    typ: 'JWT',
    // The documentation says nothing of the header.
    lacks: { typ: { shownBy: ['pipeline_slug', 'job_id'] } },
    principal: 'workload',
    require: { sub: { present: true }, organization_slug: { present: true }, job_id: { present: true } },
  },
  mustPin: {
    claims: ['pipeline_id', 'cluster_id', 'organization_id'],
    because:
      'every job on Buildkite has tokens of this issuer, and another organization can take the slug of a renamed or deleted one. The ids cannot be taken.',
  },
  rejectedAudiences: {
    pattern: /^https:\/\/buildkite\.com(?:\/|$)/u,
    words: 'https://buildkite.com/ORGANIZATION',
    because:
      'it is what Buildkite writes where a job asks for no audience. Let the job ask for the audience of this service.',
  },
  texts: words(`
    agent_id build_branch build_commit build_id build_source build_tag cluster_id cluster_name job_id
    organization_id organization_slug pipeline_id pipeline_slug queue_id queue_key runner_environment`),
};
