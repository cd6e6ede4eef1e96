/** The token that a command was given: an argument, a file, or standard input. It is never printed. */

import { readText } from '../policy-files/read-policy.js';
import { UsageError } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';

/** `Bearer` and the header's name are often copied along. */
const COPIED_ALONG = /^(?:authorization:\s*)?bearer\s+/iu;

/** The token, without what was copied along; `undefined` where none was given. */
export async function readToken(
  argument: string | undefined,
  file: string | undefined,
  terminal: Terminal,
): Promise<string | undefined> {
  if (argument !== undefined && file !== undefined) {
    throw new UsageError('The token was given twice: as an argument, and with --token-file. Leave out one.');
  }
  const source = file ?? (argument === '-' ? '-' : undefined);
  if (source !== undefined) return cleaned(await readText(source, terminal), `in ${named(source)}`);
  if (argument === undefined) return undefined;
  terminal.note(
    'Note: shells keep a history of arguments, and other users may see them. Prefer - or --token-file.\n',
  );
  return cleaned(argument, 'in the argument');
}

function named(source: string): string {
  return source === '-' ? 'standard input' : source;
}

function cleaned(text: string, where: string): string {
  const token = text.trim().replace(COPIED_ALONG, '');
  if (token === '') throw new UsageError(`There is no token ${where}: it is empty.`);
  return token;
}
