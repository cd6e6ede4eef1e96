/** Damaged policy documents: the same ones for the same seed. */

import { EXAMPLE, SMALL, SMALL_DOCUMENT } from './policy-documents.js';

/** A whole number from 0 up to a bound, which it never reaches. */
export type Random = (bound: number) => number;

/** Numbers that a seed and a number of the input decide (mulberry32). */
export function randomOf(seed: number, input: number): Random {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(input + 1, 0xc2b2ae35)) | 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** What must never be printed: it is where secrets are written by mistake. */
export const CANARY = 'hV3kQ9zLw2Xr8Tb5Nc7Yd1Mf6Gs4Jp0AeUoIiBqCtDv';

const WITH_SECRETS = `${SMALL}  more:
    audience: https://more.example
    accept: [hmac, inline, url]
    operations: { all: { allow: [{ principal: user }] } }
`.replace(
  'services:\n',
  () => `  hmac:
    iss: https://hmac.example/
    keys:
      secret:
        ${CANARY}
    algs: [HS256]
    typ: JWT
  inline:
    iss: https://inline.example/
    keys: { jwks: { keys: [{ kty: EC, crv: P-256, d: ${CANARY} }] } }
    algs: [ES256]
    typ: JWT
  url:
    iss: https://url.example/
    keys: { jwksUri: "https://me:${CANARY}@url.example/keys" }
    algs: [ES256]
    typ: JWT
services:
`,
);

/** What the damage starts from. */
export const SOURCES: readonly string[] = [
  EXAMPLE,
  SMALL,
  WITH_SECRETS,
  JSON.stringify(SMALL_DOCUMENT),
  JSON.stringify(SMALL_DOCUMENT, null, 2),
  JSON.stringify(SMALL_DOCUMENT, null, '\t'),
];

const MAX_LENGTH = 65_536;

/** A document with up to eight changes. */
export function damaged(sources: readonly string[], random: Random): string {
  let text = pick(sources, random);
  const changes = 1 + random(1 + random(6)); // few, mostly: what is badly broken is never read to the end
  for (let change = 0; change < changes; change += 1) {
    text = pick(CHANGES, random)(text, random, pick(sources, random)).slice(0, MAX_LENGTH);
  }
  return text;
}

type Change = (text: string, random: Random, other: string) => string;

const SPECIALS = [
  ...[
    '\t',
    '\n',
    '\r',
    '\r\n',
    '  ',
    ': ',
    '- ',
    '? ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
    '#',
    ' #',
    '|',
    '>',
    '|2-',
  ],
  ...[
    '&a ',
    '*a',
    '!x ',
    '!!str ',
    '!<x> ',
    '<<: ',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '%',
    '@',
    '`',
    '\\',
    '\\u',
    '\\x0',
  ],
  ...[
    '~',
    'null',
    'true',
    '.inf',
    '.nan',
    '-0',
    '0x1F',
    '0o7',
    '1e999',
    '9'.repeat(30),
    '2027-02-30',
    '${X}',
    '""',
    '[]',
    '{}',
  ],
];
const ODDITIES = Array.from(
  '\0\u0007\u001B\u007F\u0085\u00A0\u00AD\u0301\u200B\u202E\u2028\u2066\uFEFF\uFFFD\uFFFE\u{1F600}\u{E0001}\u{10FFFF}ﬁК',
).concat('\uD800', '\uDC00');
const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
];

/** What a parser may take too long for, where there is enough of it. */
const HOSTILE = [
  ...['[', '{"a":', '[]', '{},', '- ', '? ', ': ', ',', '"', "'", "''", '\\"', '"\\q",', "'b\n"],
  ...['&a ', '*a ', '!t ', '!!binary ', '<<: {}\n', '- &a x\n', '- *a\n', '%TAG ! a\n', '---\n', '...\n'],
  ...[
    '\t',
    '\r\n',
    '\u0085',
    ' ',
    '\n',
    '\n #',
    '#\n',
    ' #x\n',
    '|\n',
    '- |\n\n',
    '- >-\n  x\n',
    'x',
    '9',
    'a b ',
  ],
  ...[
    'a: [\n',
    'a: ]\n',
    'a: b: c\n',
    'a:\n\tb: 1\n',
    '  a: 1\n',
    'a: 1\n',
    'b\n',
    '"a\n  b": 1\n',
    '@,',
    '\u00E9',
  ],
];

