/** A terminal for tests: what a command wrote, and a folder that is removed. */

import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pc from 'picocolors';
import { run } from '../src/main.js';
import type { ExitCode } from '../src/terminal/exit-code.js';
import type { Terminal } from '../src/terminal/terminal.js';

/** What a command ended with. */
export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly note: string;
}

/** What a command finds. */
export interface Surroundings {
  /** The files of the folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Milliseconds since 1970. */
  readonly now?: number;
  /** Is called in the folder before the command runs. */
  readonly prepare?: (cwd: string) => Promise<void>;
}

/** Runs a command in a folder of its own. */
export async function runIn(
  args: readonly string[],
  { files = {}, stdin = '', now = Date.UTC(2026, 10, 28), prepare }: Surroundings = {},
): Promise<Ran> {
  const cwd = await mkdtemp(join(tmpdir(), 'jwt-policy-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(cwd, name)), { recursive: true });
      await writeFile(join(cwd, name), text);
    }
    await prepare?.(cwd);
    const written = { out: '', note: '' };
    const terminal: Terminal = {
      stdin: inputOf(stdin),
      out: (text) => {
        written.out += text;
      },
      note: (text) => {
        written.note += text;
      },
      isInteractive: false,
      columns: 80,
      colours: pc.createColors(false),
      env: {},
      cwd,
      now: () => now,
      stopped: new AbortController().signal,
    };
    const code = await run(args, terminal);
    return { code, ...written };
  } finally {
    await rm(cwd, { recursive: true });
  }
}

async function* inputOf(text: string): AsyncGenerator<string> {
  await Promise.resolve();
  yield text;
}
