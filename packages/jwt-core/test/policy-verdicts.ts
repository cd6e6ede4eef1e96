/** What must hold for a policy document, whatever it says. */

import { parsePolicy } from '../src/policy/policy.js';
import { PolicyError } from '../src/policy/policy-error.js';
import { type PolicyProblem } from '../src/policy/problem.js';
import { CANARY } from './policy-mutations.js';

/** What became of one input. */
export interface Verdict {
  /** The codes of all problems; none for a document that was taken. */
  readonly codes: readonly string[];
  /** The longest time in which no other task had a turn, at its best, by the clock that was asked. */
  readonly milliseconds: number;
  /** What must not have happened. */
  readonly faults: readonly string[];
}

/** By what an input is timed, and from how many milliseconds on it takes too long. */
export interface Timing {
  /** Milliseconds from some moment on. */
  readonly clock: () => number;
  readonly longest: (text: string) => number;
}

/** Far above what any input of this length takes: what takes longer is not linear. */
const LOOSE: Timing = { clock: () => performance.now(), longest: (text) => 100 + text.length / 100 };

/** Reads one input, and looks at what is reported. */
export async function judge(text: string, { clock, longest }: Timing = LOOSE): Promise<Verdict> {
  let { error, milliseconds } = await timed(text, clock);
  // A hang is a property of the text. What happens once is the machine's.
  for (let again = 0; again < 4 && milliseconds > longest(text); again += 1) {
    const next = await timed(text, clock);
    if (next.milliseconds < milliseconds) ({ error, milliseconds } = next);
  }
  const faults = milliseconds > longest(text) ? [`took ${milliseconds.toFixed(0)} ms`] : [];
  if (pollutions() !== '') faults.push(`polluted Object.prototype with ${pollutions()}`);
  if (error === undefined) return { codes: [], milliseconds, faults };
  if (!(error instanceof PolicyError)) {
    const said = error instanceof Error ? error.stack : typeof error;
    return { codes: [], milliseconds, faults: [...faults, `threw ${String(said)}`] };
  }
  faults.push(
    ...error.problems.flatMap((problem) => faultsOf(problem, text)),
    ...faultsOfMessage(error.message),
  );
  if (error.problems.length === 0) faults.push('is rejected without a problem');
  return { codes: error.problems.map(({ code }) => code), milliseconds, faults };
}

async function timed(
  text: string,
  clock: Timing['clock'],
): Promise<{ readonly error: unknown; readonly milliseconds: number }> {
  let milliseconds = 0;
  let before = clock();
  const look = (): void => {
    const now = clock();
    milliseconds = Math.max(milliseconds, now - before);
    before = now;
  };
  let isRead = false;
  const takeTurns = (): void => {
    look();
    if (!isRead) setImmediate(takeTurns);
  };
  setImmediate(takeTurns);
  const error = await parsePolicy(text).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  look();
  isRead = true;
  return { error, milliseconds };
}

const KNOWN = Reflect.ownKeys(Object.prototype).length;

function pollutions(): string {
  return Reflect.ownKeys(Object.prototype).slice(KNOWN).map(String).join();
}

function faultsOf({ code, message, pointer, line, column }: PolicyProblem, text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/u, '').split(/\r\n|\n|\r/u);
  const length = line === undefined ? undefined : lines[line - 1]?.length;
  const faults: string[] = [];
  if (!/^[a-z_]+$/u.test(code)) faults.push(`has the code ${code}`);
  if (length === undefined || column === undefined || column < 1 || column > length + 1)
    faults.push(`has no place: ${String(line)}:${String(column)} ${code} ${message}`);
  if (!/^[^\p{Cc}\p{Surrogate}\u202E\u2066]+$/u.test(message)) faults.push(`has an odd message: ${message}`);
  if (/\/(?:secret|d)(?:\/|$)/u.test(pointer) && message.includes(CANARY.slice(0, 12)))
    faults.push(`repeats a secret: ${pointer} ${message}`);
  return faults;
}

function faultsOfMessage(message: string): readonly string[] {
  const faults: string[] = [];
  for (const line of message.split('\n').filter((each) => /^ {2,4}\d* *\| /u.test(each))) {
    if (line.length > 80) faults.push(`shows a line of more than 80 columns: ${line}`);
    if (line.includes(CANARY)) faults.push(`shows a secret: ${line}`);
  }
  if (message.length > 100_000) faults.push('has an endless message');
  return faults;
}
