import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationPattern, isDuration, secondsOf } from './duration.js';
import { ceilingOf } from './limits.js';

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
    expect(isDuration(text) && secondsOf(text)).toBe(seconds);
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
  ])('%j is not a duration', (text) => {
    expect(isDuration(text)).toBe(false);
  });

  it('is any whole number with a unit', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.constantFrom('s', 'm', 'h', 'd'), (amount, unit) => {
        expect(secondsOf(`${amount}${unit}`)).toBe(amount * SECONDS[unit]);
      }),
    );
  });

  it('is nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('0159smhd -+.e\n')) }), (text) => {
        const isWritten =
          /^\d+[smhd]$/u.test(text) && String(Number.parseInt(text, 10)) === text.slice(0, -1);
        expect(isDuration(text)).toBe(isWritten && text.length <= 10);
      }),
    );
  });
});

const TEXTS = [
  '',
  '0',
  's',
  '05s',
  '00s',
  '1 s',
  ' 1s',
  '1s ',
  '-1s',
  '+1s',
  '1.5h',
  '1S',
  '1w',
  '1h30m',
  '1e3s',
  '1s\n',
];
const AMOUNTS = [
  ...Array.from({ length: 2000 }, (_, index) => index),
  59_999,
  86_399,
  86_400,
  86_401,
  99_999,
  999_999_999,
];
const DURATIONS = [
  ...TEXTS,
  ...AMOUNTS.flatMap((amount) => ['s', 'm', 'h', 'd'].map((unit) => `${amount}${unit}`)),
];

const secondsIn = (text: string): number => (isDuration(text) ? secondsOf(text) : Infinity);

describe('durations as a pattern', () => {
  it.each([ceilingOf('clockSkew'), ceilingOf('maxAge'), 1, 9, 10, 100, 3599, 3600, 90_061, 700_000])(
    'end at a ceiling of %i seconds',
    (ceiling) => {
      const pattern = new RegExp(durationPattern(ceiling), 'u');
      for (const text of DURATIONS) expect(pattern.test(text), text).toBe(secondsIn(text) <= ceiling);
    },
  );
});
