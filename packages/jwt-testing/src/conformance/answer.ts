/** What a handler under test answers: the identity that the adapter's `getAuth` returned. */

import type { Identity } from '@org/jwt-core';

/** The JSON body of an allowed request, with status 200. Unknown members are `null`. */
export interface ConformanceAnswer {
  /** `Identity.operation`. */
  readonly operation: string | null;
  /** `Identity.subject`. */
  readonly subject: string | null;
  /** `Identity.tenant`. */
  readonly tenant: string | null;
  /** `Identity.scopes`; empty for an anonymous or public request. */
  readonly scopes: readonly string[];
}

/** The answer for an identity, or for `undefined` (an anonymous or public request). */
export function answerOf(identity: Identity | undefined): ConformanceAnswer {
  return {
    operation: identity?.operation ?? null,
    subject: identity?.subject ?? null,
    tenant: identity?.tenant ?? null,
    scopes: identity?.scopes ?? [],
  };
}
