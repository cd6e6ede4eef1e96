/** How a credential becomes an authenticated token. Signed tokens (`jws/`) are the first of its kinds. */

import type { Denial } from '../decision/denial.js';
import type { Trace } from '../decision/trace.js';
import type { ServicePolicy } from '../policy/compile/service-policy.js';
import type { Credential } from './credential.js';
import type { AuthenticatedToken } from './evidence.js';
import type { RingLookup } from './jws/key.js';

/** By what a token is authenticated: what the policy and the issuers' keys are at this moment. */
export interface AuthenticationContext {
  readonly policy: ServicePolicy;
  readonly rings: RingLookup;
}

/** Authenticates the credentials of one kind. */
export interface Authenticator {
  /** The token, or the first reason why it is none. Rejects only for mistakes in the program. */
  authenticate(
    credential: Credential,
    context: AuthenticationContext,
    trace: Trace,
  ): Promise<AuthenticatedToken | Denial>;
  /**
   * The same token as the policy of now has its issuer; `undefined` where what it was authenticated by does not hold any
   * more: the issuer, its algorithm or the key. Pure and synchronous.
   */
  reaffirm(token: AuthenticatedToken, context: AuthenticationContext): AuthenticatedToken | undefined;
}
