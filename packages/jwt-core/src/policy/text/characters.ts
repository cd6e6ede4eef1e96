/** What no text of a policy may hold, told before anything reads it. */

import { nameOf, UNSEEN } from '../../io/printable.js';

/** In characters of a text, and in bytes of a file. */
export const LONGEST_TEXT = 1_048_576;

/** A place in a text, and what is wrong there. */
export interface TextProblem {
  readonly offset: number;
  readonly message: string;
}

/** The first character that must not stand in a text. */
export function findOddCharacter(text: string): TextProblem | undefined {
  if (!text.isWellFormed()) {
    return {
      offset: text.search(/\p{Surrogate}/u),
      message: 'This is half of a character (a lone surrogate).',
    };
  }
  const offset = text.search(UNSEEN);
  if (offset === -1) return undefined;
  const name = nameOf(text.slice(offset));
  if (name === 'U+0000') {
    return { offset, message: 'A NUL character stands here. Is the file not a text, or saved as UTF-16?' };
  }
  const message = `A character that nobody sees stands here (${name}): remove it.`;
  return { offset, message };
}

/** A lone CR ends a line for some readers and none for others. */
export function findLoneReturn(text: string): TextProblem | undefined {
  const offset = text.search(/\r(?!\n)/u);
  if (offset === -1) return undefined;
  return { offset, message: 'This line ends with a lone CR: save the file with the line ends LF or CR LF.' };
}
