/**
 * Standing: is the token still good right now? Steps that ask a store (revoked? proof seen before?) stand here, in
 * order. They run last, once per request, and never for an explanation, because asking may consume something.
 */

import type { Denial } from '../decision/denial.js';
import type { Layer } from '../decision/reasons.js';
import type { SignedToken } from '../integrity/jws/signature.js';

/** One question to a store. */
export interface StandingStep {
  readonly layer: Layer;
  readonly ask: (token: SignedToken) => Promise<Denial | undefined>;
}
