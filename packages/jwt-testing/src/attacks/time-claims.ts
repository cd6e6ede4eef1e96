/** `exp`, `iat` and `nbf`: other types, other units, other times (RFC 7519 §4.1.4-6). */

import type { ReasonCode } from '@org/jwt-core';
import { onClaims } from '../alterations/alteration.js';
import { onClaimText, valuesBut } from './values/json-values.js';
import { attack, attacksOf, pairs, type AttackClass } from './row.js';
import type { AttackCondition } from './conditions.js';

const DAY = 86_400;

/** The JSON text of a time. `now` is the `iat` of the good token. */
type Write = (now: number) => string;
type Row = readonly [code: ReasonCode, write: Write, only?: AttackCondition | undefined];

const TEXTS: Readonly<Record<string, Write>> = {
  'number-in-quotes': (now) => `"${String(now)}"`,
  'number-in-quotes-with-space': (now) => `" ${String(now)}"`,
  'empty-string': () => '""',
  date: (now) => JSON.stringify(new Date(now * 1000)),
  'http-date': (now) => JSON.stringify(new Date(now * 1000).toUTCString()),
  never: () => '"never"',
  infinity: () => '"Infinity"',
  'not-a-number': () => '"NaN"',
  duration: () => '"PT5M"',
  'short-duration': () => '"5m"',
};

const NOT_FINITE = {
  'too-large': '1e400',
  'too-large-negative': '-1e400',
  'huge-exponent': '1e4000',
  'many-digits': '9'.repeat(400),
};

const EXPIRED: Readonly<Record<string, Write>> = {
  zero: () => '0',
  'minus-zero': () => '-0',
  'zero-with-exponent': () => '0e10',
  one: () => '1',
  'minus-one': () => '-1',
  smallest: () => '5e-324',
  negative: (now) => `-${String(now)}`,
  'negative-milliseconds': (now) => `-${String(now)}000`,
  'minus-two-to-53': () => '-9007199254740992',
  'minus-two-to-31': () => '-2147483648',
  'smallest-possible': () => '-1.7976931348623157e308',
  'a-day-ago': (now) => String(now - DAY),
  'two-minutes-ago': (now) => String(now - 120),
  'two-minutes-ago-with-fraction': (now) => `${String(now - 121)}.999999`,
  'in-minutes': (now) => String(Math.floor(now / 60)),
  'in-days': (now) => String(Math.floor(now / DAY)),
  'since-2001': (now) => String(now - 978_307_200),
};

const FUTURE: Readonly<Record<string, Write>> = {
  'in-two-minutes': (now) => String(now + 120),
  'in-two-minutes-with-fraction': (now) => `${String(now + 120)}.5`,
  'in-a-day': (now) => String(now + DAY),
  'in-milliseconds': (now) => `${String(now)}000`,
  'in-microseconds': (now) => `${String(now)}000000`,
  'in-nanoseconds': (now) => `${String(now)}000000000`,
  'two-to-53': () => '9007199254740992',
  'beyond-two-to-53': () => '9007199254740994',
  'two-to-32': () => '4294967296',
  'two-to-63': () => '9.223372036854776e18',
  'year-9999': () => '253402300799',
  largest: () => '1.7976931348623157e308',
  'with-exponent': () => '1e15',
  'since-1900': (now) => String(now + 2_208_988_800),
  'since-1601': (now) => String((now + 11_644_473_600) * 10_000_000),
};
/** Times in the far future: tokens that would never expire. */
const TOO_LONG = Object.fromEntries(
  Object.entries(FUTURE).filter(([label]) => !label.startsWith('in-two-minutes') && label !== 'in-a-day'),
);

const rows = (
  code: ReasonCode,
  texts: Readonly<Record<string, Write>>,
  only?: AttackCondition,
): Readonly<Record<string, Row>> =>
  Object.fromEntries(Object.entries(texts).map(([label, write]) => [label, [code, write, only]]));

const LONG_AGO = Object.fromEntries(
  Object.entries(EXPIRED).filter(([label]) => !label.startsWith('two-minutes')),
);
const under = (prefix: string, table: Readonly<Record<string, Row>>): Readonly<Record<string, Row>> =>
  Object.fromEntries(Object.entries(table).map(([label, row]) => [`${prefix}-${label}`, row]));

