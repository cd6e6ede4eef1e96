/** Unsigned tokens under every spelling of `none` (RFC 8725 §2.1, §3.2). */

import { onHeader, onToken } from '../alterations/alteration.js';
import { serialise, splitToken } from '../issuer/compact.js';
import { attacksOf, named, pairs, type AttackClass } from './row.js';

/** `none` in every mixture of cases. */
function cases(word: string): readonly string[] {
  const [first, ...rest] = word;
  if (first === undefined) return [''];
  return cases(rest.join('')).flatMap((tail) => [first.toLowerCase() + tail, first.toUpperCase() + tail]);
}

const CONFUSABLES: Readonly<Record<string, readonly string[]>> = {
  n: ['\u0578', '\uff4e', '\u{1d427}', '\u207f', '\u00f1'],
  o: ['\u043e', '\u03bf', '\uff4f', '\u00ba', '0', '\u2092', '\u{1d428}', '\u00f6'],
  e: ['\u0435', '\uff45', '\u212f', '\u{1d41e}', '\u00e9', '\u2091'],
};

const confused = Object.entries(CONFUSABLES).flatMap(([letter, others]) =>
  others.map((other) => 'none'.replace(letter, other)),
);

const ADDITIONS = [
  ' ',
  '\t',
  '\n',
  '\r',
  '\0',
  '\u00a0',
  '\u200b',
  '\u200d',
  '\u00ad',
  '\ufeff',
  '\u0301',
  '\u202e',
];

const OTHER_WORDS = [
  ...[
    '',
    ' ',
    'null',
    'nil',
    'undefined',
    'false',
    '0',
    'NaN',
    'plain',
    'plaintext',
    'unsecured',
    'unsigned',
    'NONE256',
  ],
  ...[
    'no',
    'non',
    'nonee',
    'nnone',
    '"none"',
    "'none'",
    '[none]',
    'none,none',
    'none;',
    'none#',
    'none?',
    'none.',
    '-none',
  ],
  ...[
    'n%6fne',
    '%6eone',
    'n&#111;ne',
    '\\u006eone',
    'bm9uZQ',
    'bm9uZQ==',
    'enon',
    'dir',
    'any',
    '*',
    'RSA',
    'ECDSA',
    'HMAC',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'],
];

const SPELLINGS = [
  ...cases('none'),
  ...confused,
  '\uff4e\uff4f\uff4e\uff45',
  ...ADDITIONS.flatMap((mark) => [`none${mark}`, `${mark}none`, `no${mark}ne`]),
  ...OTHER_WORDS,
];

const SIGNATURES: Readonly<Record<string, (good: string) => string>> = {
  unsigned: () => '',
  'signature-kept': (good) => good,
  'zero-signature': () => 'AAAA',
};

/** JSON values of `alg` other than strings. */
const OTHER_TYPES = {
  null: null,
  false: false,
  true: true,
  zero: 0,
  number: 256,
  list: ['none'],
  nothing: [],
  object: {},
};

/** Every spelling of `none`, with and without bytes as the signature. */
export const NONE: AttackClass = {
  name: 'none',
  summary: 'alg is none, in every spelling.',
  attacks: () => [
    ...attacksOf('none', pairs(named(SPELLINGS), SIGNATURES), ([alg, signature], label) => ({
      summary: `alg and signature are ${label}.`,
      code: 'algorithm.not_allowed',
      apply: onToken((token, { issuer, claims }) =>
        serialise({ ...issuer.header(), alg }, claims, () =>
          Buffer.from(signature(splitToken(token)[2]), 'base64url'),
        ),
      ),
    })),
    ...attacksOf('none/type', OTHER_TYPES, (alg, label) => ({
      summary: `alg is ${label}, not a string.`,
      code: 'format.malformed',
      apply: onHeader((header) => ({ ...header, alg })),
    })),
    ...attacksOf('none/escaped', { first: '\\u006eone', all: '\\u006e\\u006f\\u006e\\u0065' }, (alg) => ({
      summary: 'alg is none, written with JSON escapes.',
      code: 'algorithm.not_allowed',
      apply: onHeader((header) =>
        JSON.stringify({ ...header, alg: '' }).replace('"alg":""', () => `"alg":"${alg}"`),
      ),
    })),
    ...attacksOf('none/segments', { two: 2, one: 1 }, (count, label) => ({
      summary: `alg is none, and the token has segments: ${label}.`,
      code: 'format.malformed',
      apply: onToken((_, { issuer, claims }) =>
        serialise({ ...issuer.header(), alg: 'none' }, claims, () => new Uint8Array(0))
          .split('.')
          .slice(0, count)
          .join('.'),
      ),
    })),
  ],
};
