/** Second spellings of a compact JWS, and texts that are not one (RFC 7515 §3.1, §7, RFC 4648 §3.2-5). */

import type { ReasonCode } from '@org/jwt-core';
import { onToken, type TokenMaterial } from '../alterations/alteration.js';
import { signSegments } from '../alterations/segments.js';
import { encodeSegment, splitToken } from '../issuer/compact.js';
import { attacksOf, pairs, type AttackClass } from './row.js';
import type { AttackCondition } from './conditions.js';

type Segments = readonly [header: string, payload: string, signature: string];
type Spell = (segments: Segments) => string;

/** Numbers of segments that a compact JWS does not have. */
const COUNTS: Readonly<Record<string, readonly [ReasonCode, Spell]>> = {
  'no-token': ['credential.malformed', () => ''],
  'header-alone': ['format.malformed', ([header]) => header],
  'payload-alone': ['format.malformed', ([, payload]) => payload],
  'signature-alone': ['format.malformed', ([, , signature]) => signature],
  'header-and-payload': ['format.malformed', ([header, payload]) => `${header}.${payload}`],
  'header-and-signature': ['format.malformed', ([header, , signature]) => `${header}.${signature}`],
  'payload-and-signature': ['format.malformed', ([, payload, signature]) => `${payload}.${signature}`],
  'one-dot': ['format.malformed', () => '.'],
  'two-dots': ['format.malformed', () => '..'],
  'three-dots': ['format.malformed', () => '...'],
  'four-dots': ['format.unsupported', () => '....'],
  'five-dots': ['format.malformed', () => '.....'],
  'many-dots': ['format.malformed', () => '.'.repeat(4000)],
  'dot-before': ['format.malformed', (all) => `.${all.join('.')}`],
  'dot-after': ['format.malformed', (all) => `${all.join('.')}.`],
  'dots-around': ['format.unsupported', (all) => `.${all.join('.')}.`],
  'double-dot-first': ['format.malformed', ([header, ...rest]) => `${header}..${rest.join('.')}`],
  'double-dot-second': [
    'format.malformed',
    ([header, payload, signature]) => `${header}.${payload}..${signature}`,
  ],
  'double-dots': ['format.unsupported', (all) => all.join('..')],
  'fourth-segment': ['format.malformed', (all) => [...all, all[1]].join('.')],
  'five-segments': ['format.unsupported', (all) => [...all, all[1], all[2]].join('.')],
  'six-segments': ['format.malformed', (all) => [...all, ...all].join('.')],
  'two-tokens-without-dot': ['format.unsupported', (all) => `${all.join('.')}${all.join('.')}`],
  'empty-header': ['format.malformed', ([, payload, signature]) => `.${payload}.${signature}`],
  'empty-payload': ['format.unsupported', ([header, , signature]) => `${header}..${signature}`],
  'empty-payload-and-signature': ['format.unsupported', ([header]) => `${header}..`],
  'signature-with-dot-inside': [
    'format.malformed',
    ([header, payload, signature]) => `${header}.${payload}.${signature.slice(0, 8)}.${signature.slice(8)}`,
  ],
  'payload-before-header': [
    'format.malformed',
    ([header, payload, signature]) => `${payload}.${header}.${signature}`,
  ],
};

const PLACES: Readonly<Record<string, (mark: string) => Spell>> = {
  before: (mark) => (all) => mark + all.join('.'),
  after: (mark) => (all) => all.join('.') + mark,
  'inside-header':
    (mark) =>
    ([header, ...rest]) =>
      [insert(header, mark), ...rest].join('.'),
  'before-first-dot':
    (mark) =>
    ([header, ...rest]) =>
      [header + mark, ...rest].join('.'),
  'after-first-dot':
    (mark) =>
    ([header, payload, signature]) =>
      [header, mark + payload, signature].join('.'),
  'inside-payload':
    (mark) =>
    ([header, payload, signature]) =>
      [header, insert(payload, mark), signature].join('.'),
  'before-second-dot':
    (mark) =>
    ([header, payload, signature]) =>
      [header, payload + mark, signature].join('.'),
  'after-second-dot':
    (mark) =>
    ([header, payload, signature]) =>
      [header, payload, mark + signature].join('.'),
  'inside-signature':
    (mark) =>
    ([header, payload, signature]) =>
      [header, payload, insert(signature, mark)].join('.'),
};

const insert = (text: string, mark: string): string => text.slice(0, 4) + mark + text.slice(4);

