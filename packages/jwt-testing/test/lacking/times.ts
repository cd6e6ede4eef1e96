/** Tokens that live too long, where `iat` or a short life is lacking. */

import { onClaims, type Alteration } from '../../src/alterations/alteration.js';
import { attack, attacksOf } from '../../src/attacks/row.js';

const HOUR = 3600;
/** How long a token without `iat` may still live: an hour, whatever the clocks do. */
const REMAINING: Readonly<Record<string, number>> = {
  'an-hour-and-the-skew': HOUR + 5.001,
  'two-hours': 2 * HOUR,
  'a-day': 24 * HOUR,
  'a-year': 366 * 24 * HOUR,
  'for-ever': 2 ** 53,
};

/** An issuer that lacks `iat`. */
export const WITHOUT_IAT: readonly Alteration[] = [
  ...attacksOf('remaining', REMAINING, (left, label) => ({
    summary: `The token has no iat, and lives for ${label}.`,
    code: 'time.lifetime_too_long',
    apply: onClaims(({ iat }) => ({ iat: undefined, exp: Number(iat) + left })),
  })),
  ...attacksOf('remaining-null', REMAINING, (left, label) => ({
    summary: `iat is null, and the token lives for ${label}.`,
    code: 'time.lifetime_too_long',
    apply: onClaims(({ iat }) => ({ iat: null, exp: Number(iat) + left })),
  })),
  attack('remaining/measured-by-iat', {
    summary: 'iat is there, and exp is too long after it.',
    code: 'time.lifetime_too_long',
    apply: onClaims(({ iat }) => ({ iat: Number(iat) - 24 * HOUR, exp: Number(iat) + 1 })),
  }),
];

const DAY = 24 * HOUR;

/** An issuer whose tokens may live for thirty days. */
export const WITHOUT_SHORT_LIFE: readonly Alteration[] = attacksOf(
  'long-life',
  { 'a-second-more': 1, 'a-day-more': DAY, 'a-year': 335 * DAY, 'for-ever': 2 ** 53 - 30 * DAY },
  (more, label) => ({
    summary: `The token lives longer than thirty days: ${label}.`,
    code: 'time.lifetime_too_long',
    apply: onClaims(({ iat }) => ({ iat: Number(iat) - 1, exp: Number(iat) - 1 + 30 * DAY + more })),
  }),
);
