/** Reads a file that a document names: a regular one, and no more of it than it may have. */

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** A path that leads to something, and not to a file that can be used. The message is a short reason. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
}

/**
 * The bytes of a file.
 *
 * @throws {@link UnusableFile} for a pipe, a device, a folder, and for more than `maxBytes`; else what the system throws.
 */
export function readBoundedFile(path: string, maxBytes: number): Buffer {
  // Without O_NONBLOCK, to open a pipe is to wait until somebody writes to it.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new UnusableFile('it is no file');
    // A file may grow, or tell no size: what is read is what counts.
    const buffer = Buffer.alloc(Math.min(stats.size, maxBytes) + 1);
    let length = 0;
    for (;;) {
      const count = readSync(file, buffer, length, buffer.length - length, length);
      length += count;
      if (count === 0 || length === buffer.length) break;
    }
    if (length > maxBytes) throw new UnusableFile(`it has more than ${String(maxBytes)} bytes`);
    if (length > stats.size) throw new UnusableFile('it is being written');
    return buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
