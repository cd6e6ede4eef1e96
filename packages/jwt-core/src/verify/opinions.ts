/**
 * Two opinions must agree: where `guard()` has found the operation of a request by its path, a route must not have bound
 * the handler to another one. One of the two is wrong then, and a token that is good for one would do the other.
 *
 * Two names that the program gives itself, as for a router and for its route, are both enforced, and may differ.
 */

import { Bearer } from '../request/bearer.js';

/** Which operation a request was taken for, and how that was found out. */
export interface Opinion {
  /** The verifier whose opinion it is: each has operations of its own. */
  readonly verifier: symbol;
  readonly operation: string;
  /** By method and path, not by a name that the program gave. */
  readonly isByRoute: boolean;
}

interface Recorded {
  readonly opinion: Opinion;
  readonly earlier: Recorded | undefined;
}

/** A private field on the request, as in `attachment.ts`: nothing else can read or write it. */
class Opinions extends Bearer {
  #last: Recorded | undefined;

  static of(request: object): Recorded | undefined {
    return #last in request ? request.#last : undefined;
  }

  static add(request: object, opinion: Opinion): void {
    const bearer = #last in request ? request : new Opinions(request);
    bearer.#last = { opinion, earlier: bearer.#last };
  }
}

/** An earlier opinion about the same request that cannot be right as well. */
export function conflictingOpinion(request: object, opinion: Opinion): Opinion | undefined {
  for (let each = Opinions.of(request); each !== undefined; each = each.earlier) {
    if (conflicts(each.opinion, opinion)) return each.opinion;
  }
  return undefined;
}

/** Keeps an opinion for as long as the request lives: each once, so that there are no more than operations. */
export function recordOpinion(request: object, opinion: Opinion): void {
  for (let each = Opinions.of(request); each !== undefined; each = each.earlier) {
    if (isSame(each.opinion, opinion)) return;
  }
  Opinions.add(request, opinion);
}

function conflicts(left: Opinion, right: Opinion): boolean {
  const isNamedTwice = !left.isByRoute && !right.isByRoute;
  return left.verifier === right.verifier && left.operation !== right.operation && !isNamedTwice;
}

function isSame(left: Opinion, right: Opinion): boolean {
  return (
    left.verifier === right.verifier &&
    left.operation === right.operation &&
    left.isByRoute === right.isByRoute
  );
}
