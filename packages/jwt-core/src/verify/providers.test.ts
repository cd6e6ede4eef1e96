/** Tokens of real providers, from the policy to the decision: what their users expect. */

import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, NOW, NOW_SECONDS, type Signer } from '../../test/mint.js';
import { asking } from '../../test/orders.js';
import type { Jwk } from '../jose/jwk.js';
import type {
  AcceptedIssuerDocument,
  IssuerDocument,
  OperationDocument,
  Rule,
} from '../policy/document/document.js';
import { definePolicy } from '../policy/policy.js';
import { createVerifier } from './create-verifier.js';
import type { Verifier } from './verifier.js';

const AUDIENCE = 'https://orders.acme.example';

let signer: Signer;

beforeAll(async () => {
  signer = await createSigner('RS256');
});

/** What every token of these tests has, and none says otherwise. */
const TIMES = { iat: NOW_SECONDS, exp: NOW_SECONDS + 300 };

/** A service `orders` that takes tokens of `idp`, signed with the one key. */
function verifierOf(
  issuer: IssuerDocument,
  rules: Partial<Rule> = {},
  accept: Omit<AcceptedIssuerDocument, 'issuer'> = {},
): Promise<Verifier> {
  const jwk: Jwk = signer.jwk;
  const operations: Readonly<Record<string, OperationDocument>> = {
    list: { route: 'GET /orders', allow: [{ principal: 'user', ...rules }] },
    sync: { route: 'POST /sync', allow: [{ principal: 'workload' }] },
  };
  const policy = definePolicy({
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'reports' },
    issuers: { idp: { ...issuer, keys: { jwks: { keys: [jwk] } } } },
    services: {
      orders: {
        audience: AUDIENCE,
        accept: [Object.keys(accept).length === 0 ? 'idp' : { issuer: 'idp', ...accept }],
        operations,
      },
    },
  });
  return createVerifier({ policy, clock: () => NOW });
}

/** The code of the denial, or who is allowed. */
async function answer(
  verifier: Verifier,
  claims: Readonly<Record<string, unknown>>,
  operation = 'list',
  header: Readonly<Record<string, unknown>> = { typ: undefined },
): Promise<string> {
  const decision = await verifier.decide(asking(await signer.sign({ ...TIMES, ...claims }, header)), {
    operation,
  });
  if (decision.outcome === 'deny') return decision.code;
  return `${decision.identity?.principal ?? ''} ${decision.identity?.subject ?? ''}`;
}

const OKTA_ISS = 'https://acme.okta.com/oauth2/default';

/** Okta as a document can say it, and as the profile does. */
const OKTA: readonly (readonly [string, IssuerDocument])[] = [
  ['with the profile', { profile: 'okta', iss: OKTA_ISS }],
  [
    'without it',
    {
      iss: OKTA_ISS,
      algs: ['RS256'],
      clientId: 'cid',
      scopes: 'scp',
      lacks: { typ: { shownBy: ['cid', 'scp'] } },
    },
  ],
];

const ANN = {
  ver: 1,
  jti: 'AT.1',
  iss: OKTA_ISS,
  aud: AUDIENCE,
  sub: 'ann@acme.example',
  cid: '0oa1client',
  uid: '00u1user',
  scp: ['openid', 'orders:read'],
};
const PROGRAM = { ...ANN, sub: '0oa1client', uid: undefined };
const OKTA_ID_TOKEN = {
  ver: 1,
  jti: 'ID.1',
  iss: OKTA_ISS,
  aud: AUDIENCE,
  sub: '00u1user',
  amr: ['pwd'],
};

