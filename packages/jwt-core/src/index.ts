/** The public names of `@org/jwt-core`, for applications. Documents are in `/policy`, what adapters need in `/adapter`. */

// The verifier of one service.
export { createVerifier } from './verify/create-verifier.js';
export type { VerifierOptions } from './verify/create-verifier.js';
export type { Readiness, Verifier, VerifierDescription } from './verify/verifier.js';

// What it is asked.
export type { AccessRequest, CallRequest, HttpRequest } from './request/access-request.js';
export { receivedHeaders } from './request/received-headers.js';
export type { HeaderSource, ReceivedHeaders } from './request/received-headers.js';
export type { DecideOptions, IdentifyOptions } from './verify/access-question.js';

// What it answers.
export { AccessDeniedError } from './decision/decision.js';
export type { Allowed, Decision, Denied } from './decision/decision.js';
export type { Problem } from './decision/problem.js';
export type { Claims, JsonValue } from './json/json-value.js';
export type { Identity } from './decision/identity.js';
export type { Principal } from './request/principal.js';
export type { Explanation, LackingPart, RuleVerdict } from './report/explanation.js';
export type { LayerVerdict } from './decision/trace.js';

// Why it denies: the one table of reasons.
export { LAYERS } from './decision/layers.js';
export type { Layer } from './decision/layers.js';
export { REASON_CODES, REASONS } from './decision/reasons.js';
export type { Reason, ReasonCode } from './decision/reasons.js';

// Where its policy comes from.
export { definePolicy, loadPolicy, parsePolicy, Policy } from './policy/policy.js';
export { simplePolicy } from './policy/simple-policy.js';

// What is wrong with a policy, or with a call.
export { PolicyError } from './policy/policy-error.js';
export { ConfigurationError } from './options/configuration-error.js';

// What it reports.
export type { Observer, VerifierEvent } from './verify/observers.js';
export type { DecisionEvent } from './report/decision-event.js';
export type { KeyEvent } from './keys/key-event.js';
export type { KeyRingState } from './keys/key-ring-state.js';
export type { AdmittedKeyReport } from './keys/set/admitted-keys.js';
export type { RejectedKeyReport } from './keys/set/rejected-keys.js';
export type { PolicyEvent } from './policy/source/policy-event.js';

// What can be plugged in.
export type { Clock } from './io/clock.js';
export { httpsKeyFetcher } from './keys/remote/fetcher.js';
export type { HttpsKeyFetcherOptions, KeyFetcher } from './keys/remote/fetcher.js';
