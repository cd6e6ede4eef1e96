/** Near misses of a string: one for each inexact way to compare names. */

/** Changes a string. */
export type Change = (text: string) => string;

const CONFUSABLES: Readonly<Record<string, string>> = {
  a: '\u0430',
  c: '\u0441',
  e: '\u0435',
  i: '\u0456',
  o: '\u043e',
  p: '\u0440',
  s: '\u0455',
  x: '\u0445',
  y: '\u0443',
  '1': 'l',
  l: '1',
  '0': 'O',
};

const replaceFirst = (text: string, find: (letter: string) => string | undefined): string => {
  const letters = Array.from(text);
  const index = letters.findIndex((letter) => find(letter) !== undefined);
  return letters.map((letter, at) => (at === index ? (find(letter) ?? letter) : letter)).join('');
};

const middle = (text: string, mark: string): string => {
  const half = Math.ceil(text.length / 2);
  return text.slice(0, half) + mark + text.slice(half);
};

const fullWidth = (letter: string): string => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0);

const MARKS: Readonly<Record<string, string>> = {
  space: ' ',
  tab: '\t',
  newline: '\n',
  'carriage-return': '\r',
  nul: '\0',
  'no-break-space': '\u00a0',
  'zero-width-space': '\u200b',
  'zero-width-joiner': '\u200d',
  'soft-hyphen': '\u00ad',
  'byte-order-mark': '\ufeff',
  'right-to-left': '\u202e',
  'line-separator': '\u2028',
  'combining-accent': '\u0301',
  'variation-selector': '\ufe0f',
  delete: '\x7f',
  tag: '\u{e0041}',
};

const marked: readonly (readonly [string, Change])[] = Object.entries(MARKS).flatMap(([name, mark]) => [
  [`${name}-after`, (text) => text + mark],
  [`${name}-before`, (text) => mark + text],
  [`${name}-inside`, (text) => middle(text, mark)],
]);

/** Control characters of Unicode (C0, DEL, C1), which have an effect in a log, a terminal or a header. */
export const CONTROL_CHARACTERS: Readonly<Record<string, string>> = {
  nul: '\0',
  bell: '\x07',
  backspace: '\b',
  tab: '\t',
  newline: '\n',
  'carriage-return': '\r',
  'line-of-a-log': '\r\nlevel=info outcome=allow',
  escape: '\x1b[2K',
  'unit-separator': '\x1f',
  delete: '\x7f',
  'next-line': '\u0085',
  'control-sequence-introducer': '\u009b2K',
};

/** Whether this near miss has a control character, so that it is not a valid name. */
export function hasControlCharacter(label: string): boolean {
  return /^(?:tab|newline|carriage-return|nul|delete)-/u.test(label);
}

/** Near misses of any string. */
export const STRING_NEAR_MISSES: Readonly<Record<string, Change>> = {
  'upper-case': (text) => text.toUpperCase(),
  'first-letter-in-other-case': (text) =>
    replaceFirst(text, (letter) =>
      /[a-z]/u.test(letter) ? letter.toUpperCase() : /[A-Z]/u.test(letter) ? letter.toLowerCase() : undefined,
    ),
  'without-last-character': (text) => text.slice(0, -1),
  'without-first-character': (text) => text.slice(1),
  'first-half': (text) => text.slice(0, Math.ceil(text.length / 2)),
  'second-half': (text) => text.slice(Math.ceil(text.length / 2)),
  'first-character': (text) => text.slice(0, 1),
  doubled: (text) => text + text,
  reversed: (text) => Array.from(text).reverse().join(''),
  'with-suffix': (text) => `${text}-2`,
  'with-domain-after': (text) => `${text}.attacker.example`,
  'with-prefix': (text) => `x${text}`,
  'with-dot-after': (text) => `${text}.`,
  'comma-list': (text) => `${text},other`,
  'comma-list-from-other': (text) => `other,${text}`,
  'comma-space-list': (text) => `${text}, other`,
  'space-list-from-other': (text) => `other ${text}`,
  'semicolon-list': (text) => `${text};other`,
  'bar-list': (text) => `${text}|other`,
  'json-list': (text) => JSON.stringify([text]),
  'json-object': (text) => JSON.stringify({ [text]: true }),
  'in-quotes': (text) => `"${text}"`,
  'in-single-quotes': (text) => `'${text}'`,
  'in-angle-brackets': (text) => `<${text}>`,
  asterisk: () => '*',
  'asterisk-after': (text) => `${text}*`,
  'asterisk-for-end': (text) => `${text.slice(0, -1)}*`,
  'question-marks': (text) => '?'.repeat(text.length),
  'percent-sign': () => '%',
  pattern: () => '.*',
  'pattern-with-anchors': (text) => `^${text}$`,
  'pattern-of-itself': (text) => `(${text})`,
  negation: (text) => `!${text}`,
  'percent-encoded': (text) => `%${(text.codePointAt(0) ?? 0).toString(16)}${text.slice(1)}`,
  'percent-encoded-nul': (text) => `${text}%00`,
  'html-entity': (text) => `&#${String(text.codePointAt(0) ?? 0)};${text.slice(1)}`,
  'json-escape': (text) => `\\u${(text.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}${text.slice(1)}`,
  base64: (text) => Buffer.from(text).toString('base64url'),
  'cyrillic-letter': (text) => replaceFirst(text, (letter) => CONFUSABLES[letter]),
  'full-width-letter': (text) => replaceFirst(text, fullWidth),
  'full-width': (text) => Array.from(text).map(fullWidth).join(''),
  'accented-letter': (text) =>
    replaceFirst(text, (letter) => (/[a-z]/iu.test(letter) ? `${letter}\u0308` : undefined)),
  'kelvin-sign': (text) => text.replace(/k|$/iu, '\u212a'),
  'long-s': (text) => text.replace(/s|$/u, '\u017f'),
  'dotless-i': (text) => text.replace(/i|$/u, '\u0131'),
  ...Object.fromEntries(marked),
  'many-times': (text) => text.repeat(2 + Math.floor(1000 / (text.length + 1))),
  'word-null': () => 'null',
  'word-undefined': () => 'undefined',
  'word-true': () => 'true',
  'word-any': () => 'any',
  'word-admin': () => 'admin',
  'digit-zero': () => '0',
  'digit-one': () => '1',
  'object-text': () => '[object Object]',
  'proto-name': () => '__proto__',
  'constructor-name': () => 'constructor',
  'prototype-name': () => 'prototype',
  'to-string-name': () => 'toString',
  'has-own-property-name': () => 'hasOwnProperty',
  'value-of-name': () => 'valueOf',
};

/** The changed text, or another different text where the change has no effect. */
export function confuse(text: string, change: Change): string {
  const changed = change(text);
  return changed === text || changed === '' ? `${text}~` : changed;
}
