/** `@org/jwt-core/policy`: the policy document, what can be wrong with it, and the sources that it comes from. */

// The document.
export type {
  AcceptedIssuer,
  ClaimMatchers,
  Duration,
  Grants,
  IdentityDocument,
  IssuerDocument,
  KeySource,
  KeySources,
  Limits,
  ListedKeySource,
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
  Waiver,
} from './policy/document/document.js';
export type {
  CredentialDocument,
  CredentialPlaceDocument,
  QueryCredential,
} from './policy/document/credentials.js';
export type { Algorithm } from './jose/algorithms.js';
export type { Jwk } from './jose/jwk.js';
export type {
  ClientClaim,
  Lacks,
  PrincipalDocument,
  PrincipalPredicates,
  RoleForm,
  RolesDocument,
} from './policy/document/provider.js';

// What is known of identity providers, as data: profiles, and what marks a token as no person's.
export { PROFILES } from './policy/model/profiles.js';
export type { Profile, ProviderFacts } from './policy/model/profile.js';
export { IMPERSONAL_MARKS } from './integrity/facts/impersonal.js';
export type { ImpersonalMark } from './integrity/facts/impersonal.js';

// From text, a file or code to a policy.
export { definePolicy, loadPolicy, parsePolicy, Policy } from './policy/policy.js';
export type { ParsePolicyOptions } from './policy/policy.js';
export { simplePolicy } from './policy/simple-policy.js';
export type { SimplePolicyOptions } from './policy/simple-policy.js';

// What is wrong with a document.
export { PolicyError } from './policy/policy-error.js';
export type { PolicyProblem, PolicyProblemCode } from './policy/problem.js';
export type { Place } from './policy/text/lines.js';

// The document with its profiles applied, as plain data: for what checks, compares and exports policies.
export type {
  GrantPolicy,
  IdentityWith,
  PrincipalRule,
  ResolvedAcceptance,
  ResolvedIdentity,
  ResolvedIssuer,
  ResolvedKeySource,
  ResolvedOperation,
  ResolvedPolicy,
  ResolvedRule,
  ResolvedService,
  ResolvedTenantSource,
  RuleWith,
  SubjectPolicy,
  TimeLimits,
} from './policy/model/resolved-policy.js';
export type { ResolvedPlace } from './policy/model/credentials.js';
export type { ClaimCondition } from './policy/model/matcher.js';
export type { ClaimPath } from './policy/model/claim-path.js';
export { meetsConditions } from './policy/compile/matchers.js';

// Where documents come from, and what becomes of them.
export { filePolicySource } from './policy/source/file-source.js';
export type { FilePolicySourceOptions } from './policy/source/file-source.js';
export { httpsPolicySource } from './policy/source/http-source.js';
export type { HttpsPolicySourceOptions } from './policy/source/http-source.js';
export type { PolicyContent, PolicySource } from './policy/source/source.js';
export type { PolicyOptions, ReloadOptions } from './policy/source/open-policy.js';
export type { PolicyState } from './policy/source/live-policy.js';
export type { PolicyRejection } from './policy/source/rejection.js';
export type { PolicyStamp } from './policy/compile/service-policy.js';
export type {
  PolicyActivated,
  PolicyAge,
  PolicyEvent,
  PolicyEventSink,
  PolicyRejected,
  PolicyUnreadable,
} from './policy/source/policy-event.js';
