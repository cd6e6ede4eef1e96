/** How a token is written: other spellings of its JSON, of base64url and of the compact form, good and bad. */

import type { Draw } from './draw.js';
import { minted, sealed, type Draft } from './tokens.js';

type Spelling = (draft: Draft, draw: Draw) => string;

const ODD_PARAMETERS = [
  ...['"alg":1', '"alg":null', '"kid":1', '"kid":null', '"typ":[]', '"typ":{"a":1,"a":2}'],
  ...['"crit":["x"]', '"crit":null', '"b64":true', '"zip":"DEF"', '"x":1', '"x":1e400'],
] as [string, ...string[]];

/** Numbers of which some are held as another one. */
const NUMBERS = [
  ...['9007199254740991', '9007199254740992', '9007199254740993', '-9007199254740993', '9007199254740994'],
  ...[
    '1.0',
    '1e2',
    '1E-2',
    '0.1',
    '0.30000000000000004',
    '0.10000000000000001',
    '1e400',
    '1e-400',
    '-0',
    '0e999',
  ],
  ...['9007199254.740993e6', '9007199254.740992e6', '1234567890123456789', '1e21', '5e-324', '4e-324'],
] as [string, ...string[]];

/** Other spellings of a draft, good and bad: of the JSON, of base64url, of the compact form. */
const SPELLINGS: readonly [Spelling, ...Spelling[]] = [
  ({ header, claims, pair }) => sealed(JSON.stringify(header, null, 1), ` ${JSON.stringify(claims)}\n`, pair),
  ({ header, claims, pair }, draw) =>
    sealed(
      JSON.stringify(header),
      JSON.stringify(claims).replace(
        '{',
        draw.of('{"iss":"x",', '{"\\u0069ss":"x",', '{"nested":[{"a":1,"a":2}],', '{"a":"\\"iss\\":",'),
      ),
      pair,
    ),
  ({ header, claims, pair }) =>
    sealed(JSON.stringify(header).replace('{', '{"alg":"none",'), JSON.stringify(claims), pair),
  ({ header, claims, pair }, draw) => {
    const number = draw.of(...NUMBERS);
    const member = draw.of(
      ...([
        `"n":${number}`,
        `"n":[{"m":${number}}]`,
        `"n":"${number}"`,
        `"\\":"","${number}":${number}`,
      ] as const),
    );
    const [head, body] = [JSON.stringify(header), JSON.stringify(claims)];
    return draw.once(3)
      ? sealed(
          head.replace('{', () => `{${member},`),
          body,
          pair,
        )
      : sealed(
          head,
          body.replace('{', () => `{${member},`),
          pair,
        );
  },
  ({ header, pair }, draw) =>
    sealed(
      JSON.stringify(header),
      draw.of('[]', 'null', '1', '{', '', '{}{}', '{"a":1e400}', '{"a":"\\ud800"}', '\ufeff{}'),
      pair,
    ),
  ({ claims, pair }, draw) => sealed(draw.of('{}', '[]', '{"alg":1}', 'x'), JSON.stringify(claims), pair),
  // Up to three faults at once.
  ({ header, claims, pair }, draw) => {
    const good = JSON.stringify(header);
    const more = `${draw.of(...ODD_PARAMETERS)},${draw.of(...ODD_PARAMETERS)}`;
    const odd = draw.of(
      good,
      good.replace('{', `{${more},`),
      JSON.stringify({ ...header, ...(JSON.parse(`{${more}}`) as object) }),
    );
    const payload = draw.of(
      JSON.stringify(claims),
      '',
      '[]',
      '{"a":1,"a":1}',
      '{"a":1e400,"b":1,"b":2}',
      '{"a":1e400,"a":1}',
    );
    const token = sealed(odd, payload, pair) + draw.of('', '=', '+', '~', 'A');
    return draw.once(3) ? notCanonical(token, draw.below(3)) : token;
  },
  ({ header, claims, pair }, draw) => {
    const depth = draw.of(14, 15, 16, 17);
    const text = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    return sealed(JSON.stringify(header), JSON.stringify(claims).replace('{', `{"depth":${text},`), pair);
  },
  ({ header, claims, pair }, draw) => {
    const text = JSON.stringify(claims);
    const many = Array.from({ length: 1024 - text.split(',').length + draw.of(0, 1, 2) }, () => 0);
    return sealed(JSON.stringify(header), text.replace('{', `{"many":${JSON.stringify(many)},`), pair);
  },
  ({ header, claims, pair }) =>
    sealed(
      JSON.stringify(header),
      Buffer.concat([
        Buffer.from(JSON.stringify(claims).slice(0, -1)),
        Buffer.from([0x2c, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
      ]),
      pair,
    ),
  (draft, draw) => notCanonical(minted(draft), draw.below(3)),
  (draft, draw) => minted(draft).replace(/[^.]+$/u, draw.of('', 'AAAA', 'A', 'AA', 'A'.repeat(86))),
  (draft, draw) => {
    const token = minted(draft);
    return draw.of(
      inOtherAlphabet(token),
      token.replace(/\.[^.]+\./u, '..'),
      `${token}.`,
      `${token}.a.b`,
      `${token}=`,
      token.replace('.', ''),
      `.${token}`,
      `${token}~`,
      token.slice(1),
    );
  },
  ({ header, claims, pair }, draw) =>
    sealed(
      JSON.stringify(header),
      JSON.stringify({ ...claims, pad: 'x'.repeat(draw.of(700, 1300, 6000, 9000)) }),
      pair,
    ),
  (draft, draw) => ofLength(draft, draw.of(1500, 2000, 8192, 16_384) + draw.of(0, 1)),
];

/** The finished text, once in this number of times in another spelling. */
export function spelled(draft: Draft, isOdd: boolean, draw: Draw): string {
  return isOdd ? draw.of(...SPELLINGS)(draft, draw) : minted(draft);
}

/** A token of this many bytes, or of one less: not every length can be reached. */
function ofLength(draft: Draft, length: number): string {
  const padded = (size: number): string =>
    minted({ ...draft, claims: { ...draft.claims, pad: 'x'.repeat(Math.max(0, size)) } });
  const size = Math.floor(((length - padded(0).length) * 3) / 4);
  const near = [size + 1, size, size - 1].map(padded);
  return near.find((each) => each.length <= length) ?? minted(draft);
}

/**
 * RFC 4648 §4. A signature is made anew in every run: one without the characters that differ is padded, so that the
 * answer is the same.
 */
function inOtherAlphabet(token: string): string {
  const other = token.replaceAll('-', '+').replaceAll('_', '/');
  return other === token ? `${token}=` : other;
}

/** Sets a bit that no byte needs, in a segment that has one. */
function notCanonical(token: string, first: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const segments = token.split('.');
  for (const step of [0, 1, 2]) {
    const index = (first + step) % 3;
    const segment = segments[index] ?? '';
    if (segment.length % 4 < 2) continue;
    const last = alphabet[alphabet.indexOf(segment.slice(-1)) | 1] ?? '';
    return segments.with(index, segment.slice(0, -1) + last).join('.');
  }
  return token;
}
