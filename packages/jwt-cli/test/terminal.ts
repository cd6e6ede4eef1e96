/** A terminal for tests, in a folder of its own: what a command reads is given, and what it writes is collected. */

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
  readonly stdin?: string | AsyncIterable<string>;
  /** ISO 8601, or milliseconds since 1970. */
  readonly now?: string | number;
  readonly env?: Terminal['env'];
  readonly columns?: number;
  /** A folder that is there already. */
  readonly cwd?: string;
}

/** A terminal, and what was written to it until now. */
export interface FakeTerminal extends Terminal {
  readonly written: () => { readonly out: string; readonly note: string };
  /** As Ctrl-C. */
  readonly stop: () => void;
}

/** What came of a command. The folder's path reads as `DIR`. */
export interface Ended {
  readonly code: ExitCode;
  readonly out: string;
  readonly note: string;
}

/** The moment of all tests that say no other. */
export const NOW = '2026-11-28T10:00:00Z';

/** Without colours, with 80 columns and no person to ask. A new folder is removed after the test. */
export function fakeTerminal(surroundings: Surroundings = {}): FakeTerminal {
  const { files = {}, stdin = '', now = NOW, env = {}, columns = 80 } = surroundings;
  const cwd = surroundings.cwd ?? temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  let out = '';
  let note = '';
  const stopping = new AbortController();
  return {
    stdin: typeof stdin === 'string' ? piped(stdin) : stdin,
    out: (text) => void (out += text),
    note: (text) => void (note += text),
    isInteractive: false,
    columns,
    colours: pc.createColors(false),
    env,
    cwd,
    now: () => (typeof now === 'number' ? now : Date.parse(now)),
    stopped: stopping.signal,
    written: () => ({ out, note }),
    stop: () => {
      stopping.abort();
    },
  };
}

/** Runs a command line in such a terminal. `prepare` is called in the folder before. */
export async function running(
  args: readonly string[],
  { prepare, ...surroundings }: Surroundings & { readonly prepare?: (cwd: string) => Promise<void> } = {},
): Promise<Ended> {
  const terminal = fakeTerminal(surroundings);
  await prepare?.(terminal.cwd);
  const code = await run(args, terminal);
  const { out, note } = terminal.written();
  return { code, out: out.replaceAll(terminal.cwd, 'DIR'), note: note.replaceAll(terminal.cwd, 'DIR') };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jwt-policy-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

async function* piped(text: string): AsyncGenerator<string> {
  if (text !== '') yield await Promise.resolve(text);
}
