/** How the schema says what it wanted: `Expected …, found …`. */

import { UNSET_HINT } from '../../options/unset-hint.js';
import { cut } from '../../io/printable.js';
import { isSecretiveText } from '../text/secretive.js';

/** What is there, for a message. What may be a secret by its looks is not repeated anywhere. */
export const found = (input: unknown): string => {
  if (typeof input === 'number') return `the number ${JSON.stringify(input)}`;
  const isShown = typeof input === 'string' && !isSecretiveText(input.slice(0, MAX_SEARCHED));
  return isShown ? `"${cut(input)}"` : kindOf(input);
};

/** Far more than a message shows. The search takes longer than the text is long. */
const MAX_SEARCHED = 200;

/** What kind of thing is there, for a place where a secret may be. */
export const kindOf = (input: unknown): string => {
  if (input === undefined) return 'nothing';
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a mapping';
  if (typeof input === 'boolean') return `the boolean ${String(input)}`;
  if (typeof input !== 'string') return `a ${typeof input}`;
  if (UNSET.includes(input)) return `"${input}"`;
  return `a string of ${String(input.length)} character${input.length === 1 ? '' : 's'}`;
};

/** What arrives where a variable is unset or a value is printed without care. No secrets, and worth repeating. */
export const UNSET: readonly string[] = ['undefined', 'null', 'NaN', '[object Object]'];

/** The message without the value that it repeats, for a place where a secret may be. */
export const withoutValue = (message: string, input: unknown): string =>
  message.replaceAll(found(input), kindOf(input));

/** `Expected …, found …`, and a hint that helps with the usual cause. */
export const expected =
  (what: string, hint = '') =>
  (issue: { readonly input: unknown }): string =>
    `Expected ${what}, found ${found(issue.input)}.${hintFor(issue.input) ?? hint}`;

/** A value that is not there has a cause of its own. */
function hintFor(input: unknown): string | undefined {
  if (input === undefined) return UNSET_HINT;
  return input === null ? ' Is the value missing?' : undefined;
}
