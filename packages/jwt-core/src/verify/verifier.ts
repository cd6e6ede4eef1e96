/** What an adapter and an application hold: one service's policy, its issuers' keys, and the three questions. */

import type { Decision } from '../decision/decision.js';
import type { KeyRingState } from '../keys/key-ring-state.js';
import type { WarmIssuer } from '../keys/warm.js';
import type { PolicyStamp } from '../policy/compile/service-policy.js';
import type { PolicyState } from '../policy/source/live-policy.js';
import type { PolicyRejection } from '../policy/source/rejection.js';
import type { Explanation } from '../report/explanation.js';
import type { AccessRequest } from '../request/access-request.js';
import type { DecideOptions, IdentifyOptions } from './access-question.js';

/** One operation, as wiring code needs to know it. */
export interface OperationSummary {
  readonly name: string;
  readonly auth: 'required' | 'optional' | 'public';
  readonly route: string | undefined;
  /** Where a request names its tenant, such as `path.tenant`, where the policy compares it with the token's. */
  readonly tenantFrom?: string | undefined;
}

/** For how long {@link Verifier.warmUp} waits. */
export interface WarmUpOptions {
  /** In milliseconds. 10 seconds by default. */
  readonly deadlineMs?: number;
}

/** Whether the policy and the keys of each accepted issuer are there. */
export interface Readiness {
  /** Whether requests can be judged: a policy is in force, and the keys of every issuer are there. */
  readonly ready: boolean;
  /** `stale` still serves; `unavailable` answers every request with 503. */
  readonly policyState: PolicyState;
  /** None while there is no policy. */
  readonly issuers: readonly WarmIssuer[];
}

/** Which policy is in force here: what is compared to see that a fleet drifts apart. */
export interface VerifierDescription {
  readonly service: string;
  /** The version of `@org/jwt-core`. */
  readonly engineVersion: string;
  readonly policyState: PolicyState;
  /** The last good policy, also where it has become too old; `undefined` while there has been none. */
  readonly policy: PolicyStamp | undefined;
  /** The path of the policy's file, the URL without credentials and query, or `policy` for one that was made in code. */
  readonly location: string;
  /** When it came in force, as ISO 8601 in UTC. */
  readonly loadedAt: string | undefined;
  /** Why there is no newer one: what was wrong with the last document. `undefined` after a good read. */
  readonly rejection: PolicyRejection | undefined;
  /** How the keys of each accepted issuer are, source by source. */
  readonly issuers: readonly KeyRingState[];
}

/**
 * Decides for one service. Denials are values; it throws and rejects only for mistakes in the program.
 *
 * `Operation` is the type of its operations' names, where the policy was made in code.
 */
export interface Verifier<Operation extends string = string> extends AsyncDisposable {
  /** The service's name in the policy. */
  readonly service: string;
  /**
   * Authentication alone: is this token good for this service, and whose is it? It does **not** say that the caller
   * may do anything: `Identity.operation` stays undefined. With `auth: 'optional'` a request without credential is
   * anonymous, and one with a bad credential is denied all the same.
   */
  identify(request: AccessRequest): Promise<Decision>;
  // eslint-disable-next-line @typescript-eslint/unified-signatures -- an optional parameter would take `undefined`
  identify(request: AccessRequest, options: IdentifyOptions): Promise<Decision>;
  /**
   * May the caller do this? With `operation`, that one is judged; without, the operation is found by its `route:`. What
   * the policy does not have is denied. Options that are `undefined`, and a name that is `undefined` or empty, are
   * mistakes in the program and reject with {@link ConfigurationError}: they must not mean "whatever the path says".
   */
  decide(request: AccessRequest): Promise<Decision>;
  // eslint-disable-next-line @typescript-eslint/unified-signatures -- as above
  decide(request: AccessRequest, options: DecideOptions<Operation>): Promise<Decision>;
  /** The checks of {@link Verifier.decide}, all of them, with every verdict. Asks no store and emits no event. */
  explain(request: AccessRequest): Promise<Explanation>;
  // eslint-disable-next-line @typescript-eslint/unified-signatures -- as above
  explain(request: AccessRequest, options: DecideOptions<Operation>): Promise<Explanation>;
  /** The operations of this service, for wiring. None while there is no policy. */
  operations(): readonly OperationSummary[];
  /**
   * One operation, for wiring; `undefined` while there is no policy, and therefore nothing to compare with.
   *
   * @throws {@link ConfigurationError} when the policy does not have it, and for a name that is empty or not a string.
   */
  requireOperation(name: Operation): OperationSummary | undefined;
  /**
   * Fetches the keys of all accepted issuers, in parallel, for at most `deadlineMs` milliseconds (10 seconds by
   * default). Of an issuer with more than a hundred tenants, those in use. Never rejects for an outage: the answer says
   * which issuer is missing.
   */
  warmUp(options?: WarmUpOptions): Promise<Readiness>;
  /** Whether requests can be judged, from what is held at this moment. Fetches nothing: for a readiness probe. */
  status(): Readiness;
  /** Which policy is in force, since when, and how the issuers' keys are. Fetches nothing. */
  describe(): VerifierDescription;
  /** Ends what the verifier holds open: timers, watches and fetches. Decisions reject afterwards. */
  close(): Promise<void>;
}
