/** What a command reads from and writes to: the process, or a test. */

import pc from 'picocolors';

/** Colours, or none. */
export type Colours = ReturnType<typeof pc.createColors>;

/** The surroundings of a command. */
export interface Terminal {
  /** What was piped in, or typed. */
  readonly stdin: AsyncIterable<string | Uint8Array>;
  /** Answers, for people and machines. */
  readonly out: (text: string) => void;
  /** Progress, notes and errors: nothing that a machine reads. */
  readonly note: (text: string) => void;
  /** Whether a person can be asked. */
  readonly isInteractive: boolean;
  /** Characters in a line. */
  readonly columns: number;
  readonly colours: Colours;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborted by Ctrl-C, where a command waits or serves. */
  readonly stopped: AbortSignal;
}

/** What is assumed where the output is no terminal. */
const COLUMNS = 80;

/** The process itself. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  // `jwt-policy matrix | head` closes the pipe: nothing is wrong.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  return {
    stdin,
    out: (text) => void stdout.write(text),
    note: (text) => void stderr.write(text),
    isInteractive: stdin.isTTY && stderr.isTTY,
    columns: stdout.isTTY ? stdout.columns : COLUMNS,
    colours: pc.createColors(wantsColours(env, stdout.isTTY)),
    env,
    cwd: process.cwd(),
    now: Date.now,
    stopped: stop.signal,
  };
}

/** https://no-color.org, and `FORCE_COLOR` for those that read colours from a pipe. */
export function wantsColours(env: Terminal['env'], isTerminal: boolean): boolean {
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return false;
  return isTerminal || !['', '0', 'false'].includes(env['FORCE_COLOR'] ?? '');
}
