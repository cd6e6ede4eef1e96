/**
 * Which identity belongs to which request. Kept beside the request, not on it: what some other middleware writes to
 * `req.auth` is never believed.
 */

import type { Allowed } from './decision/decision.js';
import type { Identity } from './identity.js';

const identities = new WeakMap<object, Identity>();

/** For adapters: remembers whom a decision found. An anonymous decision takes an earlier identity back. */
export function attachIdentity(request: object, decision: Allowed): void {
  if (decision.identity === undefined) identities.delete(request);
  else identities.set(request, decision.identity);
}

/** For adapters: the identity that {@link attachIdentity} remembered for this very request. */
export function attachedIdentity(request: object): Identity | undefined {
  return identities.get(request);
}
