/** Good parts of policy documents: every key and every form of a value is in one of them. */

import type {
  IdentityDocument,
  IssuerDocument,
  Limits,
  Metadata,
  OperationDocument,
  Rule,
  ServiceDocument,
} from '../src/policy/document/document.js';

/** A part, and where it is in the smallest document. */
export interface Part {
  readonly name: string;
  /** A JSON Pointer. */
  readonly place: string;
  readonly value: unknown;
}

const METADATA: Metadata = { name: 'all', revision: '1', owner: 'me', environment: 'test' };

const DEFAULTS: Limits = {
  clockSkew: '5s',
  maxLifetime: '15m',
  maxAge: '10m',
  maxTokenBytes: 4096,
  audienceMode: 'exclusive',
};

const ES256 = { algs: ['ES256'], typ: 'at+jwt' } as const;

const ISSUERS: Readonly<Record<string, IssuerDocument>> = {
  'with discovery': {
    iss: 'https://id.example/{tenant}',
    keys: {
      discovery: 'oidc',
      jwksOrigin: 'https://keys.example',
      allowedNetworks: ['10.0.0.0/8'],
      maxStale: '1h',
    },
    algs: ['ES256', 'EdDSA'],
    typ: 'at+jwt',
    tenants: ['eu', 'us'],
    principal: 'auto',
    scopes: 'scp',
    roles: '/realm_access/roles',
    require: { amr: { containsAny: ['pwd', 'otp'] } },
    clockSkew: '1s',
    maxLifetime: '5m',
  },
  'with an address': { iss: 'a', keys: { jwksUri: 'https://a.example/keys' }, tenant: 'tid', ...ES256 },
  'with keys inline': { iss: 'b', keys: { jwks: { keys: [{ kty: 'EC', crv: 'P-256' }] } }, ...ES256 },
  'with files': {
    iss: 'c',
    keys: { file: 'keys.json' },
    tenant: 'tid',
    tenants: { file: 'tenants.json' },
    ...ES256,
  },
  'with a secret in the environment': {
    iss: 'd',
    keys: { secret: { env: 'SECRET', encoding: 'base64' } },
    algs: ['HS256'],
    typ: 'JWT',
  },
  'with several sources of keys': {
    iss: 'https://several.example',
    keys: [
      { discovery: 'oidc', maxStale: '1h', algs: ['ES256'] },
      { jwksUri: 'https://several.example/keys', algs: ['ES256', 'EdDSA'], until: '2027-01-31' },
      {
        secret: [{ env: 'NEW' }, { file: 'old', encoding: 'base64url' }],
        algs: ['HS256'],
        until: '2027-01-31',
      },
    ],
    typ: 'JWT',
  },
  'with a secret in a file': { iss: 'e', keys: { secret: { file: 's' } }, algs: ['HS512'], typ: 'JWT' },
  'of RFC 9068': {
    profile: 'rfc9068',
    iss: 'f',
    keys: { jwksUri: 'https://f.example/keys' },
    algs: ['ES256'],
  },
  'of OpenID Connect': { profile: 'oidc-id-token', iss: 'https://g.example', algs: ['RS256'] },
  'of Kubernetes': { profile: 'kubernetes-sa', iss: 'https://k8s.example' },
  'of SPIFFE': {
    profile: 'spiffe-jwt-svid',
    trustDomain: 'prod.example',
    keys: { jwksUri: 'https://mesh.example/keys' },
  },
  'of GitHub': { profile: 'github-actions', require: { repository_id: { equals: '1' } } },
  'of Entra': { profile: 'entra-v2', tenants: ['9188040d-6c67-4c5b-b112-36a304b66dad'] },
  'of Auth0': { profile: 'auth0', iss: 'https://acme.example/' },
  'of Keycloak': { profile: 'keycloak', iss: 'https://keycloak.example/realms/acme' },
  'of Cognito': {
    profile: 'cognito',
    iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a',
    require: { client_id: { in: ['a', 'b'] } },
  },
  'of Google': { profile: 'google', principal: 'user', require: { hd: { equals: 'acme.example' } } },
};

const WHO = { issuer: 'login', owner: 'me', reviewBy: '2028-02-29' } as const;

const IDENTITIES: Readonly<Record<string, IdentityDocument>> = {
  'that is alone': { require: { client_id: { equals: 'bot' } }, ...WHO },
  'that acts': { actor: { sub: { startsWith: 'agent:' } }, ...WHO },
};

const OPERATIONS: ServiceDocument['operations'] = {
  list: { allow: [{ principal: 'user' }], tenantFrom: 'path.id' },
};

const SERVICES: Readonly<Record<string, ServiceDocument>> = {
  'with everything': {
    audience: 'https://orders.example',
    audienceMode: 'exclusive',
    accept: ['login', { issuer: 'login', audience: 'api://orders' }],
    tenants: ['eu', 'us'],
    tenantFrom: 'path.tenant',
    clockSkew: '1s',
    maxAge: '5m',
    maxLifetime: '10m',
    maxTokenBytes: 2048,
    operations: OPERATIONS,
  },
  'with a file': { audience: 'x', accept: ['login'], tenants: { file: 't.json' }, operations: OPERATIONS },
};

const OPERATION: Readonly<Record<string, OperationDocument>> = {
  'that is public': { route: 'GET /healthz', auth: 'public' },
  'of no tenant': { auth: 'optional', tenant: 'any' },
  'with everything': {
    route: 'GET /{tenant}/orders',
    auth: 'required',
    tenantFrom: 'header.x-tenant',
    maxAge: '1m',
    maxLifetime: '5m',
    mode: 'shadow',
    shadowUntil: '2026-01-01',
    allow: [{ principal: 'workload' }, { identity: 'bot' }],
  },
};

const RULES: Readonly<Record<string, Rule>> = {
  'for users': { principal: 'user', scopes: ['read', 'write'], roles: { anyOf: ['clerk', 'boss'] } },
  'for a program': {
    identity: 'agent',
    actor: { sub: { equals: 'agent:x' } },
    scopes: { anyOf: ['a', 'b'] },
    roles: ['clerk'],
    where: {
      '/limits/eur': { gte: 1, lte: 2 },
      kind: { in: ['a', 1, true] },
      list: { contains: 'x', containsAll: ['y'], present: true },
      other: { not: { anyOf: [{ equals: 1 }, { allOf: [{ startsWith: 'x:' }] }] } },
    },
  },
};

const LIST = '/services/orders/operations/list';

const at = (place: string, values: Readonly<Record<string, unknown>>): readonly Part[] =>
  Object.entries(values).map(([name, value]) => ({ name, place, value }));

/** All of them. Files are not there, and names refer to nothing, which the shape does not check. */
export const PARTS: readonly Part[] = [
  ...at('/metadata', { 'with everything': METADATA }),
  ...at('/defaults', { 'with everything': DEFAULTS }),
  ...at('/issuers/login', ISSUERS),
  ...at('/identities', IDENTITIES).map((part) => ({ ...part, value: { bot: part.value } })),
  ...at('/services/orders', SERVICES),
  ...at(LIST, OPERATION),
  ...at(`${LIST}/allow/0`, RULES),
];
