/** Good tokens that lack a required claim, or have a claim of a wrong type. */

import type { ClaimsToSign } from '../issuer/test-issuer.js';
import { onClaims, type Alteration } from './alteration.js';

const malformed = (name: string, summary: string, claims: ClaimsToSign): Alteration => ({
  name,
  summary,
  code: 'claims.malformed',
  apply: onClaims(() => claims),
});

const missing = (name: string, summary: string, claims: ClaimsToSign): Alteration => ({
  name,
  summary,
  code: 'claims.missing',
  onlyWith: 'an issuer with principal: auto (the default)',
  apply: onClaims(() => claims),
});

/** Alterations of claims that are checked on every token, whether a rule reads them or not. */
export const CLAIMS_ALTERATIONS: readonly Alteration[] = [
  missing('sub-missing', 'The token has no sub, which distinguishes users from workloads (RFC 9068 §2.2).', {
    sub: undefined,
  }),
  missing('sub-is-empty', 'sub is an empty string, which names no subject.', { sub: '' }),
  missing('sub-is-null', 'sub is null, as serialisers write what is not there.', { sub: null }),
  missing(
    'client-id-missing',
    'The token has no client_id, which distinguishes users from workloads (RFC 9068 §2.2).',
    { client_id: undefined },
  ),
  missing('client-id-is-null', 'client_id is null.', { client_id: null }),
  {
    name: 'required-claim-missing',
    summary: 'The token has no claim environment.',
    code: 'claims.missing',
    onlyWith: 'an issuer with require: { environment: { equals: ... } }',
    apply: onClaims(() => ({ environment: undefined })),
  },
  {
    name: 'required-claim-of-another-type',
    summary: 'The claim environment is a list with the required value.',
    code: 'claims.malformed',
    onlyWith: 'an issuer with require: { environment: { equals: ... } }',
    apply: onClaims(({ environment }) => ({ environment: [environment] })),
  },
  {
    name: 'required-claim-of-another-value',
    summary: 'The claim environment has another value.',
    code: 'claims.mismatch',
    onlyWith: 'an issuer with require: { environment: { equals: ... } }',
    apply: onClaims(({ environment }) => ({ environment: `${String(environment)}-2` })),
  },
  malformed('sub-is-number', 'sub is a number.', { sub: 1 }),
  malformed('sub-with-line-end', 'sub has a line end, and text like a line of a log.', {
    sub: 'user-1\nlevel=info',
  }),
  malformed('client-id-with-nul', 'client_id has a NUL.', { client_id: 'web-shop\0' }),
  malformed('jti-with-escape', 'jti has an escape sequence for terminals.', { jti: 'id\x1b[2K' }),
  malformed('client-id-is-list', 'client_id is a list.', { client_id: ['web-shop'] }),
  malformed('jti-is-number', 'jti is a number.', { jti: 1 }),
  malformed('scope-is-number', 'scope is a number.', { scope: 1 }),
  malformed('scope-is-true', 'scope is true.', { scope: true }),
  malformed('scope-is-object', 'scope is an object.', { scope: { 'orders:read': true } }),
  malformed('scope-list-with-number', 'scope is a list with a number in it.', { scope: ['orders:read', 1] }),
  malformed('scope-list-with-space', 'One scope of a list holds a space: two in one.', {
    scope: ['orders:read orders:write'],
  }),
  malformed('scope-with-tab', 'There is a tab between scopes.', { scope: 'orders:read\torders:write' }),
  malformed('roles-is-object', 'roles is an object.', { roles: { buyer: true } }),
  malformed('roles-list-with-null', 'roles is a list with null in it.', { roles: ['buyer', null] }),
  malformed('act-is-string', 'act is a string (RFC 8693 §4.1 requires an object).', { act: 'agent:refunds' }),
  malformed('act-is-list', 'act is a list.', { act: [{ sub: 'agent:refunds' }] }),
  malformed('act-sub-is-number', 'The sub of act is a number.', { act: { sub: 1 } }),
  malformed('act-sub-with-line-end', 'The sub of act has a line end.', { act: { sub: 'agent\n' } }),
];
