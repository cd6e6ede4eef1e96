/** A terminal that remembers what was written, in a folder of its own. */

import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pc from 'picocolors';
import { onTestFinished } from 'vitest';
import { run } from '../src/main.js';
import type { ExitCode } from '../src/terminal/exit-code.js';
import type { Terminal } from '../src/terminal/terminal.js';

/** What a test gives to the command. */
export interface Surroundings {
  /** By their path in the folder. */
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** ISO 8601. */
  readonly now?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly stopped?: AbortSignal;
}

/** What came of it. The folder's path reads as `DIR`. */
export interface Ended {
  readonly code: ExitCode;
  readonly out: string;
  readonly note: string;
}

/** A terminal, and what was written to it until now. */
export interface FakeTerminal extends Terminal {
  readonly written: () => Omit<Ended, 'code'>;
}

/** The moment of all tests that say no other. */
export const NOW = '2026-11-28T10:00:00Z';

/** A terminal without colours, of 80 columns, in a new folder that is removed after the test. */
export function fakeTerminal({
  files = {},
  stdin = '',
  now = NOW,
  env = {},
  columns = 80,
  stopped,
}: Surroundings = {}): FakeTerminal {
  const cwd = mkdtempSync(join(tmpdir(), 'jwt-policy-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return terminalIn(cwd, { stdin, now, env, columns, ...(stopped && { stopped }) });
}

/** The same in a folder that is there. */
export function terminalIn(
  cwd: string,
  { stdin = '', now = NOW, env = {}, columns = 80, stopped }: Omit<Surroundings, 'files'>,
): FakeTerminal {
  let out = '';
  let note = '';
  return {
    stdin: (async function* () {
      yield await Promise.resolve(stdin);
    })(),
    out: (text) => (out += text),
    note: (text) => (note += text),
    isInteractive: false,
    columns,
    colours: pc.createColors(false),
    env,
    cwd,
    now: () => Date.parse(now),
    stopped: stopped ?? new AbortController().signal,
    written: () => ({ out: out.replaceAll(cwd, 'DIR'), note: note.replaceAll(cwd, 'DIR') }),
  };
}

/** Runs a command line in such a terminal. */
export async function running(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  const terminal = fakeTerminal(surroundings);
  const code = await run(args, terminal);
  return { code, ...terminal.written() };
}
