/** Values of a token for a terminal: bounded, and without anything that a terminal would obey. */

const MAX_LENGTH = 160;

/** As JSON on one line, cut where it is long. */
export function printable(value: unknown, maxLength: number = MAX_LENGTH): string {
  const text = (value === undefined ? 'nothing' : JSON.stringify(value)).replaceAll(
    /[\p{C}\u2028\u2029]/gu,
    escaped,
  );
  return text.length > maxLength ? `${text.slice(0, maxLength - 1).toWellFormed()}…` : text;
}

/** A text that came from elsewhere, without quotes around it. */
export function plain(text: string): string {
  return text.replaceAll(/[\p{C}\u2028\u2029]/gu, escaped);
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
