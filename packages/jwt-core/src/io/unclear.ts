/** What makes a text different from the texts that it looks like. */

import { nameOf } from './printable.js';

/**
 * Nothing that a reader sees, or nothing that a font has to show: format characters, fillers, variation selectors,
 * tags, every space but U+0020, and what has no character (yet) or only one of private use. The properties are
 * Unicode's. The characters in the second list have a blank, or a sign for "no character", as their picture, and no
 * property says so.
 */
const UNSEEN = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
const BLANK = /\u{16FE4}|[\u2800\uFFFC\uFFFD\u{13441}\u{13442}\u{1D159}]/u;
/** Signs with the picture of one that a keyboard has. */
const LOOKALIKE = /[\u2010\u2011\u2212\u2236\uA789\u2044\u2215]/u;
const TYPED: Readonly<Record<string, string>> = {
  '\u2236': ':',
  '\uA789': ':',
  '\u2044': '/',
  '\u2215': '/',
};
const ODD = new RegExp(`(?! )(?:${[UNSEEN, BLANK, LOOKALIKE].map(({ source }) => source).join('|')})`, 'u');

/** Joiners after a letter of a script that needs them, as Persian, Sinhala and Malayalam do. */
const JOINED =
  /(?<=(?![\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Inherited}])[\p{L}\p{M}])[\u200C\u200D]/gu;

/** What joins pictures, and colours them, as in a team's name. */
const EMOJI = /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)(?:\u200D|\uFE0F)/gu;

/** In a word, letters of two of the scripts whose letters look alike (Unicode Technical Standard 39, §5.2). */
const MIXED = ((): RegExp => {
  const scripts = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee'].map((name) => `\\p{sc=${name}}`);
  const pairs = scripts.map((script) => {
    const others = scripts.filter((other) => other !== script).join('');
    return String.raw`${script}[\p{M}\p{N}]*[${others}]`;
  });
  return new RegExp(pairs.join('|'), 'u');
})();

/**
 * A combining mark that its base does not take: of another script, such as the invisible joiners of Indic scripts after
 * a Latin letter, or a dot above a letter that has one.
 */
const STRAY_MARK =
  /(?:^|[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Common}]\p{sc=Inherited}*)(?![\p{sc=Inherited}\p{sc=Common}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}])\p{M}|\p{Soft_Dotted}\u0307/u;

const PLAIN = /^[!-~]+(?: +[!-~]+)*$/u;

/** What a text is for. `prose` is compared with nothing: it may be in any form that people write. */
export type Kind = 'compared' | 'prose';

/**
 * What is unclear in a text, as the end of a sentence that starts with `This text` or `This key`. The text is not
 * repeated.
 */
export function findUnclear(text: string, kind: Kind): string | undefined {
  if (text === '' || PLAIN.test(text)) return undefined;
  if (/\n$/u.test(text)) {
    return 'ends with a line end (U+000A), which "|" and ">" leave there: write it in one line, or with "|-" or ">-".';
  }
  const read = kind === 'prose' ? text.replace(JOINED, 'x').replace(EMOJI, 'x') : text;
  const index = read.search(ODD);
  if (index !== -1) return describe(read, index);
  if (text.startsWith(' ') || text.endsWith(' ')) return 'starts or ends with a space (U+0020): remove it.';
  return kind === 'prose' ? undefined : findOtherForm(text);
}

function describe(text: string, index: number): string {
  const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
  const code = nameOf(character);
  if (character === '\n') return 'has a line end (U+000A): write it in one line.';
  const place = `character ${String(Array.from(text.slice(0, index)).length + 1)}`;
  if (/\p{Zs}/u.test(character)) {
    return `has a space that is not U+0020 (${code}, ${place}): write an ordinary space, or none.`;
  }
  if (LOOKALIKE.test(character)) {
    const typed = TYPED[character] ?? '-';
    return `has a sign that looks like "${typed}" (${code}, ${place}): write "${typed}".`;
  }
  return `has ${KINDS.find(([pattern]) => pattern.test(character))?.[1] ?? 'a blank'} (${code}, ${place}): remove it.`;
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\p{Cc}/u, 'a control character'],
  [/[\p{Zl}\p{Zp}]/u, 'a line separator'],
  [/\p{Variation_Selector}/u, 'an invisible variation selector'],
  [/\p{Bidi_Control}/u, 'an invisible mark that turns the direction of the text'],
  [/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u, 'an invisible character'],
  [/\p{Co}/u, 'a character of private use'],
  [/[\p{C}\uFFFC\uFFFD]/u, 'a code point without a character'],
];

/** Two spellings of one character, and two characters with one picture. */
function findOtherForm(text: string): string | undefined {
  const composed = text.normalize('NFC');
  if (composed !== text) {
    const written = Array.from(text);
    const index = Array.from(composed).findIndex((character, at) => character !== written[at]);
    const rest = written.slice(index);
    const code = nameOf(rest.find((each) => /\p{M}/u.test(each)) ?? rest[0] ?? '');
    const place = `character ${String(index + 1)}`;
    return `is not in Unicode's composed form NFC (${code}, ${place}): type it again, as one character. Most tokens hold that form.`;
  }
  const compatible = findCompatible(text);
  if (compatible !== undefined) {
    const typed = compatible.normalize('NFKC');
    return `has a character that looks like "${typed}" (${nameOf(compatible)}): write "${typed}".`;
  }
  const [stray] = STRAY_MARK.exec(text) ?? [];
  if (stray !== undefined) {
    return `has a combining mark that its letter does not take, and that is not seen (${nameOf(Array.from(stray).at(-1) ?? '')}): remove it.`;
  }
  const [mixed] = MIXED.exec(text) ?? [];
  if (mixed === undefined) return undefined;
  const [first = '', last = ''] = [Array.from(mixed).at(0), Array.from(mixed).at(-1)];
  return `has letters of two scripts in one word (${nameOf(first)} and ${nameOf(last)}), which look alike: type the word in one script.`;
}

/**
 * In a word of ASCII, a character that Unicode has for compatibility alone, next to one of ASCII: a full-width letter
 * or dot, a small roman numeral. By themselves, as in `ＩＴ部`, they are what people type. `º` and `ª` are words of their
 * own.
 */
function findCompatible(text: string): string | undefined {
  for (const [character] of text.matchAll(
    /(?<=[A-Za-z0-9])(?![ªº])[^\0-\x7F]|(?![ªº])[^\0-\x7F](?=[A-Za-z0-9])/gu,
  )) {
    if (/^[A-Za-z./:@_-]$/u.test(character.normalize('NFKC'))) return character;
  }
  return undefined;
}