/** Characters outside of b64token. A header line can contain the first; a parser removes it at the end. */
const BLANKS = { space: ' ', tab: '\t' };
const NOT_CARRIED = {
  newline: '\n',
  'carriage-return': '\r',
  'vertical-tab': '\v',
  'form-feed': '\f',
  nul: '\0',
  delete: '\x7f',
  'no-break-space': '\u00a0',
  'ideographic-space': '\u3000',
  'zero-width-space': '\u200b',
  'byte-order-mark': '\ufeff',
  'full-width-letter': '\uff21',
  'cyrillic-letter': '\u0410',
  'full-width-dot': '\uff0e',
  'astral-letter': '\u{1d400}',
};
const FOREIGN = Object.fromEntries(
  Array.from('!"#$%&\'()*:;<>?@[\\]^`{|}').map((mark) => [`character-${mark}`, mark]),
);

const isEnd = (label: string): boolean => label.endsWith('-before') || label.endsWith('-after');

/** Characters of b64token outside of base64url. Those of base64 four times, so that the length stays possible. */
const ALLOWED: Readonly<Record<string, readonly [mark: string, code: ReasonCode]>> = {
  plus: ['++++', 'format.not_canonical'],
  slash: ['////', 'format.not_canonical'],
  tilde: ['~', 'format.malformed'],
  comma: [',', 'credential.ambiguous'],
};

const PADDING: Readonly<Record<string, readonly [ReasonCode, Spell]>> = {
  'one-after': ['format.not_canonical', (all) => `${all.join('.')}=`],
  'two-after': ['format.not_canonical', (all) => `${all.join('.')}==`],
  'four-after': ['format.not_canonical', (all) => `${all.join('.')}====`],
  'after-header': ['credential.malformed', ([header, ...rest]) => [`${header}=`, ...rest].join('.')],
  'after-payload': [
    'credential.malformed',
    ([header, payload, signature]) => `${header}.${payload}==.${signature}`,
  ],
  before: ['credential.malformed', (all) => `=${all.join('.')}`],
  'percent-encoded-after': ['credential.malformed', (all) => `${all.join('.')}%3D`],
  'with-text-after': ['credential.malformed', (all) => `${all.join('.')}=A`],
};

const direct = (only: boolean): AttackCondition | undefined => (only ? 'direct' : undefined);
const split = (_: string, { issuer, claims }: TokenMaterial): Segments =>
  splitToken(issuer.sign(issuer.header(), claims));

/** Every spelling except the canonical one. A signature, if present, is good. */
export const COMPACT_FORM: AttackClass = {
  name: 'compact-form',
  summary: 'The token has other segments, other characters or a second spelling.',
  attacks: () => [
    ...attacksOf('compact-form/segments', COUNTS, ([code, spell], label) => ({
      summary: `The segments are: ${label}.`,
      code,
      apply: onToken((token) => spell(splitToken(token))),
    })),
    ...attacksOf('compact-form/blank', pairs(BLANKS, PLACES), ([mark, place], label) => ({
      summary: `There is white space in the token: ${label}.`,
      code: 'credential.malformed',
      only: direct(isEnd(label)),
      apply: onToken((token, material) =>
        place(label === 'space-before' ? '\t ' : mark)(split(token, material)),
      ),
    })),
    ...attacksOf('compact-form/not-carried', pairs(NOT_CARRIED, PLACES), ([mark, place], label) => ({
      summary: `There is a character that a token cannot have: ${label}.`,
      code: 'credential.malformed',
      only: 'direct',
      apply: onToken((token) => place(mark)(splitToken(token))),
    })),
    ...attacksOf('compact-form/foreign', pairs(FOREIGN, PLACES), ([mark, place], label) => ({
      summary: `There is a character that a token cannot have: ${label}.`,
      code: 'credential.malformed',
      apply: onToken((token) => place(`${mark}x`)(splitToken(token))),
    })),
    ...attacksOf('compact-form/alphabet', pairs(ALLOWED, PLACES), ([[mark, code], place], label) => ({
      summary: `There is a character of b64token outside of base64url: ${label}.`,
      code,
      apply: onToken((token) => place(mark)(splitToken(token))),
    })),
    ...attacksOf('compact-form/padding', PADDING, ([code, spell], label) => ({
      summary: `Padding: ${label}.`,
      code,
      apply: onToken((token) => spell(splitToken(token))),
    })),
    ...attacksOf('compact-form/signed-padding', { header: 0, payload: 1 }, (which) => ({
      summary: 'A segment is padded, and signed in this form.',
      code: 'credential.malformed',
      apply: onToken((_, material) => {
        const header = encodeSegment(material.issuer.header());
        const payload = encodeSegment(material.claims);
        return signSegments(
          material,
          which === 0 ? `${header}=` : header,
          which === 1 ? `${payload}=` : payload,
        );
      }),
    })),
  ],
};
