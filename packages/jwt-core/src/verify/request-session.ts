/**
 * What several decisions about one request share: the evidence, and the operations that the request was judged as. Kept on
 * the framework's own request object, for as long as that lives, where nothing else can read or write it.
 *
 * Two operations must agree where one of them was found by method and path: where `guard()` has found the operation of a
 * request, a route must not have bound its handler to another one. One of the two is wrong then, and a token that is good
 * for one would do the other. Two names that the program gives itself, as for a router and for its route, are both
 * enforced, and may differ.
 */

import type { Evidence } from '../integrity/evidence.js';
import { Bearer } from '../request/bearer.js';
import type { OperationClaim } from '../suitability/operation/conflict.js';

interface Recorded {
  readonly claim: OperationClaim;
  readonly earlier: Recorded | undefined;
}

/** The decisions of one verifier about one request. */
export class RequestSession {
  readonly verifier: symbol;
  /** The session of another verifier about the same request. */
  readonly next: RequestSession | undefined;
  #token: string | undefined;
  #evidence: Evidence | undefined;
  #claims: Recorded | undefined;

  constructor(verifier: symbol, next: RequestSession | undefined) {
    this.verifier = verifier;
    this.next = next;
  }

  /** The evidence that this token has led to for an earlier decision. */
  evidenceOf(token: string): Evidence | undefined {
    return token === this.#token ? this.#evidence : undefined;
  }

  keepEvidence(token: string, evidence: Evidence): void {
    this.#token = token;
    this.#evidence = evidence;
  }

  /** An earlier claim about this request that cannot be right as well. */
  conflictWith(claim: OperationClaim): OperationClaim | undefined {
    for (let each = this.#claims; each !== undefined; each = each.earlier) {
      if (conflicts(each.claim, claim)) return each.claim;
    }
    return undefined;
  }

  /** Keeps a claim: each once, so that there are no more than operations. */
  keepClaim(claim: OperationClaim): void {
    for (let each = this.#claims; each !== undefined; each = each.earlier) {
      if (each.claim.operation === claim.operation && each.claim.isByRoute === claim.isByRoute) return;
    }
    this.#claims = { claim, earlier: this.#claims };
  }
}

function conflicts(left: OperationClaim, right: OperationClaim): boolean {
  return left.operation !== right.operation && (left.isByRoute || right.isByRoute);
}

/** A private field on the request. A `WeakMap` would cost a hundred times as much on every request. */
class Sessions extends Bearer {
  #first: RequestSession | undefined;

  static of(request: object, verifier: symbol): RequestSession | undefined {
    let session = #first in request ? request.#first : undefined;
    while (session !== undefined && session.verifier !== verifier) session = session.next;
    return session;
  }

  static begin(request: object, verifier: symbol): RequestSession {
    const bearer = #first in request ? request : new Sessions(request);
    const session = new RequestSession(verifier, bearer.#first);
    bearer.#first = session;
    return session;
  }
}

/** The session of a verifier about a request, if it has one. */
export function sessionOf(request: object, verifier: symbol): RequestSession | undefined {
  return Sessions.of(request, verifier);
}

/** The session of a verifier about a request; a new one where it has none. */
export function openSession(request: object, verifier: symbol): RequestSession {
  return Sessions.of(request, verifier) ?? Sessions.begin(request, verifier);
}
