/**
 * Good tokens at the wrong time (RFC 7519 §4.1.4-6): outside of the largest clock skew that a policy can allow, or
 * contradictory within it.
 */

import type { ReasonCode } from '@org/jwt-core';
import type { ClaimsToSign } from '../issuer/test-issuer.js';
import { issuedAt, onClaims, type Alteration } from './alteration.js';

const DAY = 86_400;

/** `change` gets the current time, in seconds since 1970. */
const altered = (
  name: string,
  code: ReasonCode & `time.${string}`,
  summary: string,
  change: (now: number) => ClaimsToSign,
): Alteration => ({ name, summary, code, apply: onClaims((_, material) => change(issuedAt(material))) });

/** Alterations of `exp`, `iat` and `nbf`. */
export const TIME_ALTERATIONS: readonly Alteration[] = [
  altered('exp-missing', 'time.missing', 'The token has no exp, so it would never expire.', () => ({
    exp: undefined,
  })),
  altered('iat-missing', 'time.missing', 'The token has no iat.', () => ({ iat: undefined })),
  altered('iat-is-null', 'time.missing', 'iat is null, as serialisers write what is not there.', () => ({
    iat: null,
  })),
  altered('exp-is-string', 'time.malformed', 'exp is a number in quotes.', (now) => ({
    exp: String(now + 60),
  })),
  altered('exp-is-null', 'time.malformed', 'exp is null.', () => ({ exp: null })),
  altered('iat-is-date', 'time.malformed', 'iat is a date as text.', () => ({ iat: '2026-01-01T00:00:00Z' })),
  altered('iat-is-list', 'time.malformed', 'iat is a list with the right number.', (now) => ({ iat: [now] })),
  altered('nbf-is-string', 'time.malformed', 'nbf is a number in quotes.', (now) => ({ nbf: String(now) })),
  altered('nbf-is-list', 'time.malformed', 'nbf is a list with the right number.', (now) => ({ nbf: [now] })),
  altered('expired', 'time.expired', 'The token expired two minutes ago.', (now) => ({
    iat: now - 180,
    exp: now - 120,
  })),
  altered('expires-at-zero', 'time.expired', 'exp is zero, which does not mean never.', () => ({ exp: 0 })),
  altered('not-yet-valid', 'time.not_yet_valid', 'The token is valid in two minutes.', (now) => ({
    nbf: now + 120,
  })),
  altered('issued-in-future', 'time.issued_in_future', 'The token is issued in two minutes.', (now) => ({
    iat: now + 120,
    exp: now + 180,
  })),
  altered(
    'lifetime-too-long',
    'time.lifetime_too_long',
    'The lifetime of the token is more than a day.',
    (now) => ({
      exp: now + DAY + 1,
    }),
  ),
  altered('exp-in-milliseconds', 'time.lifetime_too_long', 'exp counts milliseconds.', (now) => ({
    exp: (now + 60) * 1000,
  })),
  ...[
    altered(
      'exp-at-iat',
      'time.contradictory',
      'exp is equal to iat, so the token is never valid.',
      (now) => ({
        iat: now + 4,
        exp: now + 4,
      }),
    ),
    altered('exp-before-nbf', 'time.contradictory', 'exp is before nbf.', (now) => ({
      nbf: now + 4,
      exp: now + 3,
    })),
  ].map((alteration) => ({ ...alteration, onlyWith: 'a clockSkew of at least 5s (the default)' })),
  {
    ...altered(
      'too-old',
      'time.too_old',
      'The token was issued more than ten minutes ago, and is still valid.',
      (now) => ({
        iat: now - 700,
        exp: now + 60,
      }),
    ),
    onlyWith: 'a maxAge of at most 10m and a maxLifetime of at least 13m',
  },
];
