/** Reads a file that somebody names: a regular one, and no more of it than it may have. */

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** A path that leads to something, and not to a file that can be used. The message is a short reason. */
export class UnusableFile extends Error {
  override readonly name: string = 'UnusableFile';
}

/** A file that goes on where it should have ended. */
export class TooLargeFile extends UnusableFile {
  override readonly name = 'TooLargeFile';
}

/** What was read, and when somebody last wrote it. */
export interface FileContent {
  readonly bytes: Buffer;
  readonly writtenNs: bigint;
}

/** Without O_NONBLOCK, to open a pipe is to wait until somebody writes to it. */
const HOW = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * The bytes of a file, for whoever cannot wait.
 *
 * @throws {@link UnusableFile} for a pipe, a device, a folder, and for more than `maxBytes`; else what the system throws.
 */
export function readBoundedFile(path: string, maxBytes: number): Buffer {
  const file = openSync(path, HOW);
  try {
    const stats = fstatSync(file);
    const filling = new Filling(stats, stats.size, maxBytes);
    while (filling.take(readSync(file, filling.room)));
    return filling.bytes;
  } finally {
    closeSync(file);
  }
}

/** The same, without holding anybody up where the disk is slow. Rejects likewise. */
export async function readBoundedFileLater(path: string, maxBytes: number): Promise<FileContent> {
  const file = await open(path, HOW);
  try {
    const stats = await file.stat({ bigint: true });
    const filling = new Filling(stats, Number(stats.size), maxBytes);
    while (filling.take((await file.read(filling.room)).bytesRead));
    return { bytes: filling.bytes, writtenNs: stats.mtimeNs };
  } finally {
    await file.close();
  }
}

/** A file may grow, or tell no size: what is read is what counts. */
class Filling {
  readonly #maxBytes: number;
  #buffer: Buffer;
  #length = 0;

  constructor(kind: { isFile(): boolean; isDirectory(): boolean }, size: number, maxBytes: number) {
    if (kind.isDirectory()) throw new UnusableFile('it is a directory');
    if (!kind.isFile()) throw new UnusableFile('it is a pipe or a device, not a file');
    this.#maxBytes = maxBytes;
    this.#buffer = Buffer.alloc(Math.min(size, maxBytes) + 1);
  }

  /** Where the next bytes go. Never empty. */
  get room(): Buffer {
    return this.#buffer.subarray(this.#length);
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Whether there may be more to read. */
  take(count: number): boolean {
    this.#length += count;
    if (this.#length > this.#maxBytes)
      throw new TooLargeFile(`it has more than ${String(this.#maxBytes)} bytes`);
    if (this.#length === this.#buffer.length) {
      const longer = Buffer.alloc(Math.min(2 * this.#length + 4_096, this.#maxBytes + 1));
      this.#buffer.copy(longer);
      this.#buffer = longer;
    }
    return count > 0;
  }
}
