/** `tenant_id`: the tenant whose data the request is for. */

import { onClaims } from '../alterations/alteration.js';
import { onClaimText, valuesBut } from './values/json-values.js';
import {
  confuse,
  CONTROL_CHARACTERS,
  hasControlCharacter,
  STRING_NEAR_MISSES,
} from './values/near-misses.js';
import { attack, attacksOf, named, type AttackClass } from './row.js';

const ELSEWHERE = named(['tenant', 'tid', 'tenantId', 'TENANT_ID', 'org_id', 'x-tenant-id', '__proto__']);

/** Every type and every near miss of the tenant. */
export const TENANT_CLAIM: AttackClass = {
  name: 'tenant',
  summary: 'tenant_id is of another type, missing, or a near miss of the right one.',
  attacks: () => [
    attack('tenant/missing', {
      summary: 'The token has no tenant_id.',
      code: 'tenant.missing',
      only: 'tenant',
      apply: onClaims(() => ({ tenant_id: undefined })),
    }),
    ...attacksOf('tenant/type', valuesBut('string', 'null'), (text, label) => ({
      summary: `tenant_id is ${label}.`,
      code: 'tenant.malformed',
      only: 'tenant',
      apply: onClaimText('tenant_id', text),
    })),
    ...attacksOf('tenant/control-character', CONTROL_CHARACTERS, (mark, label) => ({
      summary: `tenant_id has a control character: ${label}.`,
      code: 'tenant.malformed',
      only: 'tenant',
      apply: onClaims(({ tenant_id: tenant }) => ({ tenant_id: `${String(tenant)}${mark}` })),
    })),
    ...attacksOf('tenant/near', STRING_NEAR_MISSES, (change, label) => ({
      summary: `The tenant is the right one with one change: ${label}.`,
      code: hasControlCharacter(label) ? 'tenant.malformed' : 'tenant.mismatch',
      only: 'tenant',
      apply: onClaims(({ tenant_id: tenant }) => ({ tenant_id: confuse(String(tenant), change) })),
    })),
    ...attacksOf('tenant/elsewhere', ELSEWHERE, (name) => ({
      summary: `The tenant is in "${name}".`,
      code: 'tenant.missing',
      only: 'tenant',
      apply: onClaims(({ tenant_id: tenant }) => ({
        tenant_id: undefined,
        ...Object.fromEntries([[name, tenant]]),
      })),
    })),
  ],
};
