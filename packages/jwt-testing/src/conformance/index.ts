/** `@org/jwt-testing/conformance`: the parts of the kit, for authors of adapters. The run itself is in the root. */

// The table.
export { CONFORMANCE_CASES } from './cases.js';
export type {
  ConformanceBinding,
  ConformanceCase,
  ConformanceExpectation,
  ConformanceParties,
} from './case.js';

// The policy, for a kit of your own.
export { CONFORMANCE_AUDIENCE, CONFORMANCE_SERVICE, conformanceDocument } from './policy.js';
export type { ConformanceIssuers } from './policy.js';

// What a server under test registers and answers, and what a run is given.
export type { ConformanceRoute } from './routes.js';
export type { ConformanceAnswer } from './answer.js';
export type { ConformanceOptions } from './run.js';
