/** What no text of a policy may hold, told before anything reads it. */

/** In characters of a text, and in bytes of a file. */
export const LONGEST_TEXT = 1_048_576;

/** A place in a text, and what is wrong there. */
export interface TextProblem {
  readonly offset: number;
  readonly message: string;
}

/**
 * Control characters; line ends that only some readers know; and what makes a line look like another one in a review
 * ("Trojan Source", CVE-2021-42574). Refused in comments as well: what the document says is held to more, in `unclear.ts`.
 */
const UNSEEN =
  /(?![\t\n\r])\p{Cc}|[\p{Bidi_Control}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u200B\u2060-\u2065\u206A-\u206F\uFEFF\uFFF9-\uFFFB]/u;

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

/** The first code point of a text: `U+00AD`. */
export function nameOf(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A text as a terminal may show it: what would move its cursor or reverse its words is replaced. */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(new RegExp(UNSEEN, 'gu'), '\u{FFFD}')
    .replace(/[\t\r\n]/gu, ' ');
}

/** A lone CR ends a line for some readers and none for others. */
export function findLoneReturn(text: string): TextProblem | undefined {
  const offset = text.search(/\r(?!\n)/u);
  if (offset === -1) return undefined;
  return { offset, message: 'This line ends with a lone CR: save the file with the line ends LF or CR LF.' };
}

/** A text for a message: a long one is cut. */
export function cut(text: string, longest = 60): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
