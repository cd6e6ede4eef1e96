/**
 * Which identity belongs to which request. What some other middleware writes to `req.auth` is never believed.
 */

import type { Decision } from '../decision/decision.js';
import { Bearer } from '../request/bearer.js';
import type { Identity } from '../decision/identity.js';

/**
 * A private field on somebody else's object. Nobody outside this class can read, write, copy or even see it, just as
 * with a `WeakMap`, which costs a hundred times as much on every request.
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
 * For adapters: remembers whom a decision found. An anonymous decision takes an earlier identity back, and so does a
 * refusal, or an error in place of a decision (`undefined`): an error handler that goes on all the same must not go on as
 * the caller of the decision before.
 */
export function attachIdentity(request: object, decision: Decision | undefined): void {
  Attachment.write(request, decision?.outcome === 'allow' ? decision.identity : undefined);
}

/** For adapters: the identity that {@link attachIdentity} remembered for this very request. */
export function attachedIdentity(request: object): Identity | undefined {
  return Attachment.read(request);
}
