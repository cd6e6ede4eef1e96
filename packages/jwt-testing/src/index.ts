/** The public names of `@org/jwt-testing`, one by one. */

export { createTestIssuer } from './issuer/test-issuer.js';
export type { ClaimsToSign, MintOptions, TestIssuer, TestIssuerOptions } from './issuer/test-issuer.js';
export type { SegmentContent } from './issuer/compact.js';
export type { JwkSet } from './issuer/published-keys.js';
export type { SigningAlgorithm, SigningKey } from './issuer/signing-key.js';

export { toAccessRequest, withBearer, withHeader } from './request-description.js';
export type { HeaderLine, RequestDescription } from './request-description.js';

export { ALTERATIONS } from './alterations/alterations.js';
export type { Alteration, TokenMaterial } from './alterations/alteration.js';

export { ATTACK_CLASSES, attackMatrix } from './attacks/matrix.js';
export { ATTACK_CONDITIONS } from './attacks/conditions.js';
export type { AttackCondition } from './attacks/conditions.js';
export type { AttackClass } from './attacks/row.js';
export type { Aim, AttackTarget } from './attacks/target.js';
export { oddityMatrix } from './oddities/matrix.js';
export type { OddityTarget } from './oddities/matrix.js';
export { ODDITY_CONDITIONS } from './oddities/conditions.js';
export type { OddityCondition } from './oddities/conditions.js';
export type { Oddity } from './oddities/oddity.js';
export { runMatrix } from './attacks/run-matrix.js';
export type { MatrixAnswer, MatrixFailure, MatrixOptions, MatrixRow } from './attacks/run-matrix.js';

export { createRawHttpKit } from './raw-http/kit.js';
export type { RawHttpKit } from './raw-http/kit.js';
export { runRawHttp } from './raw-http/run.js';
export type { RawHttpReport, RawHttpServer } from './raw-http/run.js';
export { RAW_HTTP_LITERALS, runRawHttpLiterals } from './raw-http/literals.js';
export type { RawHttpLiteral } from './raw-http/literals.js';
export type { RawHttpPlace } from './raw-http/matrix.js';
export type { Caller, CallerTokens } from './raw-http/callers.js';
export { createJournal, RAN_HEADER } from './raw-http/journal.js';
export type { RawHttpJournal } from './raw-http/journal.js';
export { RAW_HTTP_ROUTES } from './raw-http/policy.js';
export type { RawHttpRoute } from './raw-http/policy.js';
export { createPathParameterKit } from './raw-http/parameters.js';
export type { PathParameterKit, PathParameterReport } from './raw-http/parameters.js';
export { upstreamOperation } from './raw-http/upstream.js';

export { createConformanceKit } from './conformance/kit.js';
export type { ConformanceKit } from './conformance/kit.js';
export { runConformance } from './conformance/run.js';
export type { ConformanceOptions, ConformanceResult } from './conformance/run.js';
export { CONFORMANCE_ROUTES } from './conformance/routes.js';
export type { ConformanceRoute } from './conformance/routes.js';
export { answerOf } from './conformance/answer.js';
export type { ConformanceAnswer } from './conformance/answer.js';
export { CONFORMANCE_CASES } from './conformance/cases.js';
export type { Binding, ConformanceCase, ConformanceParties, Expectation } from './conformance/case.js';
export { CONFORMANCE_AUDIENCE, CONFORMANCE_SERVICE, conformanceDocument } from './conformance/policy.js';
export type { ConformanceIssuers } from './conformance/policy.js';

export { serveOnce } from './serve-once.js';
export type { Answer } from './serve-once.js';
export { STUB_ALLOWED, STUB_DENIED, stubVerifier } from './stub-verifier.js';
