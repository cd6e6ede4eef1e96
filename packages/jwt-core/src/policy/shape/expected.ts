/** How the schema says what it wanted: `Expected …, found …`. */

import { cut } from '../text/characters.js';

/** What stands there, for a message. The credentials of a URL are never repeated. */
export const found = (input: unknown): string => {
  if (input === undefined) return 'nothing';
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a mapping';
  return typeof input === 'string'
    ? `"${cut(input.replace(/\/\/[^/\s]*@/gu, '//…@'))}"`
    : `the ${typeof input} ${JSON.stringify(input)}`;
};

/** The message without the value that it repeats, for a place where a secret may stand. */
export const withoutValue = (message: string, input: unknown): string =>
  typeof input === 'object' || input === undefined
    ? message
    : message.replaceAll(found(input), `a ${typeof input} that is not repeated here`);

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

/** The usual cause where a value is missing. */
export const UNSET_HINT: string = ' Is an environment variable unset?';
