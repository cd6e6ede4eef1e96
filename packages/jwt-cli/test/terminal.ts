/** A terminal for tests: a folder with files, and everything that was written. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pc from 'picocolors';
import { onTestFinished } from 'vitest';
import type { Terminal } from '../src/terminal/terminal.js';

/** What a test gives. */
export interface FakeTerminalOptions {
  /** Files of the folder, by their path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** In milliseconds since 1970. */
  readonly now?: number;
  readonly cwd?: string;
  readonly columns?: number;
}

/** The terminal, and what was written to it. */
export interface FakeTerminal extends Terminal {
  readonly written: () => { readonly out: string; readonly note: string };
  readonly stop: () => void;
}

/** Its folder is removed when the test ends. */
export function fakeTerminal(options: FakeTerminalOptions = {}): FakeTerminal {
  const { files = {}, stdin = '', now = Date.parse('2026-11-28T10:00:00Z'), columns = 80 } = options;
  const cwd = options.cwd ?? temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  const out: string[] = [];
  const note: string[] = [];
  const stop = new AbortController();
  return {
    stdin: piped(stdin),
    out: (text) => void out.push(text),
    note: (text) => void note.push(text),
    isInteractive: false,
    columns,
    colours: pc.createColors(false),
    env: {},
    cwd,
    now: () => now,
    stopped: stop.signal,
    written: () => ({ out: out.join(''), note: note.join('') }),
    stop: () => stop.abort(),
  };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jwt-policy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function* piped(text: string): AsyncGenerator<string> {
  if (text !== '') yield await Promise.resolve(text);
}
