/** The expected content of each cell of the table, written by hand from the policy, never from a verifier's answers. */

import type { RowName } from './rows.js';
import type { ServiceName } from './services/service.js';

/** A status, and the reason code of a denial. */
export type Expected = readonly [status: 200] | readonly [status: 401 | 403, code: string];

const everywhere = (cell: Expected): Readonly<Record<ServiceName, Expected>> => ({
  payments: cell,
  orders: cell,
  accounts: cell,
});

/** Token × service. */
export const EXPECTED: Readonly<Record<RowName, Readonly<Record<ServiceName, Expected>>>> = {
  'the right token': everywhere([200]),
  "a sibling service's token": everywhere([401, 'audience.mismatch']),
  "another tenant's token": everywhere([403, 'tenant.mismatch']),
  'an expired token': everywhere([401, 'time.expired']),
  'a token with too small a scope': everywhere([403, 'operation.scope']),
  'alg: none': everywhere([401, 'algorithm.not_allowed']),
  'HS256 with the public key': everywhere([401, 'algorithm.not_allowed']),
  'an ID token': everywhere([401, 'type.mismatch']),
  'a token of an unknown issuer': everywhere([401, 'issuer.untrusted']),
  'a token valid for too long': everywhere([401, 'time.lifetime_too_long']),
  'the right token, key rotated': everywhere([200]),
};
