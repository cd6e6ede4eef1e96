import { isError } from '../io/reason.js';

/**
 * What was thrown, as an Error. Express takes `undefined` for "go on", and Koa never answers after it: only an Error is
 * sure to end a request.
 */
export function asError(reason: unknown): Error {
  return isError(reason)
    ? reason
    : new Error('The value that was thrown is not an Error.', { cause: reason });
}
