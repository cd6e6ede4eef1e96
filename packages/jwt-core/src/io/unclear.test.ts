import { describe, expect, it } from 'vitest';
import { nameOf } from './printable.js';
import { findUnclear } from './unclear.js';

const span = (first: number, last: number): readonly string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));

/** From the files of the Unicode Character Database, version 16: DerivedCoreProperties.txt and UnicodeData.txt. */
const INVISIBLE: Readonly<Record<string, readonly string[]>> = {
  'the soft hyphen': ['\u00AD'],
  'the combining grapheme joiner': ['\u034F'],
  'the Arabic letter mark': ['\u061C'],
  'Hangul fillers': ['\u115F', '\u1160', '\u3164', '\uFFA0'],
  'Khmer inherent vowels': ['\u17B4', '\u17B5'],
  'Mongolian separators and selectors': span(0x180b, 0x180f),
  'zero-width characters and marks': span(0x200b, 0x200f),
  'embeddings and overrides': span(0x202a, 0x202e),
  'joiners, operators and isolates': span(0x2060, 0x206f),
  'variation selectors': [...span(0xfe00, 0xfe0f), ...span(0xe0100, 0xe01ef)],
  'the byte-order mark': ['\uFEFF'],
  'interlinear annotations and what is reserved next to them': span(0xfff0, 0xfffb),
  'shorthand format controls': span(0x1bca0, 0x1bca3),
  'musical format controls': span(0x1d173, 0x1d17a),
  'tags and what is reserved next to them': span(0xe0000, 0xe00ff),
  'what is reserved after the variation selectors': span(0xe01f0, 0xe0fff),
  'spaces that are not U+0020': ['\u00A0', '\u1680', ...span(0x2000, 0x200a), '\u202F', '\u205F', '\u3000'],
  'line separators': ['\u2028', '\u2029'],
  'control characters': [...span(0x00, 0x1f), ...span(0x7f, 0x9f)],
  'blank pictures': ['\u2800', '\u{13441}', '\u{13442}', '\u{16FE4}', '\u{1D159}'],
  'characters that replace something else': ['\uFFFC', '\uFFFD'],
  'hyphens that look like U+002D': ['\u2010', '\u2011'],
  'private use': [...span(0xe000, 0xe0ff), '\uF8FF', '\u{F0000}', '\u{10FFFD}'],
  'code points without a character': ['\u0378', '\uFDD0', '\uFFFE', '\uFFFF', '\u{1FFFF}', '\u{E1000}'],
};

describe('a text that looks like another one', () => {
  it.each(Object.entries(INVISIBLE))('is rejected with its code point: %s', (_what, characters) => {
    const missed = characters.filter((character) => {
      const places = [`a${character}b`, `${character}b`, `a${character}`, character].map((text) =>
        findUnclear(text, 'compared'),
      );
      return !places.every((found) => found?.includes(`(${nameOf(character)}`) === true);
    });
    expect(missed.map(nameOf)).toEqual([]);
  });

  it.each([
    ['a\u00ADb', 'has an invisible character (U+00AD, character 2): remove it.'],
    [
      '\u{1F600}a\u2066',
      'has an invisible mark that turns the direction of the text (U+2066, character 3): remove it.',
    ],
    ['a\uFE0F', 'has an invisible variation selector (U+FE0F, character 2): remove it.'],
    ['a\u00A0b', 'has a space that is not U+0020 (U+00A0, character 2): write an ordinary space, or none.'],
    ['a\u2011b', 'has a sign that looks like "-" (U+2011, character 2): write "-".'],
    ['a\u2212b', 'has a sign that looks like "-" (U+2212, character 2): write "-".'],
    ['orders\uA789read', 'has a sign that looks like ":" (U+A789, character 7): write ":".'],
    ['id\u2024example', 'has a character that looks like "." (U+2024): write ".".'],
    ['act\u2170ve', 'has a character that looks like "i" (U+2170): write "i".'],
    ['\uFF41dmin', 'has a character that looks like "a" (U+FF41): write "a".'],
    [
      'a\u{1107F}b',
      'has a combining mark that its letter does not take, and that is not seen (U+1107F): remove it.',
    ],
    [
      'acti\u0307ve',
      'has a combining mark that its letter does not take, and that is not seen (U+0307): remove it.',
    ],
    [
      '\u0585rders',
      'has letters of two scripts in one word (U+0585 and U+0072), which look alike: type the word in one script.',
    ],
    ['a\tb', 'has a control character (U+0009, character 2): remove it.'],
    ['a\u2028b', 'has a line separator (U+2028, character 2): remove it.'],
    ['a\u2800b', 'has a blank (U+2800, character 2): remove it.'],
    ['a\uE000', 'has a character of private use (U+E000, character 2): remove it.'],
    ['a\u0378', 'has a code point without a character (U+0378, character 2): remove it.'],
    [
      'suspended\n',
      'ends with a line end (U+000A), which "|" and ">" leave there: write it in one line, or with "|-" or ">-".',
    ],
    [' a', 'starts or ends with a space (U+0020): remove it.'],
    ['a ', 'starts or ends with a space (U+0020): remove it.'],
    ['\u00E9 ', 'starts or ends with a space (U+0020): remove it.'],
    [
      'caf\u0065\u0301',
      "is not in Unicode's composed form NFC (U+0301, character 4): type it again, as one character. Most tokens hold that form.",
    ],
    [
      '\u212B', // the Ångström sign is another code point for the letter
      "is not in Unicode's composed form NFC (U+212B, character 1): type it again, as one character. Most tokens hold that form.",
    ],
    [
      '\u0430dmin',
      'has letters of two scripts in one word (U+0430 and U+0064), which look alike: type the word in one script.',
    ],
  ])('says what to write: %j', (text, says) => {
    expect(findUnclear(text, 'compared')).toBe(says);
  });

  it.each([
    'suspend\u0435d', // Cyrillic in Latin
    '\u0440\u0430ypal',
    'p\u03B1yments', // Greek in Latin
    '\u0391dmin',
    '\u0441\u03BFm', // Cyrillic with Greek
    'role1\u0435',
    'a\u0301\u0435'.normalize('NFC'),
  ])('is rejected where its word is in two scripts: %s', (text) => {
    expect(findUnclear(text, 'compared')).toContain('letters of two scripts');
  });
});

