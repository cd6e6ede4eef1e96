/** Errors of the YAML parser → sentences that say what to write instead. */

import type { ErrorCode, YAMLParseError } from 'yaml';

/** A place in a text, and what is wrong there. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
}

export const NO_DECORATION =
  'A policy has no anchors (&name), aliases (*name) and tags (!name): write the value out, or quote the text.';

const SENTENCES: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_ALIAS: NO_DECORATION,
  BAD_DIRECTIVE: 'A policy has no directives (%NAME): remove this line.',
  BAD_DQ_ESCAPE: 'There is no such escape in a "text": write "\\\\" for a backslash, or use single quotes.',
  BAD_INDENT: 'This is not indented as its neighbours: indent the parts of a mapping, list or text alike.',
  BAD_PROP_ORDER: NO_DECORATION,
  BAD_SCALAR_START: 'A text cannot start with this character: write it in quotes.',
  BLOCK_AS_IMPLICIT_KEY:
    'A second ":" is in this line: quote the value, or start a new line for its mapping.',
  BLOCK_IN_FLOW: 'A "- " or a second ":" cannot be inside { … } and [ … ]: quote it, or write [a, b].',
  KEY_OVER_1024_CHARS: 'A key has at most 1024 characters.',
  MISSING_CHAR: 'Something is missing before this: a ",", a ":", a "- " or a space.',
  MULTILINE_IMPLICIT_KEY: 'A key is one line, with ":" and a space after it. Has the line above its ":"?',
  MULTIPLE_DOCS: 'A second document starts here: a policy is exactly one document.',
  TAB_AS_INDENT: 'A tab is where YAML wants spaces: indent with spaces.',
  UNEXPECTED_TOKEN: 'This cannot be here: remove it, write what is missing before it, or quote the text.',
};
/** Where a code says little, a part of the parser's message says more. */
const SENTENCES_BY_PART: Readonly<Record<string, string>> = {
  'end with a ': 'A bracket is not closed before this: write "]" or "}", or indent the lines in it.',
  'Comments must': 'Write a space before "#", or the text in quotes.',
  'followed by map values': 'Expected "key: value": the ":" and a space are missing after this.',
  'at node end': 'The value has ended before this: separate two values, or quote the whole text.',
  'lock scalar header': 'After "|" or ">", the text starts in the next line: quote a text that starts so.',
};
const UNKNOWN = 'This is not YAML. Is a quote, a ":" or some indentation missing here, or in the line above?';
const QUOTE_ROUTE = 'Inside { … }, a route with {parameters} needs quotes: route: "GET /orders/{id}".';

/** What is wrong, and what to write instead. */
export function sentenceOf(code: ErrorCode, message = ''): string {
  const [, byPart] = Object.entries(SENTENCES_BY_PART).find(([part]) => message.includes(part)) ?? [];
  return byPart ?? SENTENCES[code] ?? UNKNOWN;
}

/** These are about what the reader rejects anyway, with its pointer. */
const REPEATED = /^(?:ALIAS_PROPS|BAD_COLLECTION_TYPE|MULTIPLE_ANCHORS|MULTIPLE_TAGS|TAG_RESOLVE_FAILED)$/u;
/** After one of these, the parser knows how to go on. After any other, what it reads means nothing. */
const HARMLESS = /^(?:BAD_DQ_ESCAPE|KEY_OVER_1024_CHARS)$/u;
const MAX_HARMLESS = 100;

/** What to report, in the order of the text: after an error that breaks the structure, the rest mostly follows from it. */
export function faultsOf(
  errors: readonly YAMLParseError[],
  text: string,
): { faults: Fault[]; isBroken: boolean } {
  const inOrder = errors
    .filter(({ code }) => !REPEATED.test(code))
    .sort(({ pos: [a] }, { pos: [b] }) => a - b);
  const faults: Fault[] = [];
  for (const { code, message, pos } of inOrder) {
    const [offset] = pos;
    const near = text.slice(Math.max(0, offset - 200), offset + 50);
    const isRoute = /\{.*\broute:\s*[^"'\s]+ [^"',\n]*\{/u.test(near);
    faults.push({ offset, message: isRoute ? QUOTE_ROUTE : sentenceOf(code, message) });
    if (!HARMLESS.test(code) || faults.length === MAX_HARMLESS) return { faults, isBroken: true };
  }
  return { faults, isBroken: false };
}
