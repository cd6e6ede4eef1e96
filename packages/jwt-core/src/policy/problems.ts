/** What can be wrong with a policy document, and how it is told. */

import { cut, printable } from './text/characters.js';
import { excerpt } from './text/excerpt.js';
import type { Span } from './text/hidden.js';
import { Lines } from './text/lines.js';
import { isPrintableKey } from './text/secretive.js';

/** What kind of mistake it is. Stable; the sentences are not. */
export type PolicyProblemCode =
  | 'syntax'
  | 'unreadable'
  | 'duplicate_key'
  | 'unknown_key'
  | 'missing_key'
  | 'invalid'
  | 'not_supported_yet'
  | 'undefined_reference'
  | 'widening'
  | 'ambiguous_route'
  | 'unreachable';

/** One mistake in a policy document. */
export interface PolicyProblem {
  readonly code: PolicyProblemCode;
  /** A JSON Pointer (RFC 6901) to the place. */
  readonly pointer: string;
  /** One sentence: what is wrong, and what to write instead. */
  readonly message: string;
  /** Line and column, from 1; absent for a policy that was written in code. */
  readonly line?: number;
  readonly column?: number;
}

/** The order of a text. */
export function byPlace(left: PolicyProblem, right: PolicyProblem): number {
  return (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0);
}

/** Where the text came from and what it says: for messages only. */
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
    const told = problems.map((problem) => ({
      ...problem,
      pointer: printablePointer(problem.pointer),
      message: printable(cut(problem.message, MAX_MESSAGE_LENGTH)),
    }));
    super(describe(told, file, source));
    this.#problems = told;
    this.#file = file;
  }

  /** Everything that is wrong. An accessor: the message has it already, and whatever prints an error prints its members. */
  get problems(): readonly PolicyProblem[] {
    return this.#problems;
  }

  /** The file, or `policy` where there is none. */
  get file(): string {
    return this.#file;
  }
}

/** Of one problem. A document can name things at any length, and have them in every message. */
const MAX_MESSAGE_LENGTH = 1000;

/** Whoever reads a terminal corrects a few at a time; all of them are in `problems`. */
const MOST_SHOWN = 50;

function describe(problems: readonly PolicyProblem[], file: string, source: PolicyText | undefined): string {
  const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`;
  const lines = new Lines(source?.text ?? '');
  const shown = problems
    .slice(0, MOST_SHOWN)
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

/** A mistake in how the library is called, found at start. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * A mistake with the stack of a call of the application, so that an uncaught one is shown beside that call. Where it was
 * found in here helps no one, and Node would print a line of this package above the message.
 */
export function atCallOf(call: (...values: never[]) => unknown, error: unknown): unknown {
  if (error instanceof PolicyError || error instanceof ConfigurationError)
    Error.captureStackTrace(error, call);
  return error;
}

/** The steps to a place in a document. */
export type Path = readonly (string | number)[];

/** Takes one problem. */
export type Report = (code: PolicyProblemCode, path: Path, message: string) => void;

/** A JSON Pointer from its steps (RFC 6901 §3). */
export function pointerTo(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The steps of a JSON Pointer, as text. */
export function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