const CLEAR: readonly string[] = [
  '',
  'a',
  'payments:read write',
  'a  b',
  'caf\u00E9',
  'https://id.example/%C2%AD',
  '\u0430\u0434\u043C\u0438\u043D', // Russian
  '\u041E\u0442\u0434\u0435\u043B IT-\u043E\u0442\u0434\u0435\u043B SAP_\u0438\u043C\u044F', // in words of their own
  '\u03B4\u03B9\u03B1\u03C7\u03B5\u03B9\u03C1\u03B9\u03C3\u03C4\u03AE\u03C2', // Greek
  '\u7BA1\u7406\u8005', // Chinese
  'IT\u90E8', // Japanese, with Latin letters
  '\uFF29\uFF34\u90E8',
  '\u30C7\u30FC\u30BF',
  '\uAD00\uB9AC\uC790', // Korean
  '\u0645\u062F\u06CC\u0631', // Persian
  '\u0E1C\u0E39\u0E49\u0E14\u0E33', // Thai
  '\u092A\u094D\u0930\u092C\u0902\u0927\u0915', // Hindi
  'm\u00B2 \u00BA \u2122 \u20AC \u2013 \u2019 \u{1F600}',
  '\u00B5Service',
];

describe('a text that is what it looks like', () => {
  it.each(CLEAR)('is accepted: %s', (text) => {
    expect(findUnclear(text, 'compared')).toBeUndefined();
    expect(findUnclear(text, 'prose')).toBeUndefined();
  });
});

describe('prose, which is compared with nothing', () => {
  it.each([
    ['a non-joiner in Persian', '\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645'],
    ['a joiner in Sinhala', '\u0DC1\u0DCA\u200D\u0DBB\u0DD3'],
    ['a joiner at the end of a word in Malayalam', '\u0D05\u0D35\u0D28\u0D4D\u200D'],
    ['another form of letters', 'e\u0301'],
    ['letters of two scripts', '\u0430dmin'],
    ['a picture of two colours', '\u2764\uFE0F team'],
    ['pictures that are joined', '\u{1F468}\u200D\u{1F469}'],
  ])('may have %s', (_what, text) => {
    expect(findUnclear(text, 'prose')).toBeUndefined();
    expect(findUnclear(text, 'compared')).toBeDefined();
  });

  it.each([
    ['a joiner in Latin', 'sh\u200Dop'],
    ['a non-joiner in Cyrillic', '\u0430\u200C\u0431'],
    ['a joiner after a mark of no script', 'e\u0308\u200D'],
    ['a joiner after nothing', '\u200Dshop'],
    ['a joiner after a joiner', '\u0645\u200C\u200C\u062E'],
    ['a joiner between letters', 'a\u200Db'],
    ['an invisible character', 'sh\u00ADop'],
    ['an odd space', 'my\u00A0shop'],
    ['a line end', 'shop\n'],
  ])('may not have %s', (_what, text) => {
    expect(findUnclear(text, 'prose')).toBeDefined();
  });
});
