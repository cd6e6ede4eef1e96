/** Which identity belongs to which request. What another middleware writes to `req.auth` is never believed. */

import type { Decision } from '../decision/decision.js';
import { Bearer } from '../request/bearer.js';
import type { Identity } from '../decision/identity.js';
import type { Claims } from '../json/json-value.js';

/**
 * A private field on the framework's request. No code outside this class can read, write, copy or see it. A `WeakMap`
 * would keep the same secret, and cost a hundred times as much on every request.
 */
class Attachment extends Bearer {
  #identity: Identity | undefined;

  static write(request: object, identity: Identity | undefined): void {
    const attached = #identity in request ? request : new Attachment(request);
    attached.#identity = identity;
  }

  static read(request: object): Identity | undefined {
    return #identity in request ? request.#identity : undefined;
  }
}

/**
 * Remembers the identity of a decision. An anonymous decision removes an earlier identity, and so does a denial, or an
 * error in place of a decision (`undefined`): an error handler that lets the request go on must not let it go on as the
 * caller of an earlier decision.
 */
export function attachIdentity(request: object, decision: Decision | undefined): void {
  Attachment.write(request, decision?.outcome === 'allow' ? decision.identity : undefined);
}

/**
 * For adapters: the identity that was attached to this very request. `TokenClaims` is what the application says its
 * policy has checked.
 */
export function attachedIdentity<TokenClaims extends object = Claims>(
  request: object,
): Identity<TokenClaims> | undefined {
  return Attachment.read(request) as Identity<TokenClaims> | undefined;
}
