/** Every refusal of the suitability checks: its code here, its words in the golden file. */

import { describe, expect, it } from 'vitest';
import { inOneLine } from '../../test/denials.js';
import { denialIn, MOMENT, question, type Asking } from '../../test/policy-questions.js';
import type { ReasonCode } from '../decision/reasons.js';
import type { OperationDocument, ServiceDocument } from '../policy/document/document.js';
import { audience } from './audience.js';
import { binding } from './binding.js';
import { claims } from './claims.js';
import { operation } from './operation/operation.js';
import type { Check } from './question.js';
import { tenant } from './tenant.js';
import { time } from './time.js';
import { type } from './type.js';

const OF_TENANTS: Asking = {
  issuer: { tenant: 'tid', tenants: ['eu', 'us'] },
  operation: { tenantFrom: 'path.t', allow: [{ principal: 'user' }] },
  claims: { tid: 'us' },
  params: { t: 'us' },
};
const SPIFFE = {
  profile: 'spiffe-jwt-svid',
  trustDomain: 'prod.example',
  keys: { discovery: 'oidc' },
} as const;
const COGNITO = {
  profile: 'cognito',
  iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123',
  keys: { discovery: 'oidc' },
  require: { client_id: { equals: 'web' } },
} as const;
const ENTRA = {
  profile: 'entra-v2',
  iss: 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
} as const;
const ENTRA_CLAIMS = { iss: ENTRA.iss, ver: '2.0', azp: 'web', tid: 't', oid: 'o', scope: undefined };
const API = '6e74172b-be56-4843-9ff4-e66a39bb12e3';
const OURS = 'https://orders.example';
const OTHERS = 'https://other.example';
const ROBOT = { require: { sub: { equals: 'r' } }, owner: 'a@b.example', reviewBy: '2027-01-01' } as const;
const ACTING = { allow: [{ principal: 'user', actor: { sub: { equals: 'helper' } } }] } as const;
const allow = (rule: object): OperationDocument => ({ allow: [{ principal: 'user', ...rule }] });
const scoped = (scope: string, service: Partial<ServiceDocument> = {}): Asking => ({
  issuer: COGNITO,
  service,
  claims: { iss: COGNITO.iss, aud: undefined, scope },
});

