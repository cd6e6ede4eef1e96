import { describe, expect, it } from 'vitest';
import type { Claims } from '../../json/json-value.js';
import { impersonalMark } from './impersonal.js';

const ALICE: Claims = { sub: 'alice', client_id: 'web' };

describe('a mark of what does not speak for a person', () => {
  it.each<[string, Claims]>([
    ['kubernetes.io', { 'kubernetes.io': {} }],
    ['sub', { sub: 'system:serviceaccount:shop:ledger' }],
    ['sub', { sub: 'system:node:node-1' }],
    ['sub', { sub: 'spiffe://prod.example/ledger' }],
    ['gty', { gty: 'client-credentials' }],
    ['gty', { gty: ['client_credentials'] }],
    ['sub', { sub: 'awZfdIir8YFdGZWkvCejDoUb7SjTDicx@clients' }],
    ['idtyp', { idtyp: 'app' }],
    ['idtyp', { idtyp: 'device' }],
    ['azpacr', { azpacr: '1' }],
    ['appidacr', { appidacr: '2' }],
    ['preferred_username', { preferred_username: 'service-account-ledger' }],
    ['clientHost', { clientHost: '10.0.0.7' }],
    ['clientAddress', { clientAddress: '10.0.0.7' }],
    ['typ', { typ: 'Refresh' }],
    ['typ', { typ: 'Offline' }],
    ['typ', { typ: 'Logout' }],
    ['email', { email: 'ledger@shop.iam.gserviceaccount.com' }],
    ['email', { email: '1-compute@developer.gserviceaccount.com' }],
    ['azp', { azp: 'ledger@shop.iam.gserviceaccount.com' }],
    ['amr', { amr: ['unauthenticated'] }],
    ['amr', { amr: ['unauthenticated', 'graph.facebook.com'] }],
    ['sub', { sub: 'arn:aws:iam::123456789012:role/ledger' }],
    ['sub', { sub: 'arn:aws-us-gov:iam::123456789012:role/ledger' }],
    ['job_workflow_ref', { job_workflow_ref: 'o/r/.github/workflows/w.yml@refs/heads/main' }],
    ['repository_owner_id', { repository_owner_id: '65' }],
    ['project_path', { project_path: 'shop/ledger' }],
    ['sub', { sub: 'project_path:shop/ledger:ref_type:branch:ref:main' }],
    ['oidc.circleci.com/project-id', { 'oidc.circleci.com/project-id': '1' }],
    ['pipeline_slug', { pipeline_slug: 'ledger' }],
    ['terraform_organization_id', { terraform_organization_id: 'org-1' }],
    ['pipelineUuid', { pipelineUuid: '{1}' }],
    ['sub', { sub: 'p://acme/shop/ledger' }],
    ['sub', { sub: 'sc://acme/shop/ledger' }],
    ['nomad_job_id', { sub: 'global:default:ledger', nomad_job_id: 'ledger' }],
    ['machine_id', { sub: 'acme:ledger:small', machine_id: '3d8d413b29d089' }],
    ['prj_id', { sub: 'org:acme:project:1', prj_id: '1' }],
    ['sub', { sub: 'repo:acme/ledger:ref:refs/heads/main' }],
    ['sub', { sub: 'pulumi:deploy:org:acme:project:ledger' }],
    ['sub', { sub: 'owner:acme:project:ledger:environment:production' }],
    ['sub', { sub: 'space:legacy:stack:ledger:run_type:TRACKED' }],
    ['provider_id', { provider_id: 'anonymous' }],
    ['is_anonymous', { is_anonymous: true }],
    ['common_name', { sub: '', common_name: 'e367826f93b8d71185e03fe518aff3b4.access' }],
    ['sub', { sub: 'm2m-client-test-d731954d' }],
    ['scope', { sub: '4be68f93', scope: 'target-entity:e9fdb985:read' }],
    ['preferred_username', { preferred_username: 'ak-Provider for shop-client_credentials' }],
    ['events', { events: {} }],
    ['client_id', { sub: 'web', client_id: 'web' }],
    ['azp', { sub: 'web', client_id: undefined, azp: 'web' } as unknown as Claims],
    ['cid', { sub: 'other', cid: 'other' }],
  ])('is %s in %j', (claim, claims) => {
    expect(impersonalMark({ ...ALICE, ...claims })).toMatch(
      new RegExp(`^${claim.replaceAll('.', '\\.')}(?:,| equal)`, 'u'),
    );
  });

  it.each<[string, Claims]>([
    ['an ordinary token', {}],
    ['a user of Supabase', { is_anonymous: false }],
    ['a user with a certificate', { common_name: 'Alice Example' }],
    ['a user of authentik', { preferred_username: 'ak-alice' }],
    ['a user of FusionAuth', { scope: 'openid offline_access' }],
    ['a token without sub', JSON.parse('{"client_id":"web"}') as Claims],
    ['a user of Entra', { idtyp: 'user', azpacr: '1', scp: 'access_as_user' }],
    ['a user of Auth0', { sub: 'auth0|1', gty: 'password' }],
    ['a user with several grants', { gty: ['refresh_token', 'password'] }],
    ['a user of Keycloak', { typ: 'Bearer', preferred_username: 'service' }],
    ['an ID token of Keycloak', { typ: 'ID', azp: 'web' }],
    ['a user of Google', { email: 'alice@gserviceaccount.com.example', azp: '1.apps.googleusercontent.com' }],
    ['a user with a name like one', { sub: 'clients@example' }],
    ['a user with methods', { amr: ['pwd', 'otp'] }],
    ['a user of GitLab', { preferred_username: 'alice', groups_direct: ['shop'] }],
    ['claims that are null', { 'kubernetes.io': null, events: null }],
    ['a claim of the wrong type', { gty: 1, idtyp: null, amr: { unauthenticated: true } }],
  ])('is not in %s', (_what, claims) => {
    expect(impersonalMark({ ...ALICE, ...claims })).toBeUndefined();
  });

  it.each(['__proto__', 'constructor'])('is not read from %s', (name) => {
    const claims = JSON.parse(`{"sub":"alice","${name}":{"job_workflow_ref":"x"}}`) as Claims;
    expect(impersonalMark(claims)).toBeUndefined();
  });
});
