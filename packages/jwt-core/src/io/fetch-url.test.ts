import { describe, expect, it } from 'vitest';
import { checkFetchUrl } from './fetch-url.js';

describe('an address to fetch from', () => {
  it.each(['https://id.example', 'https://127.0.0.1/', 'https://id.example:8443/a?b'])(
    '%s is fine',
    (url) => {
      expect(checkFetchUrl(url, {})).toBeUndefined();
    },
  );

  it.each([
    'http://localhost:8080',
    'http://127.0.0.1',
    'http://127.9.9.9/',
    'http://[::1]:1/',
    'http://0x7f.1/',
  ])('%s is accepted in development alone', (url) => {
    expect(checkFetchUrl(url, { allowHttpLoopback: true })).toBeUndefined();
    expect(checkFetchUrl(url, {})).toMatch(/^the address is http:/u);
  });

  it.each([
    'http://id.example',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://evil.example/127.0.0.1',
    'http://0.0.0.0',
    'http://10.0.0.1',
    'http://[::]',
    'http://[::ffff:127.0.0.1]',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'data:application/json,{}',
    'http://localhost@evil.example',
    'http://user:pass@localhost',
    'https://user@id.example',
    '//id.example',
    'id.example',
    '',
  ])('"%s" is rejected, also in development', (url) => {
    expect(checkFetchUrl(url, { allowHttpLoopback: true })).toBeTypeOf('string');
  });
});
