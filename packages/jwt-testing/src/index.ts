/**
 * What a test of a service needs every day. The rest has subpaths: `/attacks`, `/edge-cases`, `/wire`, `/conformance`.
 */

// A test issuer: real keys, real HTTP, and tokens that are good or wrong.
export { createTestIssuer } from './issuer/test-issuer.js';
export type { ClaimsToSign, MintOptions, TestIssuer, TestIssuerOptions } from './issuer/test-issuer.js';
export type { SigningAlgorithm } from './issuer/signing-key.js';

// Your own policy, with the test issuer in the place of its issuers.
export { policyForTesting } from './policy/policy-for-testing.js';
export type { CallerOptions, TestCaller, TestPolicy } from './policy/policy-for-testing.js';

// Requests, described: for a socket, or for a verifier without any server.
export { toAccessRequest, withBearer, withHeader } from './http/request-description.js';
export type { RequestDescription } from './http/request-description.js';

// Alterations: ways to break a good token, by name, each with the one reason code that must answer.
export { ALTERATIONS } from './alterations/alterations.js';
export type { Alteration, TokenMaterial } from './alterations/alteration.js';

// A run: sends alterations, attacks or edge cases to a service, and returns the wrong answers.
export { runMatrix } from './run-matrix.js';
export type { MatrixAnswer, MatrixFailure } from './run-matrix.js';

// A conformance run: compares a server, response by response, with the decisions of the core.
export { createConformanceKit } from './conformance/kit.js';
export type { ConformanceKit } from './conformance/kit.js';
export { runConformance } from './conformance/run.js';
export type { ConformanceResult } from './conformance/run.js';
export { CONFORMANCE_ROUTES } from './conformance/routes.js';
export { answerOf } from './conformance/answer.js';

// Verifiers with a known answer, for tests of what comes after the decision.
export { STUB_ALLOWED, STUB_DENIED, stubAllowed, stubVerifier } from './stub-verifier.js';
