/** A terminal for tests: what a command reads is given, and what it writes is collected. */

import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pc from 'picocolors';
import { onTestFinished } from 'vitest';
import type { Terminal } from '../src/terminal/terminal.js';

/** What a test gives. */
export interface FakeTerminalOptions {
  /** Files of the current folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string | AsyncIterable<string>;
  /** Milliseconds since 1970. */
  readonly now?: number;
  readonly env?: Terminal['env'];
}

/** With what was written so far. */
export interface FakeTerminal extends Terminal {
  readonly written: { out: string; note: string };
  /** As Ctrl-C. */
  readonly stop: () => void;
}

/** 80 columns, no colours, no person to ask, and a folder of its own that is removed after the test. */
export function fakeTerminal({
  files = {},
  stdin = '',
  now = Date.parse('2026-11-28T10:00:00Z'),
  env = {},
}: FakeTerminalOptions = {}): FakeTerminal {
  const cwd = mkdtempSync(join(tmpdir(), 'jwt-policy-'));
  onTestFinished(() => {
    rmSync(cwd, { recursive: true, force: true });
  });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), content);
  }
  const written = { out: '', note: '' };
  const stopping = new AbortController();
  return {
    stdin: typeof stdin === 'string' ? textOf(stdin) : stdin,
    out: (text) => void (written.out += text),
    note: (text) => void (written.note += text),
    isInteractive: false,
    columns: 80,
    colours: pc.createColors(false),
    env,
    cwd,
    now: () => now,
    stopped: stopping.signal,
    written,
    stop: () => {
      stopping.abort();
    },
  };
}

async function* textOf(text: string): AsyncIterable<string> {
  yield await Promise.resolve(text);
}
