/** Text → plain value, strictly: one document, and a place for everything. */

import { nameOf, UNSEEN } from '../../io/printable.js';
import { turn } from '../../io/turn.js';
import { byPlace, type PolicyProblem } from '../problem.js';
import { compose } from './compose.js';
import { Lines, MAX_TEXT_LENGTH, type Place, type Span } from './lines.js';
import { Reader } from './reader.js';
import type { Fault } from './syntax.js';

/** What a text says, and where. */
export interface ParsedText {
  readonly value: unknown;
  readonly problems: readonly PolicyProblem[];
  /** What must not be printed; `undefined` where the text could not be read. */
  readonly hidden: readonly Span[] | undefined;
  /** The place of a JSON Pointer's value (or its key), or of the nearest thing around it. */
  locate(pointer: string, part?: 'value' | 'key'): Place;
}

/** Reads YAML 1.2 or JSON. Never throws on bad text: what is wrong is in `problems`. */
export async function parseText(text: string): Promise<ParsedText> {
  if (text.length > MAX_TEXT_LENGTH) return unreadable([TOO_LONG], new Lines(''));
  const lines = new Lines(text);
  // JSON may be indented by tabs, which YAML forbids, and end its lines with CR: both are only white space there.
  const source = isJson(text) ? text.replace(/\t|\r(?!\n)/gu, ' ') : text;
  const odd = findOddCharacter(source);
  const { contents, faults } = odd === undefined ? await compose(source) : { contents: null, faults: [odd] };
  if (contents === null) return unreadable(faults, lines);
  await turn();
  const reader = new Reader(lines, contents);
  return {
    value: reader.value,
    problems: [...problemsOf(faults, lines), ...reader.problems].sort(byPlace),
    hidden: reader.hidden,
    locate: (pointer, part) => reader.locate(pointer, part),
  };
}

const TOO_LONG = {
  offset: 0,
  message: `A policy document has at most ${String(MAX_TEXT_LENGTH)} characters.`,
};
const EMPTY = { offset: 0, message: 'The document is empty.' };

function unreadable(faults: readonly Fault[], lines: Lines): ParsedText {
  const problems = problemsOf(faults.length > 0 ? faults : [EMPTY], lines);
  return { value: undefined, problems, hidden: undefined, locate: () => ({ line: 1, column: 1 }) };
}

function problemsOf(faults: readonly Fault[], lines: Lines): readonly PolicyProblem[] {
  return faults.map(({ offset, message }) => ({
    code: 'syntax',
    pointer: '',
    message,
    ...lines.place(offset),
  }));
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/u.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What no text may have, whatever it says. */
const ODD: readonly (readonly [character: RegExp, message: string])[] = [
  [/\p{Surrogate}/u, 'This is half of a character (a lone surrogate): remove it.'],
  [/\0/u, 'This is a NUL character. Is the file not a text, or saved as UTF-16?'],
  [UNSEEN, 'This is an invisible character (U+): remove it.'],
  // It ends a line for some readers of YAML and none for others.
  [/\r(?!\n)/u, 'This line ends with a lone CR: use the line ends LF or CR LF.'],
];

function findOddCharacter(text: string): Fault | undefined {
  for (const [character, message] of ODD) {
    const offset = text.search(character);
    if (offset !== -1) return { offset, message: message.replace('U+', nameOf(text.slice(offset))) };
  }
  return undefined;
}
