/** What the YAML parser says, in sentences that tell what to write instead. */

import type { ErrorCode } from 'yaml';

/** An error of the parser. */
export interface SyntaxFault {
  readonly offset: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** Told on its own: the parser knows how to go on behind it, so what follows is no consequence of it. */
export function isIndependent({ code }: SyntaxFault): boolean {
  return code === 'BAD_DQ_ESCAPE' || code === 'KEY_OVER_1024_CHARS' || isDecoration(code);
}

/** The reader refuses anchors, aliases and tags anyway, with their pointers. */
export function isDecoration(code: ErrorCode): boolean {
  return DECORATIONS.has(code);
}

const DECORATIONS: ReadonlySet<ErrorCode> = new Set([
  'ALIAS_PROPS',
  'BAD_COLLECTION_TYPE',
  'MULTIPLE_ANCHORS',
  'MULTIPLE_TAGS',
  'TAG_RESOLVE_FAILED',
]);

const NO_DECORATION =
  'A policy document has no anchors (&name), aliases (*name) and tags (!name): quote a text that starts so.';
const TOO_DEEP = 'This is nested too deeply to be a policy document.';
const UNKNOWN = 'This is no YAML. Is a quote, a ":" or some indentation missing here, or in the line above?';

/** Of a code, the sentences by a part of the library's message. The last one is for all the rest. */
const SENTENCES: Readonly<Record<ErrorCode, readonly (readonly [part: string, sentence: string])[]>> = {
  ALIAS_PROPS: [['', NO_DECORATION]],
  BAD_ALIAS: [['', NO_DECORATION]],
  BAD_COLLECTION_TYPE: [['', NO_DECORATION]],
  BAD_DIRECTIVE: [['', 'A policy document has no directives (%NAME): remove this line.']],
  BAD_DQ_ESCAPE: [
    ['', 'There is no such escape in a "text": write "\\\\" for a backslash, or use single quotes.'],
  ],
  BAD_INDENT: [
    [
      'mapping items',
      'This key does not stand under the other keys of its mapping: indent all of them alike.',
    ],
    ['sequence items', 'This "-" does not stand under the others of its list: indent all of them alike.'],
    ['end with a ]', 'Expected "]" here: the list is not closed, or its lines are not indented.'],
    ['end with a }', 'Expected "}" here: the mapping is not closed, or its lines are not indented.'],
    ['', 'The lines of this text must be indented further than its key, all of them alike.'],
  ],
  BAD_PROP_ORDER: [['', NO_DECORATION]],
  BAD_SCALAR_START: [['', 'A text cannot start with this character: write it in quotes.']],
  BLOCK_AS_IMPLICIT_KEY: [
    [
      'Nested mappings',
      'A second ":" stands in this line: quote the value, or write its mapping in the next line.',
    ],
    ['', 'A list cannot be a key: indent the list under its key.'],
  ],
  BLOCK_IN_FLOW: [
    [
      '',
      'A second ":", or a "- ", cannot stand inside { … } and [ … ]: quote the text, or write { key: value } and [a, b].',
    ],
  ],
  DUPLICATE_KEY: [['', 'This key stands here for the second time. Rename or remove one of them.']],
  IMPOSSIBLE: [['', UNKNOWN]],
  KEY_OVER_1024_CHARS: [['', 'A key has at most 1024 characters.']],
  MISSING_CHAR: [
    ['Comments', 'Write a space before "#", or the text in quotes.'],
    ['Tags and anchors', NO_DECORATION],
    ['sequence props', NO_DECORATION],
    ['quote', 'The quote of this text is not closed.'],
    ['Missing space', 'Write a space after ":".'],
    ['Missing , or :', 'Expected "," or ":" before this.'],
    ['Missing ,', 'Expected "," before this.'],
    ['without - indicator', 'Expected "- " before this: it stands in a list.'],
    ['map values', 'Expected "key: value": the ":" and a space are missing behind this.'],
    ['end with a ]', 'Expected "]" here: the list is not closed.'],
    ['end with a }', 'Expected "}" here: the mapping is not closed.'],
    ['directives-end', 'Start the document in the line after "---".'],
    [
      'leading empty lines',
      'The empty lines at the start of this text are longer than its indentation: remove their spaces.',
    ],
    ['', UNKNOWN],
  ],
  MULTILINE_IMPLICIT_KEY: [
    ['', 'A key stands in one line, with ":" and a space behind it. Is the ":" missing in the line above?'],
  ],
  MULTIPLE_ANCHORS: [['', NO_DECORATION]],
  MULTIPLE_DOCS: [['', 'A second document starts here: a policy is exactly one document.']],
  MULTIPLE_TAGS: [['', NO_DECORATION]],
  NON_STRING_KEY: [['', 'A key is a text: quote it if it looks like something else.']],
  RESOURCE_EXHAUSTION: [['', TOO_DEEP]],
  TAB_AS_INDENT: [['', 'A tab stands where YAML wants spaces: indent with spaces.']],
  TAG_RESOLVE_FAILED: [['', NO_DECORATION]],
  UNEXPECTED_TOKEN: [
    ['Unexpected , in', 'Nothing stands before this ",": remove it, or write what is missing.'],
    ['empty item', 'Nothing stands before this ",": remove it, or write what is missing.'],
    [
      'block scalar header',
      'Behind "|" or ">", the text starts in the next line: quote a text that starts so.',
    ],
    [
      'Block scalar header',
      'Behind "|" or ">", the text starts in the next line: quote a text that starts so.',
    ],
    ['block-seq-ind', 'A list starts in the line after its key, or is written [a, b].'],
    ['seq-item-ind', 'A "- " cannot stand here: inside [ … ], write a, b; elsewhere, start a line with it.'],
    ['flow-seq-end', 'This "]" closes nothing: remove it, or quote the text.'],
    ['flow-map-end', 'This "}" closes nothing: remove it, or quote the text.'],
    ['explicit-key-ind', 'A "?" cannot stand here: write key: value, or quote the text.'],
    ['Unexpected ?', 'A "?" cannot stand here: write key: value, or quote the text.'],
    ['Unexpected :', 'This ":" is one too many: remove it, or quote the text.'],
    ['map-value-ind', 'This ":" is one too many: remove it, or quote the text.'],
    ['alias', NO_DECORATION],
    ['anchor', NO_DECORATION],
    ['tag', NO_DECORATION],
    [
      'at node end',
      'Something stands behind a value that has already ended: quote the whole value, or start a new line.',
    ],
    ['', UNKNOWN],
  ],
};

/** How far around the place an unquoted parameter is looked for: the line may be as long as the document. */
const AROUND = { before: 200, after: 50 } as const;

/** What is wrong, and what to write instead. */
export function inOneSentence({ code, message }: SyntaxFault, line: string, column: number): string {
  const around = line.slice(Math.max(0, column - AROUND.before), column + AROUND.after);
  if (/\{.*\broute:\s*[^"'\s]+ [^"',]*\{/u.test(around)) {
    return 'Inside { … }, a route with {parameters} needs quotes: route: "GET /orders/{id}".';
  }
  return SENTENCES[code].find(([part]) => message.includes(part))?.[1] ?? UNKNOWN;
}
