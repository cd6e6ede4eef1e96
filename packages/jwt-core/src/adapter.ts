/** `@org/jwt-core/adapter`: what an adapter of a framework needs besides the names of the root. */

// One request: what is asked, what is decided, and what its identity is.
export { enforce } from './adapter/enforce.js';
export type { ExchangePort, OnDeny } from './adapter/enforce.js';
export { readNodeRequest, sendNodeResponse, setNodeHeaders } from './adapter/node-exchange.js';
export type { NodeRequest, NodeResponse, RequestContext } from './adapter/node-exchange.js';
export { readDecideOptions, readIdentifyOptions } from './verify/access-question.js';
export { attachedIdentity } from './adapter/attachment.js';
export { requestIdOf } from './adapter/request-id.js';
export { pathOf } from './policy/route/canonical-path.js';

// The middlewares of a framework that has middlewares.
export { ACCESS_OPTIONS, createMiddlewares } from './adapter/middlewares.js';
export type { AccessOptions, GuardPlace, MiddlewareFramework, Middlewares } from './adapter/middlewares.js';

// The response.
export { headersByName } from './decision/headers.js';
export { createIdentity } from './decision/identity.js';
export type { IdentityFacts } from './decision/identity.js';
export type { DenialResponse, Disclosure, HeaderPair } from './decision/problem.js';
export type { ShadowVerdict } from './decision/decision.js';

// Options, and mistakes in the wiring.
export { didYouMean } from './options/did-you-mean.js';
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
export { VERIFIER_OPTIONS } from './verify/create-verifier.js';
export type { OperationSummary, WarmUpOptions } from './verify/verifier.js';
export { assertVerifier, isVerifier } from './adapter/wiring.js';
export { wireVerifier } from './adapter/promised-verifier.js';
export type { WiredVerifier } from './adapter/promised-verifier.js';

// The audit of a router's routes.
export { auditRoutes } from './audit/audit-routes.js';
export type { AuditedRouteSummary, RouteAudit, RouteAuditOptions } from './audit/audit-routes.js';
export { isObject, isOfEveryMethod, property } from './audit/foreign-object.js';
export { readAuditOptions } from './audit/mounts.js';
export type { AuditedMount, MountedAuditOptions } from './audit/mounts.js';
export type { AuditFinding, AuditFindingKind } from './audit/finding.js';
export { markOf, marksBeforeHandler, operationsOf } from './adapter/marks.js';
export type { MiddlewareMark, RouteMarks } from './adapter/marks.js';
export type { RouterContents, RouterRoute, UnreadMount } from './audit/router-routes.js';
