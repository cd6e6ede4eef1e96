/** One row of the conformance table. */

import type { ReasonCode } from '@org/jwt-core';
import type { TestIssuer } from '../issuer/test-issuer.js';
import type { RequestDescription } from '../http/request-description.js';

/**
 * How a server under test finds the operation of a request. `guard`: one guard before every handler, by method and
 * path. `named`: each handler is bound to an operation by name, and the router has matched the path.
 */
export type ConformanceBinding = 'guard' | 'named';

/** The expected outcome of a request. */
export type ConformanceExpectation =
  { readonly outcome: 'allow' } | { readonly outcome: 'deny'; readonly code: ReasonCode };

/** The issuers of the kit. */
export interface ConformanceParties {
  /** Its algorithms are ES256 and RS256. */
  readonly issuer: TestIssuer;
  /** A second issuer that the policy accepts, with ES256 and EdDSA, and with its own keys under the same key ids. */
  readonly partner: TestIssuer;
  /** An issuer that the policy accepts, and that is unreachable. */
  readonly unreachable: TestIssuer;
}

/** One request and its expected outcome. */
export interface ConformanceCase {
  readonly name: string;
  /** The operation that the request is for; `undefined` where no operation matches. */
  readonly operation: string | undefined;
  /** The bindings that the case applies to: a request that no route matches never reaches a named handler. */
  readonly bindings: readonly ConformanceBinding[];
  readonly expected: ConformanceExpectation;
  request(parties: ConformanceParties): Promise<RequestDescription>;
}
