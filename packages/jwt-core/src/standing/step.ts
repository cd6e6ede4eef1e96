/**
 * Standing: is the token still good right now? Steps that ask a store (revoked? proof seen before?) run in order, after
 * everything else, once per request, and never for an explanation, because asking may consume something.
 */

import type { Denial } from '../decision/denial.js';
import type { Layer } from '../decision/layers.js';
import type { Evidence } from '../integrity/evidence.js';
import type { AccessRequest } from '../request/access-request.js';

/** What a step may look at. */
export interface StandingQuestion {
  readonly evidence: Evidence;
  readonly request: AccessRequest;
  /** Seconds since 1970, at the start of the request. */
  readonly now: number;
}

/** One question to a store. */
export interface StandingStep {
  readonly layer: Layer;
  /** `undefined`: no reason to deny. Must settle; what it throws is a mistake in the program. */
  readonly check: (
    question: StandingQuestion,
    signal: AbortSignal | undefined,
  ) => Promise<Denial | undefined>;
}
