/** Who calls in the raw HTTP matrix, and what each of them may do: written by hand, not asked of the core. */

import type { TestIssuer } from '../issuer/test-issuer.js';

/** Whom a request speaks for. `refused`: it carries a credential, and a wrong one. */
export type Caller = 'anonymous' | 'refused' | 'reader' | 'foreigner' | 'admin';

/** The tokens that the credentials of the matrix are made of. */
export interface CallerTokens {
  /** May read the orders of `t-eu`. */
  readonly reader: string;
  /** May read the orders of `t-us`. */
  readonly foreigner: string;
  /** May do everything in `t-eu`. */
  readonly admin: string;
  /** An admin's, until a minute ago. */
  readonly expired: string;
}

/** Signs the tokens. */
export async function mintCallerTokens(issuer: TestIssuer): Promise<CallerTokens> {
  // The whole matrix takes minutes for each server, and an answer must not depend on how fast it goes.
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const reader = { sub: 'reader', tenant_id: 't-eu', scope: 'orders:read', exp };
  const admin = { ...reader, sub: 'admin', roles: ['admin'] };
  const past = Math.floor(Date.now() / 1000) - 60;
  const [forReader, forForeigner, forAdmin, expired] = await Promise.all([
    issuer.mint(reader),
    issuer.mint({ ...reader, sub: 'foreigner', tenant_id: 't-us' }),
    issuer.mint(admin),
    issuer.mint({ ...admin, iat: past - 60, exp: past }),
  ]);
  return { reader: forReader, foreigner: forForeigner, admin: forAdmin, expired };
}

const READS = ['health', 'notices', 'listOrders', 'readOrder', 'report', 'welcome', 'apiAdmin'];

const RIGHTS: Readonly<Record<Caller, { readonly tenant?: string; readonly operations: readonly string[] }>> =
  {
    anonymous: { operations: ['health', 'notices'] },
    refused: { operations: ['health'] },
    reader: { tenant: 't-eu', operations: READS },
    foreigner: { tenant: 't-us', operations: READS },
    admin: { tenant: 't-eu', operations: [...READS, 'createOrder', 'deleteOrder', 'admin'] },
  };

/** May this caller have this operation done, for this tenant where the operation has one? */
export function mayRun(caller: Caller, operation: string, tenant: string | undefined): boolean {
  const rights = RIGHTS[caller];
  return rights.operations.includes(operation) && (tenant === undefined || tenant === rights.tenant);
}
