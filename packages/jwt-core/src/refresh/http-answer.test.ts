import { describe, expect, it } from 'vitest';
import { NOW } from '../../test/mint.js';
import { freshFor } from './http-answer.js';

const MINUTE = 60_000;

describe('how long an answer is fresh', () => {
  it.each<[string, Readonly<Record<string, string>> | undefined, number]>([
    ['the default, without headers', undefined, 10],
    ['the default, with headers that say nothing', {}, 10],
    [
      'the default, with a Cache-Control that says nothing of it',
      { 'cache-control': 'public, must-revalidate' },
      10,
    ],
    ['max-age', { 'cache-control': 'public, max-age=1800' }, 30],
    ['max-age in any case and with spaces', { 'cache-control': 'Public ,  MAX-AGE=1800' }, 30],
    ['max-age in quotes', { 'cache-control': 'max-age="1800"' }, 30],
    ['max-age without what has passed in caches', { 'cache-control': 'max-age=1800', age: '600' }, 20],
    ['the least of two', { 'cache-control': 'max-age=1800, max-age=1200' }, 20],
    ['a minute at least', { 'cache-control': 'max-age=15' }, 1],
    ['a minute, where max-age is 0', { 'cache-control': 'max-age=0' }, 1],
    ['a minute, where max-age is nonsense', { 'cache-control': 'max-age=-5' }, 1],
    ['a minute, where it is older than its age', { 'cache-control': 'max-age=60', age: '999999' }, 1],
    ['a minute, where nothing may be stored', { 'cache-control': 'no-store, max-age=3600' }, 1],
    ['a minute, where all must be asked for', { 'cache-control': 'no-cache="set-cookie", max-age=3600' }, 1],
    ['an hour at most', { 'cache-control': 'max-age=86400' }, 60],
    ['an hour at most, whatever number it is', { 'cache-control': 'max-age=9999999999' }, 60],
    [
      'max-age before Expires',
      { 'cache-control': 'max-age=1800', expires: 'Thu, 01 Jan 1970 00:00:00 GMT' },
      30,
    ],
    ['Expires', { expires: 'Mon, 23 Nov 2026 12:20:00 GMT' }, 20],
    [
      'Expires compared with the provider’s own Date',
      { expires: 'Mon, 23 Nov 2026 15:20:00 GMT', date: 'Mon, 23 Nov 2026 15:00:00 GMT' },
      20,
    ],
    ['a minute, where Expires is past', { expires: 'Mon, 23 Nov 2026 11:00:00 GMT' }, 1],
    ['a minute, where Expires is 0', { expires: 'soon' }, 1],
  ])('is %s', (_what, headers, minutes) => {
    expect(freshFor(headers, NOW)).toBe(minutes * MINUTE);
  });
});
