/** What was piped in. */

import type { Terminal } from './terminal.js';
import { UsageError } from './exit-code.js';

/** More is no policy, token or request. */
const MAX_BYTES = 4 * 1024 * 1024;

/** All of standard input as text. */
export async function readInput({ stdin }: Pick<Terminal, 'stdin'>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stdin) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    size += bytes.length;
    if (size > MAX_BYTES) throw new UsageError(`The input has more than ${String(MAX_BYTES)} bytes.`);
    parts.push(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw new UsageError('The input is not UTF-8.');
  }
}