const inserted = (text: string, at: number, piece: string): string =>
  text.slice(0, at) + piece + text.slice(at);
const anyPlace = (text: string, random: Random): number => random(text.length + 1);

function onLines(change: (lines: string[], index: number, random: Random) => void): Change {
  return (text, random) => {
    const lines = text.split('\n');
    change(lines, random(lines.length), random);
    return lines.join('\n');
  };
}

const CHANGES: readonly Change[] = [
  (text, random) => {
    const bytes = Buffer.from(text);
    if (bytes.length > 0) bytes[random(bytes.length)] = random(256);
    return bytes.toString();
  },
  (text, random) => inserted(text, anyPlace(text, random), pick(SPECIALS, random)),
  (text, random) => inserted(text, anyPlace(text, random), pick(ODDITIES, random)),
  (text, random, other) => {
    const from = anyPlace(other, random);
    return inserted(text, anyPlace(text, random), other.slice(from, from + random(40)));
  },
  (text, random, other) => {
    const words = other.split(/\b/u);
    const from = anyPlace(text, random);
    return text.slice(0, from) + pick(words, random) + text.slice(from + random(12));
  },
  (text, random) => {
    const from = anyPlace(text, random);
    return text.slice(0, from) + text.slice(from + random(30));
  },
  (text, random) => {
    const keys = [...text.matchAll(/[A-Za-z]\w*(?="?\s*:)/gu)];
    const key = keys.length === 0 ? undefined : pick(keys, random);
    if (key === undefined) return text;
    const name = random(2) === 0 ? pick(NAMES, random) : key[0].slice(1) + key[0].slice(0, 1);
    return text.slice(0, key.index) + name + text.slice(key.index + key[0].length);
  },
  onLines((lines, index) => lines.splice(index, 1)),
  onLines((lines, index, random) => lines.splice(random(lines.length), 0, lines[index] ?? '')),
  onLines((lines, index, random) =>
    lines.splice(index, 1, ' '.repeat(random(9)) + (lines[index] ?? '').trimStart()),
  ),
  onLines((lines, index, random) => lines.splice(index, random(5) + 1)),
  onLines((lines, index) =>
    lines.splice(
      index,
      1,
      (lines[index] ?? '').replace(/^ +/u, (blanks) => '\t'.repeat(blanks.length)),
    ),
  ),
  (text, random) => {
    const at = anyPlace(text, random);
    const [open, close] = pick(
      [
        ['[', ']'],
        ['{', '}'],
        ['{"a":', '}'],
        ['- ', ''],
        ['? ', ''],
        ['(', ')'],
      ] as const,
      random,
    );
    const depth = random(2) === 0 ? random(12) : random(400);
    return inserted(text, at, open.repeat(depth) + (random(2) === 0 ? close.repeat(depth) : ''));
  },
  (text, random) => {
    const from = anyPlace(text, random);
    return inserted(
      text,
      from,
      text.slice(from, from + random(60)).repeat(random(2) === 0 ? 2 : random(300)),
    );
  },
  (text, random) => {
    const most = random(2) === 0 ? 200 : 20_000;
    const piece = pick(HOSTILE, random);
    return inserted(text, anyPlace(text, random), piece.repeat(1 + random(Math.ceil(most / piece.length))));
  },
  (text, random) => text.slice(0, anyPlace(text, random)),
  (text, random) => text.slice(anyPlace(text, random)),
  (text, _random, other) => text + other,
  (text, random) => text.replaceAll('\n', pick(['\r\n', '\r', '\n\n', '\n# why\n', ' '], random)),
];

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}
