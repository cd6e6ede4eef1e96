/** The evaluation where there is no policy to evaluate by. */

import { deny } from '../decision/denial.js';
import { LAYERS } from '../decision/layers.js';
import type { Trace } from '../decision/trace.js';
import { CredentialReader } from '../integrity/credential/reader.js';
import { resolveCredentials } from '../policy/model/credentials.js';
import type { Evaluation } from '../report/evaluation.js';
import type { AccessRequest } from '../request/access-request.js';
import type { Mode } from './evaluate.js';

/** Where a request has its credential by default. It is not read: what is written about the request must not repeat it. */
const CREDENTIALS = new CredentialReader({
  credentials: resolveCredentials(),
  maxTokenBytes: 0,
  operations: new Map(),
});

/** Every request is denied: that an operation is public, or a credential optional, is known from the policy as well. */
export function evaluateWithoutPolicy(request: AccessRequest, mode: Mode, trace: Trace): Evaluation {
  const denial = trace.step('policy', deny('policy.unavailable', { expected: 'a valid policy in force' }));
  if (mode === 'collect') {
    trace.skip(
      LAYERS.filter((layer) => layer !== 'policy'),
      'not_reached',
    );
  }
  return {
    request,
    credentials: CREDENTIALS,
    place: undefined,
    denial,
    identity: undefined,
    operation: undefined,
    rule: undefined,
    shadow: undefined,
    unmatched: undefined,
    evidence: undefined,
    trace,
  };
}
