/** What was found about one request: the decision, the event and the explanation are all made from it. */

import type { Denial } from '../decision/denial.js';
import type { Identity } from '../decision/identity.js';
import type { Trace } from '../decision/trace.js';
import type { ListedPlace } from '../integrity/credential/place.js';
import type { CredentialReader } from '../integrity/credential/reader.js';
import type { Evidence } from '../integrity/evidence.js';
import type { AccessRequest } from '../request/access-request.js';
import type { Unmatched } from './unmatched.js';

/** One request, evaluated. */
export interface Evaluation {
  readonly request: AccessRequest;
  /** What knows everything that the request has sent as a credential. */
  readonly credentials: CredentialReader;
  /** Where the token was; `undefined` for a call, and where no token was authenticated. */
  readonly place: ListedPlace | undefined;
  readonly denial: Denial | undefined;
  readonly identity: Identity | undefined;
  /** The name of the operation that was asked for, where the policy has it. */
  readonly operation: string | undefined;
  /** The index of the rule that allows it. */
  readonly rule: number | undefined;
  /** What the rules say, where they are decided and not enforced. */
  readonly shadow: { readonly denial: Denial | undefined } | undefined;
  /** What was compared, for a request that is denied because it belongs to no operation. */
  readonly unmatched: Unmatched | undefined;
  /** `undefined` where no token was authenticated. */
  readonly evidence: Evidence | undefined;
  readonly trace: Trace;
  /** What each rule of the operation lacks: where all verdicts are collected. */
  readonly lacking?: readonly (readonly Denial[])[] | undefined;
}
