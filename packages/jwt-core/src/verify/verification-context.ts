import type { CredentialReader } from '../integrity/credential/reader.js';
import type { IntegrityContext } from '../integrity/establish-evidence.js';
import type { Clock } from '../io/clock.js';
import type { KeyRings } from '../keys/key-rings.js';
import type { StandingStep } from '../standing/step.js';

/** What an evaluation needs to know besides the request. Made again for each policy that comes in force. */
export interface VerificationContext extends IntegrityContext {
  /** Whose evaluation it is: the same for every policy that this verifier loads. */
  readonly verifier: symbol;
  /** Where this policy looks for the token of a request. */
  readonly credentials: CredentialReader;
  readonly rings: KeyRings;
  readonly clock: Clock;
  readonly standing: readonly StandingStep[];
}
