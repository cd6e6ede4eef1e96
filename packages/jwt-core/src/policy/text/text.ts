/** Text → plain value, strictly: one document, and a place for everything. */

import { findLoneReturn, findOddCharacter, LONGEST_TEXT, type TextProblem } from './characters.js';
import { compose, type Composed } from './compose.js';
import { hiddenSpans, type Span } from './hidden.js';
import { Lines, type Place } from './lines.js';
import { byPlace, type PolicyProblem } from '../problem.js';
import { Reader } from './reader.js';
import { inOneSentence, isDecoration, isIndependent } from './syntax.js';
import { turn } from '../../io/turn.js';

export type { Place } from './lines.js';

/** What a text says, and where. */
export interface ParsedText {
  readonly value: unknown;
  readonly problems: readonly PolicyProblem[];
  /** The place of a JSON Pointer's value (or its key), or of the nearest thing around it. */
  locate(pointer: string, part?: 'value' | 'key'): Place;
  /** What must not be printed; `undefined` where the text could not be read. */
  hidden(): readonly Span[] | undefined;
}

/** Reads YAML 1.2 or JSON. Never throws on bad text: what is wrong is in `problems`. */
export async function parseText(text: string): Promise<ParsedText> {
  const lines = new Lines(text);
  const isJson = text.length <= LONGEST_TEXT && readsAsJson(text);
  const early = refuseEarly(text, isJson);
  if (early !== undefined) return unparsed([syntaxProblem(early, lines)]);
  // JSON may be indented by tabs, which YAML forbids, and end its lines with CR: both are only white space there.
  const composed = await compose(isJson ? text.replace(/[\t\r]/gu, ' ') : text);
  const problems = syntaxProblems(composed, lines);
  if (composed.contents === null || !composed.faults.every(isIndependent)) {
    const nothing = { offset: 0, message: EMPTY };
    return unparsed(problems.length > 0 ? problems : [syntaxProblem(nothing, lines)]);
  }
  await turn();
  const { contents } = composed;
  const reader = new Reader(lines, contents);
  const value = reader.read(contents);
  return {
    value,
    problems: [...problems, ...reader.problems].sort(byPlace),
    locate: (pointer, part) => reader.locate(pointer, part),
    hidden: () => hiddenSpans(contents),
  };
}

const EMPTY = 'The document is empty.';

function refuseEarly(text: string, isJson: boolean): TextProblem | undefined {
  if (text.length > LONGEST_TEXT) {
    return { offset: 0, message: `A policy document has at most ${String(LONGEST_TEXT)} characters.` };
  }
  if (text.trim() === '') return { offset: 0, message: EMPTY };
  return findOddCharacter(text) ?? (isJson ? undefined : findLoneReturn(text));
}

function readsAsJson(text: string): boolean {
  if (!/^\s*[[{]/u.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Of what breaks the structure, the first alone: whatever is said behind it mostly follows from it. */
function syntaxProblems({ faults, stop }: Composed, lines: Lines): readonly PolicyProblem[] {
  const inOrder = faults.toSorted((left, right) => left.offset - right.offset);
  const first = inOrder.findIndex((fault) => !isIndependent(fault));
  const told = first === -1 ? inOrder : inOrder.slice(0, first + 1);
  const problems = told
    .filter(({ code }) => !isDecoration(code))
    .map((fault) => {
      const { line, column } = lines.place(fault.offset);
      return syntaxProblem(
        { offset: fault.offset, message: inOneSentence(fault, lines.line(line), column) },
        lines,
      );
    });
  return stop === undefined || first !== -1 ? problems : [...problems, syntaxProblem(stop, lines)];
}

function syntaxProblem({ offset, message }: TextProblem, lines: Lines): PolicyProblem {
  return { code: 'syntax', pointer: '', message, ...lines.place(offset) };
}

function unparsed(problems: readonly PolicyProblem[]): ParsedText {
  return { value: undefined, problems, locate: () => ({ line: 1, column: 1 }), hidden: () => undefined };
}
