/** Why something failed, in one short line for an event or a log. */

import { isNativeError } from 'node:util/types';

const MAX_REASON_LENGTH = 300;

/** The first line of an error's message. */
export function reasonOf(error: unknown, otherwise = 'unknown reason'): string {
  const message = isError(error) ? error.message : otherwise;
  return message.split('\n', 1).join('').slice(0, MAX_REASON_LENGTH);
}

/** Whether a value is an error, of this realm or of another one: under Jest, those of Node are of another. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value);
}

/** The code of a system error, such as `ECONNREFUSED`. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
