/**
 * For adapters: whatever was thrown, as an error. Frameworks take `undefined` for "go on" (Express) or never answer
 * (Koa): only an Error is sure to end a request.
 */
export function asError(reason: unknown): Error {
  return reason instanceof Error
    ? reason
    : new Error('Something was thrown that is no Error.', { cause: reason });
}
