import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JSON_VALUES, MOMENT, verdict, type Asking } from '../../test/policy-questions.js';
import { time } from './time.js';

const SKEW = 5;
const HOUR = 3600;
const at = (claims: Readonly<Record<string, unknown>>, more: Asking = {}): string =>
  verdict(time, { ...more, claims });

describe('a moment', () => {
  it.each([
    ['without exp', { exp: undefined }],
    ['without iat', { iat: undefined }],
    ['without iat, and with an exp that is no number', { exp: 'soon', iat: undefined }],
  ])('cannot be judged %s', (_what, claims) => {
    expect(at(claims)).toBe('time.missing');
  });

  const others = Object.entries(JSON_VALUES).filter(([, value]) => typeof value !== 'number');
  const wrong = ['exp', 'iat', 'nbf'].flatMap((claim) =>
    others
      .filter(([, value]) => value !== null || claim === 'exp')
      .map(([what, value]) => [claim, what, value] as const),
  );
  it.each(wrong)('cannot be judged where %s is %s', (claim, _what, value) => {
    expect(at({ [claim]: value })).toBe('time.malformed');
  });

  it('has no iat and no nbf where they are null', () => {
    expect(at({ iat: null })).toBe('time.missing');
    expect(at({ nbf: null })).toBe('passed');
  });

  it('may be given in fractions of a second', () => {
    expect(at({ exp: MOMENT + 0.5, iat: MOMENT - 0.5, nbf: MOMENT - 0.25 })).toBe('passed');
  });

  it('needs no nbf', () => {
    expect(at({ nbf: undefined })).toBe('passed');
  });

  it.each([
    [SKEW * -1 + 0.001, 'passed'],
    [SKEW * -1, 'time.expired'],
    [SKEW * -1 - 1, 'time.expired'],
    [0, 'passed'],
  ])('with exp at now%+d: %s', (offset, code) => {
    expect(at({ exp: MOMENT + offset, iat: MOMENT - 100 })).toBe(code);
  });

  it.each([
    [SKEW, 'passed'],
    [SKEW + 0.001, 'time.not_yet_valid'],
    [-1, 'passed'],
  ])('with nbf at now%+d: %s', (offset, code) => {
    expect(at({ nbf: MOMENT + offset })).toBe(code);
  });

  it.each([
    [SKEW, 'passed'],
    [SKEW + 0.001, 'time.issued_in_future'],
  ])('with iat at now%+d: %s', (offset, code) => {
    expect(at({ iat: MOMENT + offset })).toBe(code);
  });

  it.each([
    [HOUR, 'passed'],
    [HOUR + 1, 'time.lifetime_too_long'],
  ])('with a lifetime of %d seconds: %s', (lifetime, code) => {
    expect(at({ iat: MOMENT - 10, exp: MOMENT - 10 + lifetime })).toBe(code);
  });

  it.each([
    [60 + SKEW, 'passed'],
    [60 + SKEW + 1, 'time.too_old'],
  ])('with an age of %d seconds where a minute is allowed: %s', (age, code) => {
    expect(at({ iat: MOMENT - age }, { service: { maxAge: '1m' } })).toBe(code);
  });

  it('with an exp that does not exist as a date is refused all the same', () => {
    expect(at({ exp: -1, iat: -2 })).toBe('time.expired');
  });
});

describe('the first of several objections', () => {
  const far = 10 * HOUR;
  const narrow: Asking = { service: { maxAge: '1m', maxLifetime: '1m' } };
  it.each([
    ['missing before malformed', { exp: undefined, iat: 'x' }, 'time.missing'],
    ['malformed before expired', { exp: MOMENT - far, nbf: 'x' }, 'time.malformed'],
    ['expired before not yet valid', { exp: MOMENT - far, nbf: MOMENT + far }, 'time.expired'],
    [
      'not yet valid before issued in future',
      { nbf: MOMENT + far, iat: MOMENT + far, exp: MOMENT + 2 * far },
      'time.not_yet_valid',
    ],
    [
      'issued in future before too long',
      { iat: MOMENT + far, exp: MOMENT + 3 * far },
      'time.issued_in_future',
    ],
    ['too old before too long', { iat: MOMENT - 100, exp: MOMENT + 100 }, 'time.too_old'],
  ])('is %s', (_what, claims, code) => {
    expect(at(claims, narrow)).toBe(code);
  });
});

describe('times that contradict each other, within the skew', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['exp before iat', { iat: MOMENT, exp: MOMENT - 1 }, 'time.contradictory'],
    ['exp at iat', { iat: MOMENT, exp: MOMENT }, 'time.contradictory'],
    ['exp before an iat to come', { iat: MOMENT + 4, exp: MOMENT + 3 }, 'time.contradictory'],
    ['exp before an iat that is over', { iat: MOMENT - 2, exp: MOMENT - 4 }, 'time.contradictory'],
    ['exp before iat by a fraction', { iat: MOMENT + 0.5, exp: MOMENT + 0.25 }, 'time.contradictory'],
    ['exp before nbf', { nbf: MOMENT + 4, exp: MOMENT + 3 }, 'time.contradictory'],
    ['exp at nbf', { nbf: MOMENT + 4, exp: MOMENT + 4 }, 'time.contradictory'],
    ['exp before an nbf that is over', { nbf: MOMENT - 1, exp: MOMENT - 2 }, 'time.contradictory'],
    ['exp just after both', { iat: MOMENT, nbf: MOMENT, exp: MOMENT + 0.001 }, 'passed'],
    ['exp that is over, after both', { iat: MOMENT - 4, nbf: MOMENT - 3, exp: MOMENT - 2 }, 'passed'],
    // RFC 7519 says nothing of these two, and providers write both.
    ['nbf before iat', { nbf: MOMENT - 300 }, 'passed'],
    ['nbf at the beginning of time', { nbf: 0 }, 'passed'],
    ['nbf after iat', { iat: MOMENT - 10, nbf: MOMENT + 1 }, 'passed'],
  ])('%s: %s', (_what, claims, code) => {
    expect(at(claims)).toBe(code);
  });

  it('are told in the order of the table: what is expired is expired first', () => {
    expect(at({ iat: MOMENT, exp: 0 })).toBe('time.expired');
    expect(at({ iat: MOMENT + 500, exp: MOMENT + 1 })).toBe('time.issued_in_future');
    expect(at({ nbf: MOMENT + 500, exp: MOMENT + 1 })).toBe('time.not_yet_valid');
  });
});

