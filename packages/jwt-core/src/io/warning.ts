/** What an operator must know where the application has given no observer: a warning of the process. */

import { printable } from './printable.js';

/** Of one warning, in UTF-16 units. */
export const MAX_WARNING_LENGTH = 500;

/** Warns on standard error, unless the process handles its warnings otherwise. One line, of bounded length. */
export function warn(code: `JWT_POLICY_${string}`, message: string): void {
  const line = printable(message);
  const short = line.length > MAX_WARNING_LENGTH ? `${line.slice(0, MAX_WARNING_LENGTH - 1)}…` : line;
  process.emitWarning(short.toWellFormed(), { code });
}
