/** Files that a command writes besides its answer. */

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from './exit-code.js';
import type { Terminal } from './terminal.js';

/** Writes a text file, in the folder of the command. */
export async function save(file: string, text: string, { cwd }: Pick<Terminal, 'cwd'>): Promise<void> {
  try {
    await writeFile(resolve(cwd, file), text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(
      `${file} cannot be written: ${code === 'ENOENT' ? 'there is no such folder' : code}.`,
    );
  }
}
