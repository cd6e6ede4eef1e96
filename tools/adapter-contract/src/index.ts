/** `@org/adapter-contract`: the tests that every adapter passes, and what they need of an adapter. */

export { allOf, FORGED, observe, ROUTE, splitAsks } from './driver.js';
export type { AdapterDriver, Application, Ask, Observation, Reports, Served } from './driver.js';
export { describeAudit, findingsOf, routesOf, verifierOf } from './audit.js';
export type { AuditDriver, Route, Step } from './audit.js';
export { describeCredentials } from './credentials.js';
export { describeDecisions } from './decisions.js';
export { describeDenials } from './denials.js';
export { createDispatchVerifier } from './dispatch.js';
export type { DispatchVerifier } from './dispatch.js';
export { describeHttp2 } from './http2.js';
export type { Http2Server } from './http2.js';
export { describeLiterals } from './literals.js';
export type { LiteralRoute, LiteralsDriver } from './literals.js';
export { describePromised } from './promised.js';
export { describePathParameters } from './path-parameters.js';
export type { PathParameterWiring, Ran } from './path-parameters.js';
export { describeReload } from './reload.js';
export { describeWiring } from './wiring.js';
export type { MiddlewareDriver } from './wiring.js';
