/** How many exact `iss` come of a document: an issuer with `{tenant}` has one for each of its tenants. */

import { isTemplate } from '../model/issuer.js';
import type { ResolvedPolicy } from '../model/resolved-policy.js';
import type { DocumentPlace } from '../problem.js';

/**
 * Each is an entry of a table that is made in one turn at start and at every reload, and some hundred bytes for as long
 * as the policy is in force. A few issuers with one file of tenants are enough for more than a table can hold.
 */
export const MAX_EXPANDED_ISS = 250_000;

/** Reports the issuer with which they become too many. Returns whether they can be listed. */
export function checkExpansion({ issuers }: ResolvedPolicy, root: DocumentPlace): boolean {
  let total = 0;
  for (const [name, { iss, tenants }] of Object.entries(issuers)) {
    if (iss === undefined || !isTemplate(iss)) continue;
    const own = tenants?.length ?? 0;
    total += own;
    if (total <= MAX_EXPANDED_ISS) continue;
    const message = `"${name}" has one exact iss for each of its ${inDigits(own)} tenants: with the issuers before it that makes ${inDigits(total)}, and a policy can have at most ${inDigits(MAX_EXPANDED_ISS)}. List fewer tenants, or let the tokens of one iss name their tenant (tenant: CLAIM).`;
    root.at('issuers', name, 'tenants').invalid(message);
    return false;
  }
  return true;
}

function inDigits(count: number): string {
  return count.toLocaleString('en-US');
}
