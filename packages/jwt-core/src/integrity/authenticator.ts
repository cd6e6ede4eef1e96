/** How a credential becomes an authenticated token. Signed tokens (`jws/`) are the first of its kinds. */

import type { Denial } from '../decision/denial.js';
import type { Trace } from '../decision/trace.js';
import type { ServicePolicy } from '../policy/compile/service-policy.js';
import type { Credential } from './credential/credential.js';
import type { AuthenticatedToken } from './evidence.js';
import type { RingLookup } from './jws/key.js';

/** By what a token is authenticated: what the policy and the issuers' keys are at this moment. */
export interface AuthenticationContext {
  readonly policy: ServicePolicy;
  readonly rings: RingLookup;
}

/** The token, or the first reason why it is none. */
export type Authentication = () => Promise<AuthenticatedToken | Denial>;

/** Authenticates the credentials of one kind. */
export interface Authenticator {
  /**
   * Reads a credential as far as that needs no key: a denial, or the authentication that is left to do and to wait for.
   * That rejects only for mistakes in the program.
   */
  read(credential: Credential, context: AuthenticationContext, trace: Trace): Denial | Authentication;
  /**
   * The same token as the policy of now has its issuer; `undefined` where what it was authenticated by does not hold any
   * more: the issuer, its algorithm or the key. Pure and synchronous.
   */
  reaffirm(token: AuthenticatedToken, context: AuthenticationContext): AuthenticatedToken | undefined;
}