describe('the limits', () => {
  const lived = (seconds: number): Readonly<Record<string, unknown>> => ({
    iat: MOMENT,
    exp: MOMENT + seconds,
  });
  const rules = [{ principal: 'user' }] as const;

  it.each<[string, Asking]>([
    ['the defaults', { defaults: { maxLifetime: '1m' } }],
    ['the issuer', { issuer: { maxLifetime: '1m' } }],
    ['the service', { service: { maxLifetime: '1m' } }],
    ['the operation', { operation: { maxLifetime: '1m', allow: rules } }],
  ])('of %s bound a lifetime', (_who, asking) => {
    expect(at(lived(60), asking)).toBe('passed');
    expect(at(lived(61), asking)).toBe('time.lifetime_too_long');
  });

  it.each<[string, Asking]>([
    ['the defaults', { defaults: { maxAge: '1m' } }],
    ['the service', { service: { maxAge: '1m' } }],
    ['the operation', { operation: { maxAge: '1m', allow: rules } }],
  ])('of %s bound an age', (_who, asking) => {
    expect(at({ iat: MOMENT - 60 }, asking)).toBe('passed');
    expect(at({ iat: MOMENT - 66 }, asking)).toBe('time.too_old');
  });

  it.each<[string, Asking]>([
    ['the defaults', { defaults: { clockSkew: '0s' } }],
    ['the issuer', { issuer: { clockSkew: '0s' } }],
    ['the service', { service: { clockSkew: '0s' } }],
  ])('of %s bound the skew', (_who, asking) => {
    expect(at({ exp: MOMENT + 1 }, asking)).toBe('passed');
    expect(at({ exp: MOMENT }, asking)).toBe('time.expired');
  });

  it('of an operation do not bind a mere question who it is', () => {
    const service = { operations: { act: { maxLifetime: '1m', allow: rules } } } as const;
    expect(at(lived(61), { service, operation: 'identify' })).toBe('passed');
  });

  it('of the service bind an unknown operation', () => {
    expect(at(lived(61), { service: { maxLifetime: '1m' }, operation: 'unknown' })).toBe(
      'time.lifetime_too_long',
    );
  });
});

describe('any moment', () => {
  it('is judged as the plain inequalities say', () => {
    const second = fc.integer({ min: -200, max: 200 });
    const limits = fc.record({
      skew: fc.integer({ min: 0, max: 60 }),
      age: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(second, second, fc.option(second), limits, (exp, iat, nbf, { skew, age }) => {
        const claims = {
          exp: MOMENT + exp,
          iat: MOMENT + iat,
          ...(nbf === null ? {} : { nbf: MOMENT + nbf }),
        };
        const asking: Asking = {
          defaults: { clockSkew: `${skew}s`, maxAge: `${age}s`, maxLifetime: '2m' },
        };
        const isGood =
          exp + skew > 0 &&
          (nbf ?? 0) <= skew &&
          iat <= skew &&
          -iat <= age + skew &&
          exp - iat <= 120 &&
          exp > iat &&
          (nbf === null || exp > nbf);
        expect(at(claims, asking) === 'passed').toBe(isGood);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a SPIFFE issuer, whose tokens need no iat', () => {
  const issuer = {
    profile: 'spiffe-jwt-svid',
    trustDomain: 'prod.example',
    keys: { discovery: 'oidc' },
  } as const;
  const svid = (claims: Readonly<Record<string, unknown>>, more: Asking = {}): string =>
    at({ iat: undefined, ...claims }, { ...more, issuer });

  it.each([
    ['a minute left', { exp: MOMENT + 60 }, 'passed'],
    ['the whole lifetime left, and the skew', { exp: MOMENT + HOUR + SKEW }, 'passed'],
    ['more than the lifetime left', { exp: MOMENT + HOUR + SKEW + 1 }, 'time.lifetime_too_long'],
    ['nothing left', { exp: MOMENT - SKEW }, 'time.expired'],
    ['no exp', { exp: undefined }, 'time.missing'],
    ['an iat that is no number', { iat: 'now' }, 'time.malformed'],
    ['an iat to come', { iat: MOMENT + SKEW + 1 }, 'time.issued_in_future'],
    ['an exp that is not after nbf', { nbf: MOMENT + 1, exp: MOMENT + 1 }, 'time.contradictory'],
    ['an iat and a long life', { iat: MOMENT - HOUR, exp: MOMENT + 1 }, 'time.lifetime_too_long'],
  ])('with %s', (_what, claims, code) => {
    expect(svid(claims)).toBe(code);
  });

  it('needs one where the age is limited', () => {
    expect(svid({}, { service: { maxAge: '1m' } })).toBe('time.missing');
    expect(svid({}, { operation: { maxAge: '1m', allow: [{ principal: 'workload' }] } })).toBe(
      'time.missing',
    );
  });
});
