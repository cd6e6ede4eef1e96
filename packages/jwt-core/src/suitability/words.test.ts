/** What an operator reads about a refusal: every sentence of the suitability checks, word for word. */

import { describe, expect, it } from 'vitest';
import { inOneLine } from '../../test/denials.js';
import { denialIn, MOMENT, question, type Asking } from '../../test/policy-questions.js';
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

const ROWS: readonly (readonly [what: string, check: Check, asking: Asking, words: string])[] = [
  ['another type', type, { typ: 'jwt' }, 'type.mismatch: expected typ at+jwt; actual "jwt"'],
  ['no type', type, { typ: undefined }, 'type.mismatch: expected typ at+jwt; actual nothing'],
  [
    'a type where there may be none',
    type,
    { typ: 'logout+jwt', issuer: ENTRA, service: { audience: API }, claims: ENTRA_CLAIMS },
    'type.mismatch: expected typ jwt; actual "logout+jwt"',
  ],
  [
    'a type where several are right, or none',
    type,
    { typ: 'logout+jwt', issuer: SPIFFE },
    'type.mismatch: expected typ jwt or jose or none; actual "logout+jwt"',
  ],
  [
    'no audience',
    audience,
    { claims: { aud: undefined } },
    'audience.missing: expected aud with "https://orders.example"; actual -',
  ],
  [
    'an audience of another JSON type',
    audience,
    { claims: { aud: 7 } },
    'audience.malformed: expected aud with "https://orders.example"; actual 7',
  ],
  [
    'another audience',
    audience,
    { claims: { aud: OTHERS } },
    'audience.mismatch: expected aud with "https://orders.example"; actual "https://other.example"',
  ],
  [
    'a second audience',
    audience,
    { claims: { aud: [OURS, OTHERS] }, service: { audienceMode: 'exclusive' } },
    'audience.not_exclusive: expected aud with "https://orders.example" alone; actual ["https://orders.example","https://other.example"]',
  ],
  [
    'no audience in the scopes',
    audience,
    scoped('openid'),
    'audience.missing: expected a scope of "https://orders.example"; actual -',
  ],
  [
    'a second audience in the scopes',
    audience,
    scoped(`${OURS}/read ${OTHERS}/read`, { audienceMode: 'exclusive' }),
    'audience.not_exclusive: expected a scope of "https://orders.example" alone; actual ["https://orders.example","https://other.example"]',
  ],
  ['no exp', time, { claims: { exp: undefined } }, 'time.missing: expected exp; actual -'],
  ['no iat', time, { claims: { iat: undefined } }, 'time.missing: expected iat; actual -'],
  [
    'an exp of another JSON type',
    time,
    { claims: { exp: 'soon' } },
    'time.malformed: expected exp as a number of seconds; actual "soon"',
  ],
  [
    'an iat of another JSON type',
    time,
    { claims: { iat: [1] } },
    'time.malformed: expected iat as a number of seconds; actual [1]',
  ],
  [
    'an nbf of another JSON type',
    time,
    { claims: { nbf: null } },
    'time.malformed: expected nbf as a number of seconds; actual null',
  ],
  [
    'an expired token',
    time,
    { claims: { exp: MOMENT - 60 } },
    'time.expired: expected exp after now, 2027-01-15T08:00:00Z (1800000000), with a skew of 5s; actual 2027-01-15T07:59:00Z (1799999940), 1m ago',
  ],
  [
    'a token of tomorrow',
    time,
    { claims: { nbf: MOMENT + 60 } },
    'time.not_yet_valid: expected nbf not after now, 2027-01-15T08:00:00Z (1800000000), with a skew of 5s; actual 2027-01-15T08:01:00Z (1800000060), in 1m',
  ],
  [
    'a token that was issued tomorrow',
    time,
    { claims: { iat: MOMENT + 60 } },
    'time.issued_in_future: expected iat not after now, 2027-01-15T08:00:00Z (1800000000), with a skew of 5s; actual 2027-01-15T08:01:00Z (1800000060), in 1m',
  ],
  [
    'an exp that is not after iat',
    time,
    { claims: { iat: MOMENT, exp: MOMENT } },
    'time.contradictory: expected exp after iat, 2027-01-15T08:00:00Z (1800000000); actual 2027-01-15T08:00:00Z (1800000000)',
  ],
  [
    'an exp that is not after nbf',
    time,
    { claims: { nbf: MOMENT + 2, exp: MOMENT + 1 } },
    'time.contradictory: expected exp after nbf, 2027-01-15T08:00:02Z (1800000002); actual 2027-01-15T08:00:01Z (1800000001)',
  ],
  [
    'a token that is too old',
    time,
    { claims: { iat: MOMENT - 120 }, service: { maxAge: '1m' } },
    'time.too_old: expected iat at most 1m ago; actual 2027-01-15T07:58:00Z (1799999880), 2m ago',
  ],
  [
    'a life that is too long',
    time,
    { claims: { exp: MOMENT + 7200 }, service: { maxLifetime: '1h' } },
    'time.lifetime_too_long: expected exp - iat of at most 1h; actual 2h 10s, with exp 2027-01-15T10:00:00Z (1800007200)',
  ],
  [
    'a token that expired in another year',
    time,
    { claims: { iat: 1_700_000_000, exp: 1_700_003_600.5 } },
    'time.expired: expected exp after now, 2027-01-15T08:00:00Z (1800000000), with a skew of 5s; actual 2023-11-14T23:13:20Z (1700003600.5), 1157d 8h 46m 40s ago',
  ],
  [
    'a token of a year that no calendar has',
    time,
    { claims: { nbf: 1e300 } },
    'time.not_yet_valid: expected nbf not after now, 2027-01-15T08:00:00Z (1800000000), with a skew of 5s; actual 1e+300, in 1.1574074074074075e+295d',
  ],
  [
    'a token that expires at this moment',
    time,
    { claims: { exp: MOMENT }, service: { clockSkew: '0s' } },
    'time.expired: expected exp after now, 2027-01-15T08:00:00Z (1800000000), with a skew of 0s; actual 2027-01-15T08:00:00Z (1800000000), 0s ago',
  ],
  ['no subject', claims, { claims: { sub: undefined } }, 'claims.missing: expected sub; actual -'],
  [
    'no client',
    claims,
    { claims: { client_id: undefined } },
    'claims.missing: expected client_id, for principal: auto; actual -',
  ],
  [
    'no subject of SPIFFE',
    claims,
    { issuer: SPIFFE, claims: { sub: undefined } },
    'claims.missing: expected sub {"startsWith":"spiffe://"}; actual no such claim',
  ],
  [
    'a subject that is no SPIFFE ID',
    claims,
    { issuer: SPIFFE, claims: { sub: 'spiffe://prod.example' } },
    'claims.malformed: expected sub as a SPIFFE ID of prod.example; actual "spiffe://prod.example"',
  ],
  [
    'a SPIFFE ID of another',
    claims,
    { issuer: SPIFFE, claims: { sub: 'spiffe://test.example/web' } },
    'claims.mismatch: expected sub as a SPIFFE ID of prod.example; actual "spiffe://test.example/web"',
  ],
  [
    'a subject of another JSON type',
    claims,
    { claims: { sub: 7 } },
    'claims.malformed: expected sub as a string that is not empty and has no control characters; actual another type or form',
  ],
  [
    'a client of another JSON type',
    claims,
    { claims: { client_id: 7 } },
    'claims.malformed: expected client_id as a string that is not empty and has no control characters; actual another type or form',
  ],
  [
    'a token id of another JSON type',
    claims,
    { claims: { jti: 7 } },
    'claims.malformed: expected jti as a string that is not empty and has no control characters; actual another type or form',
  ],
  [
    'scopes of another JSON type',
    claims,
    { claims: { scope: 7 } },
    'claims.malformed: expected scope as a space-delimited string or a list of strings; actual another type or form',
  ],
  [
    'roles of another JSON type',
    claims,
    { claims: { roles: 7 } },
    'claims.malformed: expected roles as a space-delimited string or a list of strings; actual another type or form',
  ],
  [
    'an actor of another JSON type',
    claims,
    { claims: { act: 7 } },
    'claims.malformed: expected act as an object, and its sub as a string that is not empty and has no control characters; actual another type or form',
  ],
  [
    'claims of neither kind of caller',
    claims,
    { issuer: ENTRA, service: { audience: API }, claims: ENTRA_CLAIMS },
    'claims.mismatch: expected claims of a user or of a workload; actual claims of neither',
  ],
  [
    'claims of the other kind of caller',
    claims,
    {
      issuer: { ...ENTRA, principal: 'workload' },
      service: { audience: API },
      claims: { ...ENTRA_CLAIMS, scp: 'read' },
    },
    'claims.mismatch: expected claims of a workload; actual claims of a user',
  ],
  [
    'a required claim that is missing',
    claims,
    { issuer: { require: { azp: { equals: 'web' } } } },
    'claims.missing: expected azp {"equals":"web"}; actual no such claim',
  ],
  [
    'a required claim of another value',
    claims,
    { issuer: { require: { azp: { equals: 'web' } } }, claims: { azp: 'app' } },
    'claims.mismatch: expected azp {"equals":"web"}; actual "app"',
  ],
  [
    'a required claim of another JSON type',
    claims,
    { issuer: { require: { azp: { equals: 'web' } } }, claims: { azp: 7 } },
    'claims.malformed: expected azp {"equals":"web"}; actual 7',
  ],
  [
    'a required claim within one that is no object',
    claims,
    { issuer: { require: { '/a/b': { equals: 'web' } } }, claims: { a: 7 } },
    'claims.malformed: expected /a/b {"equals":"web"}; actual a claim on the way is not an object',
  ],
  [
    'no tenant',
    tenant,
    { ...OF_TENANTS, claims: {} },
    'tenant.missing: expected the tenant, in the claim tid; actual none',
  ],
  [
    'no tenant, of an issuer that names none',
    tenant,
    { ...OF_TENANTS, claims: { iss: 'https://other.example', tid: 'us' } },
    'tenant.missing: expected the tenant: the policy names no claim of the issuer other for it; actual none',
  ],
  [
    'a tenant of another JSON type',
    tenant,
    { ...OF_TENANTS, claims: { tid: 7 } },
    'tenant.malformed: expected the tenant as a string that is not empty and has no control characters, in the claim tid; actual another type or form',
  ],
  [
    'a tenant that its issuer does not have',
    tenant,
    { ...OF_TENANTS, claims: { tid: 'xx' } },
    'tenant.mismatch: expected a tenant of login; actual "xx"',
  ],
  [
    'another tenant than that of the path',
    tenant,
    { ...OF_TENANTS, params: { t: 'eu' } },
    'tenant.mismatch: expected "eu"; actual "us"',
  ],
  [
    'a path without its tenant',
    tenant,
    { ...OF_TENANTS, params: {} },
    'tenant.unresolved: expected one tenant at path.t; actual none',
  ],
  [
    'a header without its tenant',
    tenant,
    { ...OF_TENANTS, operation: { tenantFrom: 'header.X-Tenant', allow: [{ principal: 'user' }] } },
    'tenant.unresolved: expected one tenant at header.x-tenant; actual none',
  ],
  [
    'a host without its tenant',
    tenant,
    { ...OF_TENANTS, operation: { tenantFrom: 'host.0', allow: [{ principal: 'user' }] } },
    'tenant.unresolved: expected one tenant at host.0; actual none',
  ],
  [
    'a tenant that the service does not serve',
    tenant,
    { ...OF_TENANTS, operation: allow({}), service: { tenants: ['eu'], tenantFrom: 'path.t' } },
    'tenant.mismatch: expected a tenant that this service serves; actual "us"',
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
    'tenant.unresolved: expected one tenant at path.t; actual none',
  ],
  [
    'another tenant than that of its iss',
    tenant,
    {
      ...OF_TENANTS,
      issuer: { iss: 'https://id.example/{tenant}', tenants: ['eu', 'us'], tenant: 'tid' },
      claims: { iss: 'https://id.example/eu', tid: 'us' },
    },
    'tenant.mismatch: expected "eu", by its iss; actual "us"',
  ],
  [
    'a bound token',
    binding,
    { claims: { cnf: { jkt: 'x' } } },
    'binding.required: expected a token without cnf; actual a token that is bound to a key',
  ],
  [
    'an unknown operation',
    operation,
    { operation: 'unknown' },
    'operation.unknown: expected an operation of the policy; actual -',
  ],
  [
    'another kind of caller',
    operation,
    { operation: { allow: [{ principal: 'workload' }] } },
    'operation.principal: expected workload; actual "user"',
  ],
  [
    'an identity of another issuer',
    operation,
    { identities: { robot: { issuer: 'other', ...ROBOT } }, operation: { allow: [{ identity: 'robot' }] } },
    'operation.identity: expected the identity robot; actual a token of login',
  ],
  [
    'another identity of the issuer',
    operation,
    { identities: { robot: { issuer: 'login', ...ROBOT } }, operation: { allow: [{ identity: 'robot' }] } },
    'operation.identity: expected the identity robot: sub {"equals":"r"}; actual "alice"',
  ],
  [
    'a missing scope',
    operation,
    { operation: allow({ scopes: ['a', 'orders:read'] }) },
    'operation.scope: expected the claim scope with all of a, orders:read; actual ["orders:read","orders:write"]',
  ],
  [
    'no scope of several',
    operation,
    { operation: allow({ scopes: { anyOf: ['a', 'b'] } }) },
    'operation.scope: expected the claim scope with one of a, b; actual ["orders:read","orders:write"]',
  ],
  [
    'a missing role',
    operation,
    { operation: allow({ roles: ['boss'] }) },
    'operation.role: expected the claim roles with all of boss; actual ["clerk"]',
  ],
  [
    'no role of several',
    operation,
    { operation: allow({ roles: { anyOf: ['boss', 'vice'] } }) },
    'operation.role: expected the claim roles with one of boss, vice; actual ["clerk"]',
  ],
  [
    'a missing role where the token has no roles at all',
    operation,
    { operation: allow({ roles: ['boss'] }), claims: { roles: undefined } },
    'operation.role: expected the claim roles with all of boss; actual no such claim',
  ],
  [
    'a missing role where the list of roles is empty',
    operation,
    { operation: allow({ roles: ['boss'] }), claims: { roles: [] } },
    'operation.role: expected the claim roles with all of boss; actual []',
  ],
  [
    'a missing role in a claim within a claim',
    operation,
    {
      issuer: { roles: '/realm_access/the~1roles' },
      operation: allow({ roles: ['boss'] }),
      claims: { realm_access: { 'the/roles': ['clerk'] } },
    },
    'operation.role: expected the claim /realm_access/the~1roles with all of boss; actual ["clerk"]',
  ],
  [
    'a missing scope of very many',
    operation,
    { operation: allow({ scopes: Array.from({ length: 1000 }, (_, index) => `s${String(index)}`) }) },
    'operation.scope: expected the claim scope with all of s0, s1, s2, s3, s4, s5, s6, s7 and 992 more; actual ["orders:read","orders:write"]',
  ],
  [
    'scopes that cannot be read',
    operation,
    { operation: allow({ scopes: ['a'] }), claims: { scope: 7 } },
    'operation.scope: expected the claim scope with all of a; actual another type',
  ],
  [
    'an actor where none is wanted',
    operation,
    { claims: { act: { sub: 'helper' } } },
    'operation.actor: expected no actor; actual an actor',
  ],
  [
    'no actor where one is wanted',
    operation,
    { operation: ACTING },
    'operation.actor: expected an actor (act); actual none',
  ],
  [
    'an actor that cannot be read',
    operation,
    { operation: ACTING, claims: { act: 'helper' } },
    'operation.actor: expected an actor (act); actual none',
  ],
  [
    'another actor',
    operation,
    { operation: ACTING, claims: { act: { sub: 'other-agent' } } },
    'operation.actor: expected sub {"equals":"helper"}; actual "other-agent"',
  ],
  [
    'a condition that does not hold',
    operation,
    { operation: allow({ where: { amr: { contains: 'mfa' } } }), claims: { amr: ['pwd'] } },
    'operation.condition: expected amr {"contains":"mfa"}; actual ["pwd"]',
  ],
];

describe('the refusal', () => {
  it.each(ROWS)('of %s', (_what, check, asking, words) => {
    expect(inOneLine(denialIn(check.check(question(asking))))).toBe(words);
  });
});
