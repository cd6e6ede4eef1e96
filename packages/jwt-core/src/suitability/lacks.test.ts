/** What takes the place of what an issuer's tokens lack, in codes and in words. */

import { describe, expect, it } from 'vitest';
import { inOneLine } from '../../test/denials.js';
import { denialIn, MOMENT, question, type Asking } from '../../test/policy-questions.js';
import type { IssuerDocument } from '../policy/document/document.js';
import { audience } from './audience.js';
import type { Check } from './question.js';
import { time } from './time.js';
import { type } from './type.js';

type Row = readonly [what: string, asking: Asking, denial: string];

/** The denial in one line, or `passed`. */
function said(check: Check, asking: Asking): string {
  const denial = denialIn(check.check(question(asking)));
  return denial === undefined ? 'passed' : inOneLine(denial);
}

const checks = (check: Check, rows: readonly Row[]): void => {
  it.each(rows)('%s', (_what, asking, denial) => {
    expect(said(check, asking)).toBe(denial);
  });
};

const OURS = 'https://orders.example';
const SHOWN = { typ: { shownBy: ['client_id', '/of/kind'] } } as const;
const KIND = { of: { kind: 'access' } };
const typed = (typ: string): Partial<IssuerDocument> => ({ typ, lacks: SHOWN });
const NOT_SHOWN = 'type.mismatch: expected an access token, shown by client_id, /of/kind; actual no /of/kind';
const OF_SIGN_IN =
  'type.mismatch: expected no nonce, at_hash, c_hash, s_hash, which ID tokens alone have; actual "c_hash"';

describe('an issuer that lacks typ', () => {
  checks(type, [
    [
      'passes a token with the claims that show it',
      { issuer: typed('JWT'), typ: undefined, claims: KIND },
      'passed',
    ],
    ['passes one whose typ says nothing', { issuer: typed('JWT'), typ: 'JWT', claims: KIND }, 'passed'],
    ['denies one without such a claim', { issuer: typed('JWT'), typ: undefined }, NOT_SHOWN],
    [
      'denies one without such a claim whose typ says nothing',
      { issuer: typed('JWT'), typ: 'jwt' },
      NOT_SHOWN,
    ],
    [
      'denies one with what ID tokens alone have',
      { issuer: typed('JWT'), typ: undefined, claims: { ...KIND, c_hash: 'x' } },
      OF_SIGN_IN,
    ],
    ['asks for no claim where typ says what it is', { issuer: typed('at+jwt'), typ: 'at+jwt' }, 'passed'],
    [
      'takes no typ that it does not write',
      { issuer: typed('at+jwt'), typ: 'logout+jwt', claims: KIND },
      'type.mismatch: expected typ at+jwt or none; actual "logout+jwt"',
    ],
  ]);

  it('is the only one whose tokens are looked at for these claims', () => {
    expect(said(type, { issuer: { typ: 'JWT' }, typ: 'JWT', claims: { nonce: 'n' } })).toBe('passed');
  });
});

describe('an issuer that lacks aud', () => {
  const pinned = (claims: Asking['claims']): Asking => ({
    issuer: { lacks: { aud: { pinnedBy: 'client_id' } } },
    service: { accept: [{ issuer: 'login', client_id: ['web', 'app'] }] },
    claims: { aud: undefined, ...claims },
  });
  const LISTED = 'expected client_id with one of the clients that this service accepts';
  checks(audience, [
    ['passes the token of a client that the service lists', pinned({ client_id: 'app' }), 'passed'],
    ['denies that of another one', pinned({ client_id: 'x' }), `audience.mismatch: ${LISTED}; actual "x"`],
    [
      'denies one without a client',
      pinned({ client_id: undefined }),
      `audience.missing: ${LISTED}; actual -`,
    ],
    ['denies one whose client is null', pinned({ client_id: null }), `audience.missing: ${LISTED}; actual -`],
    [
      'denies one of several clients',
      pinned({ client_id: ['web'] }),
      `audience.malformed: ${LISTED}; actual ["web"]`,
    ],
  ]);
});

describe('a service with two names', () => {
  const both = (aud: unknown): Asking => ({
    service: { audience: [OURS, 'https://orders-eu.example'] },
    claims: { aud },
  });
  const EITHER = 'aud with "https://orders.example" or "https://orders-eu.example"';
  checks(audience, [
    ['passes a token for the second', both('https://orders-eu.example'), 'passed'],
    [
      'names both to a token for neither',
      both('https://mail.example'),
      `audience.mismatch: expected ${EITHER}; actual "https://mail.example"`,
    ],
  ]);
});

describe('an issuer that lacks iat', () => {
  const without = (left: number): Asking => ({
    issuer: { lacks: { iat: { maxRemaining: '10m' } } },
    claims: { iat: undefined, exp: MOMENT + left },
  });
  checks(time, [
    ['passes a token that ends soon enough, by its clock', without(605), 'passed'],
    [
      'denies one that lives longer, and says what was measured',
      without(606),
      'time.lifetime_too_long: expected exp - now of at most 10m; actual 10m 1s, with exp 2027-01-15T08:10:06Z (1800000606)',
    ],
  ]);
});
