/** Text as a terminal and a log may show it. */

/**
 * Control characters; line ends that only some readers know; and what makes a line look like another one in a review
 * ("Trojan Source", CVE-2021-42574). Rejected in comments as well: `unclear.ts` rejects more in the text of a document.
 */
export const UNSEEN: RegExp =
  /(?![\t\n\r])\p{Cc}|[\p{Bidi_Control}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u200B\u2060-\u2065\u206A-\u206F\uFEFF\uFFF9-\uFFFB]/u;

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

/** A text for a message: a long one is cut. */
export function cut(text: string, maxLength = 60): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}
