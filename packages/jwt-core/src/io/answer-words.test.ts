import { describe, expect, it } from 'vitest';
import { describeStatus, describeType, shownUrl } from './answer-words.js';

describe('an address in a reason', () => {
  it.each([
    ['https://id.example/a/b', 'https://id.example/a/b'],
    ['https://id.example', 'https://id.example/'],
    ['https://id.example:8443/a', 'https://id.example:8443/a'],
    ['https://id.example/a?key=SECRET#SECRET', 'https://id.example/a?…'],
    ['https://user:SECRET@id.example/a', 'https://id.example/a'],
    ['https://id.example/\u202Ea', 'https://id.example/%E2%80%AEa'],
    ['data:text/plain,a', 'data://text/plain,a'],
    ['keys\u202E\n', 'keys\uFFFD '],
  ])('%j is shown as %s', (url, shown) => {
    expect(shownUrl(url)).toBe(shown);
  });

  it('is bounded', () => {
    expect(shownUrl(`https://id.example/${'a'.repeat(10_000)}?SECRET`)).toMatch(
      /^https:\/\/id\.example\/a{131}…\?…$/u,
    );
    expect(shownUrl('x'.repeat(10_000))).toHaveLength(151);
  });
});

describe('a status in a reason', () => {
  const ASKED = 'https://id.example/keys';
  it.each<[number, Readonly<Record<string, string>> | undefined, string]>([
    [404, { 'content-type': 'text/html; charset=utf-8' }, 'status 404 (text/html)'],
    [503, {}, 'status 503'],
    [503, undefined, 'status 503'],
    [
      302,
      { location: 'https://login.example/a?SECRET' },
      'status 302 to https://login.example, and no redirect is followed',
    ],
    [302, { location: '/login' }, 'status 302 to https://id.example, and no redirect is followed'],
    [
      302,
      { location: 'https://u:SECRET@login.example' },
      'status 302 to https://login.example, and no redirect is followed',
    ],
    [301, { location: 'https://' }, 'status 301'],
    [304, { 'content-type': 'text/plain' }, 'status 304 (text/plain)'],
    [200, { location: '/a', 'content-type': 'a/b' }, 'status 200 (a/b)'],
    [404, { 'content-type': `a/\u202E${'b'.repeat(100)}` }, `status 404 (a/\uFFFD${'b'.repeat(37)}…)`],
  ])('%i %j is shown as %s', (status, headers, shown) => {
    expect(describeStatus({ status, ...(headers && { headers }) }, ASKED)).toBe(shown);
  });

  it('has a host that is bounded', () => {
    const location = `https://${'a.'.repeat(5_000)}example/`;
    expect(describeStatus({ status: 302, headers: { location } }, ASKED).length).toBeLessThan(210);
  });

  it('has no type where there is none', () => {
    expect([describeType({}), describeType({ 'content-type': ' ; a=b' })]).toEqual([undefined, undefined]);
  });
});