const ROWS: readonly (readonly [what: string, check: Check, asking: Asking, code: ReasonCode])[] = [
  ['another type', type, { typ: 'jwt' }, 'type.mismatch'],
  ['no type', type, { typ: undefined }, 'type.mismatch'],
  [
    'a type where there may be none',
    type,
    { typ: 'logout+jwt', issuer: ENTRA, service: { audience: API }, claims: ENTRA_CLAIMS },
    'type.mismatch',
  ],
  ['a type where several are right, or none', type, { typ: 'logout+jwt', issuer: SPIFFE }, 'type.mismatch'],
  ['no audience', audience, { claims: { aud: undefined } }, 'audience.missing'],
  ['an audience of another JSON type', audience, { claims: { aud: 7 } }, 'audience.malformed'],
  ['another audience', audience, { claims: { aud: OTHERS } }, 'audience.mismatch'],
  [
    'a second audience',
    audience,
    { claims: { aud: [OURS, OTHERS] }, service: { audienceMode: 'exclusive' } },
    'audience.not_exclusive',
  ],
  ['no audience in the scopes', audience, scoped('openid'), 'audience.missing'],
  [
    'a second audience in the scopes',
    audience,
    scoped(`${OURS}/read ${OTHERS}/read`, { audienceMode: 'exclusive' }),
    'audience.not_exclusive',
  ],
  ['no exp', time, { claims: { exp: undefined } }, 'time.missing'],
  ['no iat', time, { claims: { iat: undefined } }, 'time.missing'],
  ['an exp of another JSON type', time, { claims: { exp: 'soon' } }, 'time.malformed'],
  ['an iat of another JSON type', time, { claims: { iat: [1] } }, 'time.malformed'],
  ['an nbf of another JSON type', time, { claims: { nbf: 'x' } }, 'time.malformed'],
  ['an expired token', time, { claims: { exp: MOMENT - 60 } }, 'time.expired'],
  ['a token of tomorrow', time, { claims: { nbf: MOMENT + 60 } }, 'time.not_yet_valid'],
  ['a token that was issued tomorrow', time, { claims: { iat: MOMENT + 60 } }, 'time.issued_in_future'],
  ['an exp that is not after iat', time, { claims: { iat: MOMENT, exp: MOMENT } }, 'time.contradictory'],
  [
    'an exp that is not after nbf',
    time,
    { claims: { nbf: MOMENT + 2, exp: MOMENT + 1 } },
    'time.contradictory',
  ],
  [
    'a token that is too old',
    time,
    { claims: { iat: MOMENT - 120 }, service: { maxAge: '1m' } },
    'time.too_old',
  ],
  [
    'a life that is too long',
    time,
    { claims: { exp: MOMENT + 7200 }, service: { maxLifetime: '1h' } },
    'time.lifetime_too_long',
  ],
  [
    'a token that expired in another year',
    time,
    { claims: { iat: 1_700_000_000, exp: 1_700_003_600.5 } },
    'time.expired',
  ],
  ['a token of a year that no calendar has', time, { claims: { nbf: 1e300 } }, 'time.not_yet_valid'],
  [
    'a token that expires at this moment',
    time,
    { claims: { exp: MOMENT }, service: { clockSkew: '0s' } },
    'time.expired',
  ],
  ['no subject', claims, { claims: { sub: undefined } }, 'claims.missing'],
  ['no client', claims, { claims: { client_id: undefined } }, 'claims.missing'],
  ['no subject of SPIFFE', claims, { issuer: SPIFFE, claims: { sub: undefined } }, 'claims.missing'],
  [
    'a subject that is no SPIFFE ID',
    claims,
    { issuer: SPIFFE, claims: { sub: 'spiffe://prod.example' } },
    'claims.malformed',
  ],
  [
    'a SPIFFE ID of another',
    claims,
    { issuer: SPIFFE, claims: { sub: 'spiffe://test.example/web' } },
    'claims.mismatch',
  ],
  ['a subject of another JSON type', claims, { claims: { sub: 7 } }, 'claims.malformed'],
  ['a client of another JSON type', claims, { claims: { client_id: 7 } }, 'claims.malformed'],
  ['a token id of another JSON type', claims, { claims: { jti: 7 } }, 'claims.malformed'],
  ['scopes of another JSON type', claims, { claims: { scope: 7 } }, 'claims.malformed'],
  ['roles of another JSON type', claims, { claims: { roles: 7 } }, 'claims.malformed'],
  ['an actor of another JSON type', claims, { claims: { act: 7 } }, 'claims.malformed'],
  [
    'claims of neither kind of caller',
    claims,
    { issuer: ENTRA, service: { audience: API }, claims: ENTRA_CLAIMS },
    'claims.mismatch',
  ],
  [
    'claims of the other kind of caller',
    claims,
    {
      issuer: { ...ENTRA, principal: 'workload' },
      service: { audience: API },
      claims: { ...ENTRA_CLAIMS, scp: 'read' },
    },
    'claims.mismatch',
  ],
  [
    'a required claim that is missing',
    claims,
    { issuer: { require: { azp: { equals: 'web' } } } },
    'claims.missing',
  ],
  [
    'a required claim of another value',
    claims,
    { issuer: { require: { azp: { equals: 'web' } } }, claims: { azp: 'app' } },
    'claims.mismatch',
  ],
  [
    'a required claim of another JSON type',
    claims,
    { issuer: { require: { azp: { equals: 'web' } } }, claims: { azp: 7 } },
    'claims.malformed',
  ],
  [
    'a required claim within one that is no object',
    claims,
    { issuer: { require: { '/a/b': { equals: 'web' } } }, claims: { a: 7 } },
    'claims.malformed',
  ],
  ['no tenant', tenant, { ...OF_TENANTS, claims: {} }, 'tenant.missing'],
  [
    'no tenant, of an issuer that names none',
    tenant,
    { ...OF_TENANTS, claims: { iss: 'https://other.example', tid: 'us' } },
    'tenant.missing',
  ],
  ['a tenant of another JSON type', tenant, { ...OF_TENANTS, claims: { tid: 7 } }, 'tenant.malformed'],
  [
    'a tenant that its issuer does not have',
    tenant,
    { ...OF_TENANTS, claims: { tid: 'xx' } },
    'tenant.mismatch',
  ],
  ['another tenant than that of the path', tenant, { ...OF_TENANTS, params: { t: 'eu' } }, 'tenant.mismatch'],
  ['a path without its tenant', tenant, { ...OF_TENANTS, params: {} }, 'tenant.unresolved'],
  [
    'a header without its tenant',
    tenant,
    { ...OF_TENANTS, operation: { tenantFrom: 'header.X-Tenant', allow: [{ principal: 'user' }] } },
    'tenant.unresolved',
  ],
  [
    'a host without its tenant',
    tenant,
    { ...OF_TENANTS, operation: { tenantFrom: 'host.0', allow: [{ principal: 'user' }] } },
    'tenant.unresolved',
  ],
  [
    'a tenant that the service does not serve',
    tenant,
    { ...OF_TENANTS, operation: allow({}), service: { tenants: ['eu'], tenantFrom: 'path.t' } },
    'tenant.mismatch',
  ],
  [
    'a path without its tenant, of a service that serves some',
    tenant,
    {
      ...OF_TENANTS,
      operation: allow({}),
      service: { tenants: ['eu', 'us'], tenantFrom: 'path.t' },
      params: {},
    },
    'tenant.unresolved',
  ],
  [
    'another tenant than that of its iss',
    tenant,
    {
      ...OF_TENANTS,
      issuer: { iss: 'https://id.example/{tenant}', tenants: ['eu', 'us'], tenant: 'tid' },
      claims: { iss: 'https://id.example/eu', tid: 'us' },
    },
    'tenant.mismatch',
  ],
  ['a bound token', binding, { claims: { cnf: { jkt: 'x' } } }, 'binding.required'],
  ['an unknown operation', operation, { operation: 'unknown' }, 'operation.unknown'],
  [
    'another kind of caller',
    operation,
    { operation: { allow: [{ principal: 'workload' }] } },
    'operation.principal',
  ],
  [
    'a token of another issuer',
    operation,
    { operation: { allow: [{ issuer: 'other' }] } },
    'operation.principal',
  ],
  [
    'an identity of another issuer',
    operation,
    { identities: { robot: { issuer: 'other', ...ROBOT } }, operation: { allow: [{ identity: 'robot' }] } },
    'operation.identity',
  ],
  [
    'another identity of the issuer',
    operation,
    { identities: { robot: { issuer: 'login', ...ROBOT } }, operation: { allow: [{ identity: 'robot' }] } },
    'operation.identity',
  ],
  ['a missing scope', operation, { operation: allow({ scopes: ['a', 'orders:read'] }) }, 'operation.scope'],
  [
    'no scope of several',
    operation,
    { operation: allow({ scopes: { anyOf: ['a', 'b'] } }) },
    'operation.scope',
  ],
  ['a missing role', operation, { operation: allow({ roles: ['boss'] }) }, 'operation.role'],
  [
    'no role of several',
    operation,
    { operation: allow({ roles: { anyOf: ['boss', 'vice'] } }) },
    'operation.role',
  ],
  [
    'a missing role where the token has no roles at all',
    operation,
    { operation: allow({ roles: ['boss'] }), claims: { roles: undefined } },
    'operation.role',
  ],
  [
    'a missing role where the list of roles is empty',
    operation,
    { operation: allow({ roles: ['boss'] }), claims: { roles: [] } },
    'operation.role',
  ],
  [
    'a missing role in a claim within a claim',
    operation,
    {
      issuer: { roles: '/realm_access/the~1roles' },
      operation: allow({ roles: ['boss'] }),
      claims: { realm_access: { 'the/roles': ['clerk'] } },
    },
    'operation.role',
  ],
  [
    'a missing scope of very many',
    operation,
    { operation: allow({ scopes: Array.from({ length: 1000 }, (_, index) => `s${String(index)}`) }) },
    'operation.scope',
  ],
  [
    'scopes that cannot be read',
    operation,
    { operation: allow({ scopes: ['a'] }), claims: { scope: 7 } },
    'operation.scope',
  ],
  ['an actor where none is wanted', operation, { claims: { act: { sub: 'helper' } } }, 'operation.actor'],
  ['no actor where one is wanted', operation, { operation: ACTING }, 'operation.actor'],
  [
    'an actor that cannot be read',
    operation,
    { operation: ACTING, claims: { act: 'helper' } },
    'operation.actor',
  ],
  [
    'another actor',
    operation,
    { operation: ACTING, claims: { act: { sub: 'other-agent' } } },
    'operation.actor',
  ],
  [
    'a condition that does not hold',
    operation,
    { operation: allow({ where: { amr: { contains: 'mfa' } } }), claims: { amr: ['pwd'] } },
    'operation.condition',
  ],
];

const denialOf = (check: Check, asking: Asking) => denialIn(check.check(question(asking)));

describe('the refusal', () => {
  it.each(ROWS)('of %s has its code', (_what, check, asking, code) => {
    expect(denialOf(check, asking)?.code).toBe(code);
  });

  it('says the same words as before', async () => {
    const lines = ROWS.map(([what, check, asking]) => `${what}\n    ${inOneLine(denialOf(check, asking))}\n`);
    await expect(lines.join('')).toMatchFileSnapshot('refusals.golden.txt');
  });
});
