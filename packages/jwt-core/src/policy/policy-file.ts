/** The path of a policy file → its text, whatever the path leads to. At most the bytes of the longest text are read. */

import { readBoundedFileLater, TooLargeFile, whyUnreadable } from '../io/bounded-file.js';
import { ConfigurationError } from '../options/configuration-error.js';
import { PolicyError } from './policy-error.js';
import type { PolicyProblem } from './problem.js';
import { Lines, MAX_TEXT_LENGTH } from './text/lines.js';

/** Four bytes for each character that a document may have, wherever it comes from. */
export const MAX_DOCUMENT_BYTES: number = 4 * MAX_TEXT_LENGTH;

/**
 * Reads a file as UTF-8.
 *
 * @throws {@link PolicyError} where there is nothing to read, and where it is not a text; then with the place.
 */
export async function readPolicyFile(file: string): Promise<string> {
  assertPath('loadPolicy', file);
  if (typeof file !== 'string' || file === '') {
    throw unreadable('policy', 'Expected the path of a policy file. Is an environment variable unset?');
  }
  const { bytes } = await readBoundedFileLater(file, MAX_DOCUMENT_BYTES).catch((error: unknown) => {
    if (error instanceof TooLargeFile)
      throw unreadable(file, `A policy document has at most ${String(MAX_TEXT_LENGTH)} characters.`, '');
    throw unreadable(file, `The file cannot be read from ${process.cwd()}: ${whyUnreadable(error)}.`);
  });
  return decodeUtf8(bytes, file);
}

/**
 * Rejects URLs and the text of a document. Neither is repeated: a URL may carry credentials, a document much more.
 *
 * @throws {@link ConfigurationError} that says what to give instead.
 */
export function assertPath(name: string, given: unknown): void {
  const mistake = mistakeOf(given);
  if (mistake !== undefined) throw new ConfigurationError(`${name}: ${mistake}`);
}

function mistakeOf(given: unknown): string | undefined {
  const text = given instanceof URL ? given.href : given;
  if (typeof text !== 'string') return undefined;
  if (/^file:/iu.test(text)) {
    return 'expected the path of a policy file, found a file: URL. Give its path: fileURLToPath(url), from node:url.';
  }
  if (/^[a-z][a-z\d+.-]+:\/\//iu.test(text)) {
    return 'expected the path of a policy file, found a URL. A policy that is fetched is given as policy: httpsPolicySource(url).';
  }
  if (/\n|^\s*\{/u.test(text)) {
    return 'expected the path of a policy file, found the text of a document. Give policy: await parsePolicy(text).';
  }
  return undefined;
}

/**
 * The text of a file's bytes, without its byte-order mark.
 *
 * @throws {@link PolicyError} with the place of the first byte that is not UTF-8.
 */
function decodeUtf8(bytes: Uint8Array, file: string): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw unreadable(file, 'The file is UTF-16: save it as UTF-8.', '');
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let [characters, offset] = [0, 0];
  for (const { index } of text.matchAll(/\uFFFD/gu)) {
    offset += Buffer.byteLength(text.slice(characters, index));
    characters = index;
    if (isReplacement(bytes.subarray(offset, offset + 3))) continue;
    const byte = (bytes[offset] ?? 0).toString(16).toUpperCase();
    const message = `The file is not UTF-8: the byte 0x${byte} cannot be here. Save the file as UTF-8.`;
    throw unreadable(file, message, withoutMark(text.slice(0, index)));
  }
  return withoutMark(text);
}

/** Whether the decoder found U+FFFD itself, and did not put it in the place of what is not UTF-8. */
function isReplacement([first, second, third]: Uint8Array): boolean {
  return first === 0xef && second === 0xbf && third === 0xbd;
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/u, '');
}

/** With the text before the place, where there is a place. */
function unreadable(file: string, message: string, before?: string): PolicyError {
  const problem: PolicyProblem = { code: 'unreadable', pointer: '', message };
  if (before === undefined) return new PolicyError([problem], { file, text: '' });
  const place = new Lines(before).place(before.length);
  return new PolicyError([{ ...problem, ...place }], { file, text: before });
}
