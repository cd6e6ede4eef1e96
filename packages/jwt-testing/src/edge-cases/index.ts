/** `@org/jwt-testing/edge-cases`: unusual requests that must be allowed. `runMatrix` of the root sends them. */

export { edgeCaseMatrix } from './matrix.js';
export type { EdgeCaseTarget } from './matrix.js';
export { EDGE_CASE_CONDITIONS } from './conditions.js';
export type { EdgeCaseCondition } from './conditions.js';
export type { EdgeCase } from './edge-case.js';
