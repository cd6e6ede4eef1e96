/** The error of a policy document, and the message that shows its problems on a terminal. */

import { pointerTo, stepsOf } from '../json/json-pointer.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { PolicyProblem } from './problem.js';
import { cut, printable } from '../io/printable.js';
import { excerpt } from './excerpt.js';
import { Lines, type Span } from './text/lines.js';
import { isPrintableKey } from './text/secretive.js';

/** The location of a text and the text itself: for messages only. */
export interface PolicyText {
  readonly file: string;
  readonly text: string;
  /** What must not be printed; `undefined` where the text could not be read. */
  readonly hidden?: readonly Span[] | undefined;
}

/** A policy document that cannot be used. All its problems are in `problems`; `message` is for a terminal. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly #problems: readonly PolicyProblem[];
  readonly #file: string;

  constructor(problems: readonly PolicyProblem[], source: PolicyText | undefined) {
    const file = source?.file ?? 'policy';
    // A name in the document may hold what would move the cursor of the terminal that shows it, and a key may be a secret.
    const printed = problems.map((problem) => ({
      ...problem,
      pointer: printablePointer(problem.pointer),
      message: printable(cut(problem.message, MAX_MESSAGE_LENGTH)),
    }));
    super(describe(printed, file, source));
    this.#problems = printed;
    this.#file = file;
  }

  /** Everything that is wrong. An accessor: a printed error shows its members, and the message has the problems already. */
  get problems(): readonly PolicyProblem[] {
    return this.#problems;
  }

  /** The file, or `policy` where there is none. */
  get file(): string {
    return this.#file;
  }
}

/** Of one problem. A document can have names of any length, which each message may repeat. */
const MAX_MESSAGE_LENGTH = 1000;

/** On a terminal. All of them are in `problems`. */
const MAX_SHOWN = 50;

function describe(problems: readonly PolicyProblem[], file: string, source: PolicyText | undefined): string {
  const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`;
  const lines = new Lines(source?.text ?? '');
  const shown = problems
    .slice(0, MAX_SHOWN)
    .map((problem) => describeOne(problem, file, lines, source?.hidden));
  const rest = problems.length - shown.length;
  return [
    `${file} is not a valid policy: ${count}`,
    ...shown,
    ...(rest > 0 ? [`… and ${String(rest)} more`] : []),
  ].join('\n\n');
}

function describeOne(
  problem: PolicyProblem,
  file: string,
  lines: Lines,
  hidden: readonly Span[] | undefined,
): string {
  const { line, column, message } = problem;
  const pointer = printable(cut(problem.pointer, 200));
  if (line === undefined || column === undefined) return `${pointer === '' ? file : pointer}\n  ${message}`;
  const head = `${file}:${String(line)}:${String(column)}  ${pointer}`.trimEnd();
  return [head, `  ${message}`, ...excerpt(lines, { line, column }, hidden)].join('\n');
}

/** The place, up to the first key that may be a secret itself. */
function printablePointer(pointer: string): string {
  const steps = stepsOf(pointer);
  const end = steps.findIndex((_step, index) => !isPrintableKey(steps.slice(0, index + 1)));
  return end === -1 ? pointer : pointerTo(steps.slice(0, end));
}

/**
 * Gives a mistake the stack of the application's call, so that an uncaught one is shown next to that call. The place in
 * this package that found it does not help, and Node would print a line of this package above the message.
 */
export function atCallOf(call: (...values: never[]) => unknown, error: unknown): unknown {
  if (error instanceof PolicyError || error instanceof ConfigurationError)
    Error.captureStackTrace(error, call);
  return error;
}
