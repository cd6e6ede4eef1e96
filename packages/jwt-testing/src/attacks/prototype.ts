/** Claims in the prototype, where JavaScript looks up a missing member (CWE-1321). */

import type { ReasonCode } from '@org/jwt-core';
import { onHeader, onPayload } from '../alterations/alteration.js';
import type { AttackCondition } from './conditions.js';
import { attacksOf, pairs, type AttackClass } from './row.js';

/** The code of a token without the claim. */
const CLAIMS: Readonly<Record<string, readonly [code: ReasonCode, only?: AttackCondition]>> = {
  iss: ['issuer.missing'],
  aud: ['audience.missing'],
  exp: ['time.missing'],
  iat: ['time.missing'],
  sub: ['claims.missing', 'auto'],
  client_id: ['claims.missing', 'auto'],
  scope: ['operation.scope', 'scopes'],
  roles: ['operation.role', 'roles'],
  tenant_id: ['tenant.missing', 'tenant'],
  department: ['operation.condition', 'where'],
};

const HEADER: Readonly<Record<string, ReasonCode>> = { alg: 'format.malformed', typ: 'type.mismatch' };

/** Ways to hide the members. Each gets the JSON text of an object with the claim. */
const HIDES: Readonly<Record<string, (inner: string) => string>> = {
  proto: (inner) => `"__proto__":${inner}`,
  'escaped-proto': (inner) => `"\\u005f_proto__":${inner}`,
  constructor: (inner: string) => `"constructor":{"prototype":${inner}}`,
  prototype: (inner) => `"prototype":${inner}`,
  'proto-of-proto': (inner) => `"__proto__":{"__proto__":${inner}}`,
};

function hide(json: string, name: string, hidden: (inner: string) => string): string {
  const { [name]: value, ...rest } = JSON.parse(json) as Record<string, unknown>;
  const inner = JSON.stringify(Object.fromEntries([[name, value]]));
  return `{${hidden(inner)},${JSON.stringify(rest).slice(1)}`;
}

/** Every claim, hidden in every way. */
export const PROTOTYPE: AttackClass = {
  name: 'prototype',
  summary: 'A claim is missing, and is in something like the prototype of the claims.',
  attacks: () => [
    ...attacksOf('prototype/payload', pairs(CLAIMS, HIDES), ([[code, only], hidden], label) => ({
      summary: `A claim is hidden: ${label}.`,
      code,
      only,
      apply: async (material) =>
        onPayload((json) => hide(json, label.slice(0, label.indexOf('-')), hidden))(material),
    })),
    ...attacksOf('prototype/header', pairs(HEADER, HIDES), ([code, hidden], label) => ({
      summary: `A header parameter is hidden: ${label}.`,
      code,
      apply: onHeader((header) => hide(JSON.stringify(header), label.slice(0, label.indexOf('-')), hidden)),
    })),
  ],
};