describe.each(OKTA)('Okta, %s', (_how, issuer) => {
  it('accepts an access token, which has no typ', async () => {
    const verifier = await verifierOf(issuer, { scopes: ['orders:read'] });
    expect(await answer(verifier, ANN)).toBe('user ann@acme.example');
    expect(await answer(verifier, { ...ANN, scp: ['openid'] })).toBe('operation.scope');
  });

  it('denies an ID token of the same issuer', async () => {
    expect(await answer(await verifierOf(issuer), OKTA_ID_TOKEN)).toBe('type.mismatch');
  });

  it('tells a program from a person by the claim that names the client', async () => {
    const verifier = await verifierOf(issuer);
    expect(await answer(verifier, PROGRAM, 'sync')).toBe('workload 0oa1client');
    expect(await answer(verifier, PROGRAM)).toBe('operation.principal');
    expect(await answer(verifier, ANN, 'sync')).toBe('operation.principal');
  });
});

const POOL = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_example';
const SDK_TOKEN = {
  sub: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  iss: POOL,
  client_id: '1example23456789',
  token_use: 'access',
  scope: 'aws.cognito.signin.user.admin',
  username: 'ann',
};

describe('Cognito, through the SDKs', () => {
  const issuer: IssuerDocument = {
    profile: 'cognito',
    iss: POOL,
    lacks: { aud: { pinnedBy: 'client_id' } },
    require: { client_id: { in: ['1example23456789', '2example23456789'] } },
  };

  it('accepts a token without aud for the client that the service lists', async () => {
    const verifier = await verifierOf(issuer, {}, { client_id: ['1example23456789'] });
    expect(await answer(verifier, SDK_TOKEN)).toBe('user aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee');
  });

  it.each([
    ['another client of the pool', { client_id: '2example23456789' }, 'audience.mismatch'],
    ['no client', { client_id: undefined }, 'type.mismatch'],
    ['an audience that is another service', { aud: 'https://billing.acme.example' }, 'audience.mismatch'],
    ['an ID token', { token_use: 'id', client_id: undefined, aud: '1example23456789' }, 'type.mismatch'],
  ])('denies %s', async (_what, changes, code) => {
    const verifier = await verifierOf(issuer, {}, { client_id: ['1example23456789'] });
    expect(await answer(verifier, { ...SDK_TOKEN, ...changes })).toBe(code);
  });
});

const ZITADEL_ROLES = 'urn:zitadel:iam:org:project:roles';
const ZITADEL_TOKEN = {
  iss: 'https://id.acme.example',
  aud: [AUDIENCE],
  sub: '77776025198584418',
  client_id: '69234237810729234',
  jti: '69234237813329048',
  [ZITADEL_ROLES]: {
    'corporate member': { '1234': 'acme.zitadel.example' },
    cfo: { '1234': 'acme.zitadel.example' },
  },
};

describe.each<[string, IssuerDocument]>([
  [
    'with the profile',
    {
      profile: 'zitadel',
      iss: 'https://id.acme.example',
      principal: 'user',
      require: { client_id: { equals: '69234237810729234' } },
    },
  ],
  [
    'without it',
    {
      iss: 'https://id.acme.example',
      algs: ['RS256'],
      typ: 'JWT',
      principal: 'user',
      roles: { claim: ZITADEL_ROLES, as: 'memberNames' },
    },
  ],
])('ZITADEL, %s', (_how, issuer) => {
  const typ = { typ: 'JWT' };

  it('reads the member names as the roles', async () => {
    const verifier = await verifierOf(issuer, { roles: ['corporate member'] });
    expect(await answer(verifier, ZITADEL_TOKEN, 'list', typ)).toBe('user 77776025198584418');
  });

  it.each([
    ['another role', { clerk: {} }],
    ['a role of a similar name', { corporate: {}, member: {} }],
    ['no roles', undefined],
  ])('denies %s with operation.role', async (_what, roles) => {
    const verifier = await verifierOf(issuer, { roles: ['corporate member'] });
    expect(await answer(verifier, { ...ZITADEL_TOKEN, [ZITADEL_ROLES]: roles }, 'list', typ)).toBe(
      'operation.role',
    );
  });
});
