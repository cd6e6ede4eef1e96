import { NOW_SECONDS } from '../mint.js';
import { lasting, NO_TYP, type ProviderToken } from '../provider-token.js';

/** The example of the page, with the optional claims that it describes. */
const BUILDKITE: ProviderToken = {
  name: 'a token of a Buildkite job',
  profile: 'buildkite',
  source: 'https://buildkite.com/docs/agent/cli/reference/oidc#claims-example-token-contents',
  issuer: { require: { pipeline_id: { equals: '0184990a-4782-42b5-afc1-16715b10b1f0' } } },
  audience: 'https://orders.example',
  header: NO_TYP,
  claims: {
    iss: 'https://agent.buildkite.com',
    sub: 'organization:acme-inc:pipeline:super-duper-app:ref:refs/heads/main:commit:9f3182061f1e2cca4702c368cbc039b7dc9d4485:step:build',
    aud: 'https://orders.example',
    ...lasting(300),
    nbf: NOW_SECONDS - 10,
    organization_slug: 'acme-inc',
    pipeline_slug: 'super-duper-app',
    build_number: 1,
    build_branch: 'main',
    build_tag: 'v1.0.0',
    build_commit: '9f3182061f1e2cca4702c368cbc039b7dc9d4485',
    step_key: 'build',
    job_id: '0184990a-477b-4fa8-9968-496074483cee',
    agent_id: '0184990a-4782-42b5-afc1-16715b10b8ff',
    build_source: 'ui',
    runner_environment: 'buildkite-hosted',
    organization_id: '0184990a-477b-4fa8-9968-496074483e77',
    pipeline_id: '0184990a-4782-42b5-afc1-16715b10b1f0',
  },
  principal: 'workload',
  variants: [
    { name: 'with a typ', header: { typ: 'JWT' } },
    { name: 'with an id as its subject', claims: { sub: '0184990a-4782-42b5-afc1-16715b10b1f0' } },
    { name: 'of a step without a key', claims: { step_key: null } },
  ],
  nearMisses: [
    {
      name: 'the default audience',
      claims: { aud: 'https://buildkite.com/acme-inc' },
      code: 'audience.mismatch',
    },
    {
      name: 'a job that did not ask for the id',
      claims: { pipeline_id: undefined, organization_id: undefined },
      code: 'claims.missing',
    },
    {
      name: 'another organization of this slug',
      claims: { pipeline_id: '99999999-4782-42b5-afc1-16715b10b1f0' },
      code: 'claims.mismatch',
    },
    { name: 'a token of no job', claims: { job_id: undefined }, code: 'type.mismatch' },
  ],
  matrix: { name: 'Buildkite' },
};

export const BUILDKITE_TOKENS: readonly ProviderToken[] = [BUILDKITE];
