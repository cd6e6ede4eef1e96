/** What can be wrong with a policy document, and how it is told. */

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

/** Where the text came from and what it says: for messages only. */
export interface PolicyText {
  readonly file: string;
  readonly text: string;
}

/** A policy document that cannot be used. All its problems are in `problems`; `message` is for a terminal. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly problems: readonly PolicyProblem[];
  /** The file, or `policy` where there is none. */
  readonly file: string;

  constructor(problems: readonly PolicyProblem[], source: PolicyText | undefined) {
    const file = source?.file ?? 'policy';
    super(describe(problems, file, source));
    this.problems = problems;
    this.file = file;
  }
}

function describe(problems: readonly PolicyProblem[], file: string, source: PolicyText | undefined): string {
  const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`;
  const lines = source?.text.split(/\r?\n/u) ?? [];
  const shown = problems.map((problem) => describeOne(problem, file, lines));
  return [`${file} is not a valid policy: ${count}`, ...shown].join('\n\n');
}

function describeOne(problem: PolicyProblem, file: string, lines: readonly string[]): string {
  const { line, column } = problem;
  if (line === undefined || column === undefined) {
    return `${problem.pointer === '' ? file : problem.pointer}\n  ${problem.message}`;
  }
  const head = `${file}:${String(line)}:${String(column)}  ${problem.pointer}`.trimEnd();
  return [head, `  ${problem.message}`, ...caret(lines[line - 1] ?? '', line, column)].join('\n');
}

const WIDEST_EXCERPT = 100;

/** Lines on which somebody may have written what must not be printed. */
const SECRETIVE = /secret|password|["'{,\s](?:d|k|p|q|dp|dq|qi)["']?\s*:|\/\/[^/\s]*@/iu;

/** The line with a caret under the place. Tabs become one space, so that the caret stands right. */
function caret(text: string, line: number, column: number): string[] {
  if (column > WIDEST_EXCERPT || SECRETIVE.test(text)) return [];
  const gutter = String(line).padStart(5);
  const excerpt = text.slice(0, WIDEST_EXCERPT).replace(/\t/gu, ' ');
  return [`${gutter} | ${excerpt}`, `${' '.repeat(gutter.length)} | ${' '.repeat(column - 1)}^`];
}

/** A mistake in how the library is called, found at start. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** The steps to a place in a document. */
export type Path = readonly (string | number)[];

/** Takes one problem. */
export type Report = (code: PolicyProblemCode, path: Path, message: string) => void;

/** A JSON Pointer from its steps (RFC 6901 §3). */
export function pointerTo(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
