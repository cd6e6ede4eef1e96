/** The public names of `@org/jwt-core`, one by one. */

export { createVerifier } from './verifier.js';
export type {
  OperationSummary,
  Readiness,
  ReadyOptions,
  Verifier,
  VerifierDescription,
  VerifierOptions,
} from './verifier.js';
export type { IdentifyOptions } from './identify-options.js';

export { definePolicy, loadPolicy, parsePolicy } from './policy/parse.js';
export type { ParsePolicyOptions, Policy } from './policy/parse.js';
export { filePolicySource } from './reload/file-source.js';
export type { FilePolicySourceOptions } from './reload/file-source.js';
export { httpsPolicySource } from './reload/http-source.js';
export type { HttpsPolicySourceOptions } from './reload/http-source.js';
export type { PolicyContent, PolicySource } from './reload/source.js';
export type { PolicyState } from './reload/live-policy.js';
export type { PolicyRejection } from './reload/rejection.js';
export type { PolicyOptions, ReloadOptions } from './reload/open-policy.js';
export type {
  PolicyActivated,
  PolicyAge,
  PolicyEvent,
  PolicyEventSink,
  PolicyRejected,
  PolicyUnreadable,
} from './reload/policy-event.js';
export { simplePolicy } from './policy/simple.js';
export type { SimplePolicyOptions } from './policy/simple.js';
export { ConfigurationError, PolicyError } from './policy/problems.js';
export type { PolicyProblem, PolicyProblemCode } from './policy/problems.js';
export type { Place } from './policy/text/text.js';
export type { Algorithm } from './policy/algorithms.js';
export type {
  AcceptedIssuer,
  ClaimMatchers,
  Defaults,
  Duration,
  Grants,
  IdentityDocument,
  IssuerDocument,
  Jwk,
  KeySource,
  LimitOptions,
  Matcher,
  Metadata,
  OperationDocument,
  PolicyDocument,
  Rule,
  Scalar,
  SecretReference,
  ServiceDocument,
  Tenants,
  TenantSource,
} from './policy/document.js';
export type { ProfileName } from './policy/profile.js';
export type { PolicyStamp } from './policy/service-policy.js';

export { maxHeadersCountOf, type AccessRequest } from './request.js';
export type { Claims, Identity, JsonValue, Principal } from './identity.js';
export type { Clock } from './clock.js';
export type { FetchedDocument, FetchLimits, KeyFetcher } from './keys/fetcher.js';
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
export type { DecisionEvent, DecisionSink } from './decision/event.js';
export type { Explanation } from './decision/explanation.js';
export type { LayerVerdict } from './decision/trace.js';
export type { UnmatchedRequest } from './decision/unmatched.js';

export type { AuditedRouteSummary, RouteAudit, RouteAuditOptions } from './audit/audit-routes.js';
export type { AuditFinding, AuditFindingKind } from './audit/finding.js';

// For adapters.
export { auditRoutes, ROUTE_AUDIT_OPTIONS } from './audit/audit-routes.js';
export { markMiddleware, markOf, marksBeforeHandler, operationsOf } from './audit/marks.js';
export type { MiddlewareMark, RouteMarks } from './audit/marks.js';
export type { RouterContents, RouterRoute, UnreadMount } from './audit/router-routes.js';
export { asError } from './as-error.js';
export { attachedIdentity, attachIdentity } from './attachment.js';
export { headersByName } from './decision/headers.js';
export { pathOf } from './policy/route/canonical-path.js';
export { requestIdOf } from './request-id.js';
export { readIdentifyOptions } from './identify-options.js';
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
} from './options.js';
export type { OptionKind, OptionKinds } from './options.js';
export { VERIFIER_OPTIONS } from './verifier.js';
export { assertVerifier, middlewareFactory } from './wiring.js';
