/** Reads a file that is named from outside: only a regular one, and at most as many bytes as it may have. */

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { codeOf } from './reason.js';

/** The path exists, and does not lead to a file that can be used. The message is a short reason. */
export class UnusableFile extends Error {
  override readonly name: string = 'UnusableFile';
}

/** The file has more bytes than it may have. */
export class TooLargeFile extends UnusableFile {
  override readonly name = 'TooLargeFile';
}

/** What was read, and when the file was last written. */
export interface FileContent {
  readonly bytes: Buffer;
  readonly writtenNs: bigint;
}

/** Without O_NONBLOCK, opening a pipe waits until another process writes to it. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * The bytes of a file, for a caller that cannot wait.
 *
 * @throws {@link UnusableFile} for a pipe, a device, a folder, and for more than `maxBytes`; else what the system
 * throws.
 */
export function readBoundedFile(path: string, maxBytes: number): Buffer {
  const file = openSync(path, FLAGS);
  try {
    const stats = fstatSync(file);
    const reading = new Reading(stats, stats.size, maxBytes);
    while (reading.take(readSync(file, reading.room)));
    return reading.bytes;
  } finally {
    closeSync(file);
  }
}

/** The same without blocking the process while a slow disk is read. Rejects likewise. */
export async function readBoundedFileLater(path: string, maxBytes: number): Promise<FileContent> {
  const file = await open(path, FLAGS);
  try {
    const stats = await file.stat({ bigint: true });
    const reading = new Reading(stats, Number(stats.size), maxBytes);
    while (reading.take((await file.read(reading.room)).bytesRead));
    return { bytes: reading.bytes, writtenNs: stats.mtimeNs };
  } finally {
    await file.close();
  }
}

/** Why a file could not be read, in a few words. */
export function whyUnreadable(error: unknown): string {
  if (error instanceof UnusableFile) return error.message;
  const code = codeOf(error);
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'it is not UTF-8';
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'ENXIO') return 'it is a socket or a device, not a file';
  return code ?? 'unknown reason';
}

/** The size that a file reports may be wrong, or grow: the bytes that are read are counted. */
class Reading {
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
