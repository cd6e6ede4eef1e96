/** Headers that the application adds to a fetch. */

import { withDeadline } from './deadline.js';
import { FetchFailure } from './fetch-failure.js';

export type RequestHeaders = Readonly<Record<string, string>>;

/**
 * The headers, by names in lower case. What the application's function throws may quote a token, so it goes no further.
 *
 * @throws Error where the function fails, or does not answer within `timeoutMs`.
 */
export async function readHeaders(
  headers: RequestHeaders | (() => RequestHeaders | Promise<RequestHeaders>),
  timeoutMs: number,
): Promise<RequestHeaders> {
  if (typeof headers !== 'function') return inLowerCase(headers);
  const asked = callHeaders(headers).catch(() => {
    throw new FetchFailure('headers() failed');
  });
  return withDeadline(asked, timeoutMs, `headers() did not answer within ${String(timeoutMs)} ms`);
}

/** A promise also where the function throws. */
async function callHeaders(headers: () => RequestHeaders | Promise<RequestHeaders>): Promise<RequestHeaders> {
  return inLowerCase(await headers());
}

function inLowerCase(headers: RequestHeaders): RequestHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
