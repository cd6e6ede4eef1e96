/** Runs again whenever a file changes. */

import { watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Terminal } from '../terminal/terminal.js';

/** Editors write a file in several steps. Milliseconds. */
const QUIET = 100;

/** Calls `again` after each change of one of the files, until the command is stopped. Folders are watched: editors replace files. */
export async function watchFiles(
  files: readonly string[],
  terminal: Terminal,
  again: () => Promise<void>,
): Promise<void> {
  const paths = files.map((file) => resolve(terminal.cwd, file));
  const changes = new Changes();
  const watchers = [...new Set(paths.map((path) => dirname(path)))].map((folder) =>
    watch(folder, (_event, name) => {
      if (name === null || paths.some((path) => dirname(path) === folder && basename(path) === name))
        changes.add();
    }),
  );
  terminal.stopped.addEventListener('abort', () => changes.end(), { once: true });
  try {
    while (await changes.next()) await again();
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

/** Changes that were not looked at yet. */
class Changes {
  #wake: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isPending = false;
  #isOver = false;

  add(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isPending = true;
      this.#wake?.();
    }, QUIET);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#isOver = true;
    this.#wake?.();
  }

  /** Waits for the next change; `false` once there will be none. */
  async next(): Promise<boolean> {
    if (!this.#isPending && !this.#isOver) await new Promise<void>((wake) => (this.#wake = wake));
    this.#isPending = false;
    return !this.#isOver;
  }
}