const CLAIMS: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  exp: {
    ...rows('time.expired', EXPIRED),
    ...under(
      'far',
      rows('time.lifetime_too_long', { ...TOO_LONG, 'more-than-a-day': (now) => String(now + DAY + 61) }),
    ),
  },
  nbf: rows('time.not_yet_valid', FUTURE),
  iat: {
    ...rows('time.issued_in_future', FUTURE),
    ...under(
      'long-ago',
      rows('time.lifetime_too_long', { ...LONG_AGO, 'a-day-ago': (now) => String(now - DAY) }, 'noMaxAge'),
    ),
    ...under(
      'too-old',
      rows('time.too_old', { ...LONG_AGO, 'twenty-minutes-ago': (now) => String(now - 1200) }, 'maxAge'),
    ),
  },
};

/** Contradictory times within the clock skew: seconds from the `iat` of the good token. */
const CONTRADICTORY: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'exp-at-iat': { exp: 0 },
  'exp-before-iat': { exp: -1 },
  'exp-before-iat-by-a-fraction': { exp: -0.5 },
  'exp-before-iat-by-the-skew': { exp: -4 },
  'exp-before-iat-to-come': { iat: 4, exp: 3 },
  'exp-before-iat-that-is-over': { iat: -2, exp: -3 },
  'exp-at-nbf': { nbf: 3, exp: 3 },
  'exp-before-nbf': { nbf: 4, exp: 3 },
  'exp-before-nbf-that-is-over': { iat: -4, nbf: -1, exp: -2 },
  'exp-before-both': { iat: 3, nbf: 3, exp: 2 },
};

const NAMES = { exp: 'exp', iat: 'iat', nbf: 'nbf' } as const;

/** Every type and every wrong number of the three. */
export const TIME_CLAIMS: AttackClass = {
  name: 'time',
  summary: 'exp, iat or nbf is of another type, in another unit, or at another time.',
  attacks: () => [
    ...attacksOf('time/missing', { exp: 'exp', iat: 'iat' }, (claim) => ({
      summary: `The token has no ${claim}.`,
      code: 'time.missing',
      apply: onClaims(() => ({ [claim]: undefined })),
    })),
    ...attacksOf('time/type', pairs(NAMES, valuesBut('number', 'null')), ([claim, text], label) => ({
      summary: `A time is of another type: ${label}.`,
      code: 'time.malformed',
      apply: onClaimText(claim, text),
    })),
    ...attacksOf('time/text', pairs(NAMES, TEXTS), ([claim, write], label) => ({
      summary: `A time is written as text: ${label}.`,
      code: 'time.malformed',
      apply: onClaimText(claim, (good) => write(Number(good ?? 1))),
    })),
    ...attacksOf('time/not-finite', pairs(NAMES, NOT_FINITE), ([claim, text], label) => ({
      summary: `A time is not a finite number: ${label}.`,
      code: 'format.malformed',
      apply: onClaimText(claim, text),
    })),
    ...Object.entries(CLAIMS).flatMap(([claim, table]) =>
      attacksOf(`time/${claim}`, table, ([code, write, only], label) => ({
        summary: `${claim} is ${label}.`,
        code,
        only,
        apply: async (material) => onClaimText(claim, () => write(Number(material.claims['iat'])))(material),
      })),
    ),
    ...attacksOf('time/contradictory', CONTRADICTORY, (offsets, label) => ({
      summary: `The token is never valid: ${label}.`,
      code: 'time.contradictory',
      only: 'skew',
      apply: onClaims(({ iat }) =>
        Object.fromEntries(Object.entries(offsets).map(([name, offset]) => [name, Number(iat) + offset])),
      ),
    })),
    attack('time/all-in-milliseconds', {
      summary: 'exp and iat both count milliseconds.',
      code: 'time.issued_in_future',
      apply: onClaims(({ exp, iat }) => ({ exp: Number(exp) * 1000, iat: Number(iat) * 1000 })),
    }),
    ...attacksOf(
      'time/elsewhere',
      { 'upper-case': 'EXP', expires: 'expires', 'expires-in': 'expires_in' },
      (name) => ({
        summary: `The time of expiry is in "${name}".`,
        code: 'time.missing',
        apply: onClaims(({ exp }) => ({ exp: undefined, [name]: exp })),
      }),
    ),
  ],
};
