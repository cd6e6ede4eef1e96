import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inUnits, parseDuration } from './limits.js';

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

describe('a duration', () => {
  it.each([
    ['0s', 0],
    ['5s', 5],
    ['15m', 900],
    ['1h', 3600],
    ['2d', 172_800],
    ['999999999s', 999_999_999],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each([
    '',
    '5',
    's',
    '05s',
    '00s',
    '-5s',
    '+5s',
    '5 s',
    ' 5s',
    '5s ',
    '5s\n',
    '5.5s',
    '1e3s',
    '5S',
    '5ms',
    '5w',
    '1h30m',
    '1000000000s',
    '٥s',
  ])('%j is refused', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('is any whole number with a unit', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.constantFrom('s', 'm', 'h', 'd'), (amount, unit) => {
        expect(parseDuration(`${amount}${unit}`)).toBe(amount * SECONDS[unit]);
      }),
    );
  });

  it('is nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('0159smhd -+.e\n')) }), (text) => {
        const isDuration =
          /^\d+[smhd]$/u.test(text) && String(Number.parseInt(text, 10)) === text.slice(0, -1);
        expect(parseDuration(text) !== undefined).toBe(isDuration && text.length <= 10);
      }),
    );
  });
});

describe('seconds in words', () => {
  it.each([
    [0, '0s'],
    [5, '5s'],
    [60, '1m'],
    [90, '90s'],
    [3600, '1h'],
    [5400, '90m'],
    [86_400, '1d'],
  ])('%d are %s', (seconds, words) => {
    expect(inUnits(seconds)).toBe(words);
    expect(parseDuration(words)).toBe(seconds);
  });
});
