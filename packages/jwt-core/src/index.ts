/** The public names of `@org/jwt-core`, one by one. */

export { createVerifier } from './verify/verifier.js';
export type {
  OperationSummary,
  Readiness,
  ReadyOptions,
  Verifier,
  VerifierDescription,
  VerifierOptions,
} from './verify/verifier.js';
export type { IdentifyOptions } from './verify/identify-options.js';

export { definePolicy, loadPolicy, parsePolicy } from './policy/policy.js';
export type { ParsePolicyOptions, Policy } from './policy/policy.js';
export { filePolicySource } from './policy/source/file-source.js';
export type { FilePolicySourceOptions } from './policy/source/file-source.js';
export { httpsPolicySource } from './policy/source/http-source.js';
export type { HttpsPolicySourceOptions } from './policy/source/http-source.js';
export type { PolicyContent, PolicySource } from './policy/source/source.js';
export type { PolicyState } from './policy/source/live-policy.js';
export type { PolicyRejection } from './policy/source/rejection.js';
export type { PolicyOptions, ReloadOptions } from './policy/source/open-policy.js';
export type {
  PolicyActivated,
  PolicyAge,
  PolicyEvent,
  PolicyEventSink,
  PolicyRejected,
  PolicyUnreadable,
} from './policy/source/policy-event.js';
export { simplePolicy } from './policy/simple-policy.js';
export type { SimplePolicyOptions } from './policy/simple-policy.js';
export { PolicyError } from './policy/policy-error.js';
export { ConfigurationError } from './options/configuration-error.js';
export type { PolicyProblem, PolicyProblemCode } from './policy/problem.js';
export type { Place } from './policy/text/text.js';
export type { Algorithm } from './jose/algorithms.js';
export type {
  AcceptedIssuer,
  ClaimMatchers,
  Duration,
  Grants,
  IdentityDocument,
  IssuerDocument,
  KeySource,
  Limits,
  Matcher,
  Metadata,
  OperationDocument,
  PolicyDocument,
  ProfileName,
  Rule,
  Scalar,
  SecretReference,
  ServiceDocument,
  Tenants,
  TenantSource,
} from './policy/document/document.js';
export type { Jwk } from './jose/jwk.js';
export type { PolicyStamp } from './policy/compile/service-policy.js';

export { maxHeadersCountOf, type AccessRequest } from './request/access-request.js';
export type { Identity, Principal } from './decision/identity.js';
export type { Claims, JsonValue } from './json/json-value.js';
export type { Clock } from './io/clock.js';
export type { FetchedDocument, FetchLimits, KeyFetcher } from './keys/remote/fetcher.js';
export type {
  KeyEvent,
  KeyEventSink,
  KeyRefused,
  KeysFailed,
  KeysFetched,
  KeysRecovered,
  KeysRotated,
  KeysStale,
} from './keys/key-event.js';
export type { KeyRingState } from './keys/key-rings.js';
export type { WarmIssuer } from './keys/warm.js';

export { AccessDeniedError } from './decision/decision.js';
export type { Allowed, Decision, Denied, ShadowVerdict } from './decision/decision.js';
export type { DenialResponse, Disclosure, HeaderPair } from './decision/problem.js';
export { LAYERS, layerOf, REASON_CODES, REASONS } from './decision/reasons.js';
export type { Layer, OAuthError, Reason, ReasonCode } from './decision/reasons.js';
export type { DecisionEvent, DecisionSink } from './report/decision-event.js';
export type { Explanation } from './report/explanation.js';
export type { LayerVerdict } from './decision/trace.js';
export type { UnmatchedRequest } from './report/unmatched.js';

export type { AuditedRouteSummary, RouteAudit, RouteAuditOptions } from './audit/audit-routes.js';
export type { AuditFinding, AuditFindingKind } from './audit/finding.js';

// For adapters.
export { auditRoutes, ROUTE_AUDIT_OPTIONS } from './audit/audit-routes.js';
export { markMiddleware, markOf, marksBeforeHandler, operationsOf } from './audit/marks.js';
export type { MiddlewareMark, RouteMarks } from './audit/marks.js';
export type { RouterContents, RouterRoute, UnreadMount } from './audit/router-routes.js';
export { asError } from './adapter/as-error.js';
export { attachedIdentity, attachIdentity } from './adapter/attachment.js';
export { headersByName } from './decision/headers.js';
export { pathOf } from './policy/route/canonical-path.js';
export { requestIdOf } from './adapter/request-id.js';
export { readIdentifyOptions } from './verify/identify-options.js';
export {
  aBoolean,
  aFunction,
  aList,
  aNumber,
  anything,
  aText,
  oneOf,
  optionsOf,
  readOptions,
} from './options/read-options.js';
export type { OptionKind, OptionKinds } from './options/read-options.js';
export { VERIFIER_OPTIONS } from './verify/verifier.js';
export { assertVerifier, middlewareFactory } from './adapter/wiring.js';
