/** The callers of the raw HTTP matrix and their rights, written by hand: they do not come from the core. */

import type { TestIssuer } from '../issuer/test-issuer.js';

/** The caller that a request identifies. `denied`: the request has a wrong credential. */
export type Caller = 'anonymous' | 'denied' | 'reader' | 'otherTenant' | 'admin';

/** The tokens for the credentials of the matrix. */
export interface CallerTokens {
  /** May read the orders of `t-eu`. */
  readonly reader: string;
  /** May read the orders of `t-us`. */
  readonly otherTenant: string;
  /** May call every operation in `t-eu`. */
  readonly admin: string;
  /** A token of the admin that expired a minute ago. */
  readonly expired: string;
}

/** Signs the tokens. */
export async function mintCallerTokens(issuer: TestIssuer): Promise<CallerTokens> {
  // The complete matrix takes minutes for each server, and no token may expire meanwhile.
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const reader = { sub: 'reader', tenant_id: 't-eu', scope: 'orders:read', exp };
  const admin = { ...reader, sub: 'admin', roles: ['admin'] };
  const past = Math.floor(Date.now() / 1000) - 60;
  const [forReader, forOtherTenant, forAdmin, expired] = await Promise.all([
    issuer.mint(reader),
    issuer.mint({ ...reader, sub: 'other-tenant', tenant_id: 't-us' }),
    issuer.mint(admin),
    issuer.mint({ ...admin, iat: past - 60, exp: past }),
  ]);
  return { reader: forReader, otherTenant: forOtherTenant, admin: forAdmin, expired };
}

const OPEN = ['health', 'assets'];
const READS = [...OPEN, 'notices', 'listOrders', 'readOrder', 'readFile', 'report', 'welcome', 'apiAdmin'];

const RIGHTS: Readonly<Record<Caller, { readonly tenant?: string; readonly operations: readonly string[] }>> =
  {
    anonymous: { operations: [...OPEN, 'notices'] },
    denied: { operations: OPEN },
    reader: { tenant: 't-eu', operations: READS },
    otherTenant: { tenant: 't-us', operations: READS },
    admin: { tenant: 't-eu', operations: [...READS, 'createOrder', 'deleteOrder', 'admin', 'vault'] },
  };

/** Whether this caller may call this operation, for this tenant if the operation has one. */
export function mayRun(caller: Caller, operation: string, tenant: string | undefined): boolean {
  const rights = RIGHTS[caller];
  return rights.operations.includes(operation) && (tenant === undefined || tenant === rights.tenant);
}
