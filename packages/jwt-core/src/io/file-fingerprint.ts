/** Tells whether a file has changed, and nothing else of its content: it may be a secret. */

import { createHmac, randomBytes } from 'node:crypto';
import { readBoundedFile, whyUnreadable } from './bounded-file.js';

/** For as long as this process lives. */
const SALT = randomBytes(32);

/** The fingerprint of bytes that were read. */
export function fingerprintOf(bytes: Uint8Array): string {
  return createHmac('sha256', SALT).update(bytes).digest('hex');
}

/** The fingerprint of a file. A file that cannot be read has one as well. */
export function fingerprintOfFile(path: string, maxBytes: number): string {
  try {
    return fingerprintOf(readBoundedFile(path, maxBytes));
  } catch (error) {
    return `unreadable: ${whyUnreadable(error)}`;
  }
}
