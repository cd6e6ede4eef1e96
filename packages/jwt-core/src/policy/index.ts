/** `@org/jwt-core/policy`: the policy document, what can be wrong with it, and the sources that it comes from. */

// The document.
export type {
  AcceptedIssuer,
  ClaimMatchers,
  Defaults,
  Duration,
  Grants,
  IdentityDocument,
  IssuerDocument,
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
} from './document/document.js';
export type { ProfileName } from './model/profile.js';
export type { Algorithm } from '../jose/algorithms.js';
export type { Jwk } from '../jose/jwk.js';

// From text, a file or code to a policy.
export { definePolicy, loadPolicy, parsePolicy, Policy } from './policy.js';
export type { ParsePolicyOptions } from './policy.js';
export { simplePolicy } from './simple-policy.js';
export type { SimplePolicyOptions } from './simple-policy.js';

// What is wrong with a document.
export { PolicyError } from './policy-error.js';
export type { PolicyProblem, PolicyProblemCode } from './problem.js';
export type { Place } from './text/text.js';

// Where documents come from, and what becomes of them.
export { filePolicySource } from './source/file-source.js';
export type { FilePolicySourceOptions } from './source/file-source.js';
export { httpsPolicySource } from './source/http-source.js';
export type { HttpsPolicySourceOptions } from './source/http-source.js';
export type { PolicyContent, PolicySource } from './source/source.js';
export type { PolicyOptions, ReloadOptions } from './source/open-policy.js';
export type { PolicyState } from './source/live-policy.js';
export type { PolicyRejection } from './source/rejection.js';
export type { PolicyStamp } from './compile/service-policy.js';
export type {
  PolicyActivated,
  PolicyAge,
  PolicyEvent,
  PolicyEventSink,
  PolicyRejected,
  PolicyUnreadable,
} from './source/policy-event.js';
