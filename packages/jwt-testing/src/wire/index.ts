/** `@org/jwt-testing/wire`: requests as bytes over a socket, and a record of the handlers that ran. */

// The matrix of requests that no HTTP client would send, for one server.
export { createRawHttpKit } from './kit.js';
export type { RawHttpKit } from './kit.js';
export { runRawHttp } from './run.js';
export type { RawHttpReport, RawHttpServer } from './run.js';
export type { RawHttpOptions } from './matrix.js';
export type { Caller, CallerTokens } from './callers.js';

// What the server under test registers and records.
export { RAW_HTTP_ROUTES } from './policy.js';
export type { RawHttpRoute } from './policy.js';
export { createJournal, RAN_HEADER } from './journal.js';
export type { RawHttpJournal } from './journal.js';
export { upstreamOperation } from './upstream.js';

// Every spelling of a literal in a path, and of a path parameter.
export { RAW_HTTP_LITERALS, runRawHttpLiterals } from './path-literals.js';
export type { RawHttpLiteral } from './path-literals.js';
export { createPathParameterKit } from './path-parameters.js';
export type { PathParameterKit, PathParameterReport } from './path-parameters.js';

// One request to a server that lives for it alone.
export { serveOnce } from '../http/serve-once.js';
export type { ServedResponse } from '../http/serve-once.js';
