/** Good tokens of another tenant, or without a tenant. */

import type { ReasonCode } from '@org/jwt-core';
import { onClaims, type Alteration } from './alteration.js';

const altered = (
  name: string,
  code: ReasonCode & `tenant.${string}`,
  summary: string,
  change: (tenant: string) => unknown,
): Alteration => ({
  name,
  summary,
  code,
  onlyWith: 'an issuer with tenant: tenant_id, and an operation with tenantFrom',
  apply: onClaims(({ tenant_id: tenant }) => ({ tenant_id: change(String(tenant)) })),
});

/** Alterations of `tenant_id`. */
export const TENANT_ALTERATIONS: readonly Alteration[] = [
  altered('tenant-missing', 'tenant.missing', 'The token names no tenant.', () => undefined),
  altered('tenant-is-number', 'tenant.malformed', 'The tenant is a number.', () => 1),
  altered('tenant-is-null', 'tenant.missing', 'The tenant is null.', () => null),
  altered(
    'tenant-is-list',
    'tenant.malformed',
    'The tenant is a list with the right one in it.',
    (tenant) => [tenant],
  ),
  altered('tenant-is-empty', 'tenant.missing', 'The tenant is an empty string.', () => ''),
  altered(
    'tenant-with-line-end',
    'tenant.malformed',
    'The tenant is the right one with a line end.',
    (tenant) => `${tenant}\n`,
  ),
  altered('other-tenant', 'tenant.mismatch', 'The token belongs to another tenant.', () => 't-other'),
  altered('tenant-in-upper-case', 'tenant.mismatch', 'The tenant is the right one in upper case.', (tenant) =>
    tenant.toUpperCase(),
  ),
  altered(
    'tenant-with-right-prefix',
    'tenant.mismatch',
    'The tenant starts with the right one.',
    (tenant) => `${tenant}-2`,
  ),
];
