/** A policy file → its text, whatever the path leads to: never more than a policy may have is read. */

import { readBoundedFileLater, TooLargeFile, whyUnreadable } from '../../io/bounded-file.js';
import { LONGEST_TEXT } from './characters.js';
import { Lines } from './lines.js';
import { assertPath } from '../source/policy-path.js';
import { PolicyError } from '../policy-error.js';
import { type PolicyProblem } from '../problem.js';

/** Four bytes for each character that a document may have, wherever it comes from. */
export const LARGEST_DOCUMENT_BYTES: number = 4 * LONGEST_TEXT;

/**
 * Reads a file as UTF-8.
 *
 * @throws {@link PolicyError} where there is nothing to read, and where it is no text; then with the place.
 */
export async function readPolicyFile(file: string): Promise<string> {
  assertPath('loadPolicy', file);
  if (typeof file !== 'string' || file === '') {
    throw refusal('policy', 'Expected the path of a policy file. Is an environment variable unset?');
  }
  const { bytes } = await readBoundedFileLater(file, LARGEST_DOCUMENT_BYTES).catch((error: unknown) => {
    if (error instanceof TooLargeFile)
      throw refusal(file, `A policy document has at most ${String(LONGEST_TEXT)} characters.`, '');
    throw refusal(file, `The file cannot be read from ${process.cwd()}: ${whyUnreadable(error)}.`);
  });
  return decodeUtf8(bytes, file);
}

/**
 * The text of a file's bytes, without its byte-order mark.
 *
 * @throws {@link PolicyError} with the place of the first byte that is not UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
  if (isUtf16(bytes)) throw refusal(file, 'The file is UTF-16: save it as UTF-8.', '');
  const valid = lengthOfUtf8(bytes);
  const text = new TextDecoder().decode(bytes.subarray(0, valid)); // takes a byte-order mark away
  if (valid === bytes.length) return text;
  const byte = (bytes[valid] ?? 0).toString(16).toUpperCase();
  throw refusal(
    file,
    `The file is not UTF-8: the byte 0x${byte} cannot stand here. Save the file as UTF-8.`,
    text,
  );
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** How many of the bytes, from the first on, are whole characters. */
function lengthOfUtf8(bytes: Uint8Array): number {
  if (isUtf8(bytes, { stream: false })) return bytes.length;
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (isUtf8(bytes.subarray(0, middle), { stream: true })) good = middle;
    else bad = middle;
  }
  // The last of them may begin a character that does not end.
  while (good > 0 && !isUtf8(bytes.subarray(0, good), { stream: false })) good -= 1;
  return good;
}

function isUtf8(bytes: Uint8Array, options: { readonly stream: boolean }): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, options);
    return true;
  } catch {
    return false;
  }
}

/** With the text before the place, where there is a place. */
function refusal(file: string, message: string, before?: string): PolicyError {
  const problem: PolicyProblem = { code: 'unreadable', pointer: '', message };
  if (before === undefined) return new PolicyError([problem], { file, text: '' });
  const place = new Lines(before).place(before.length);
  return new PolicyError([{ ...problem, ...place }], { file, text: before });
}
