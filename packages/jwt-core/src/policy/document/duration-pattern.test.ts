import { describe, expect, it } from 'vitest';
import { DURATION, durationPattern } from './duration-pattern.js';
import { CEILINGS, parseDuration } from '../model/limits.js';

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

describe('durations as a pattern', () => {
  it('are those that are read', () => {
    const pattern = new RegExp(DURATION, 'u');
    for (const text of [...DURATIONS, '1234567890s']) {
      expect(pattern.test(text), text).toBe(parseDuration(text) !== undefined);
    }
  });

  it.each([CEILINGS.clockSkew, CEILINGS.maxAge, 1, 9, 10, 100, 3599, 3600, 90_061, 700_000])(
    'end at a ceiling of %i seconds',
    (ceiling) => {
      const pattern = new RegExp(durationPattern(ceiling), 'u');
      for (const text of DURATIONS) {
        expect(pattern.test(text), text).toBe((parseDuration(text) ?? Infinity) <= ceiling);
      }
    },
  );
});
