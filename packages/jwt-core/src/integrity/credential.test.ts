import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Denial } from '../decision/denial.js';
import { readCredential, type Credential } from './credential.js';

const LIMIT = 100;

function read(rawHeaders: readonly string[], target = '/orders'): Credential | string {
  const result = readCredential({ method: 'GET', target, rawHeaders }, LIMIT);
  return result instanceof Denial ? result.code : result;
}

const readValue = (value: string): Credential | string => read(['Authorization', value]);

describe('a bearer token', () => {
  it.each([
    ['Authorization', 'Bearer abc.def.ghi'],
    ['authorization', 'bearer abc.def.ghi'],
    ['AUTHORIZATION', 'BEARER   abc.def.ghi'],
  ])('is found in %s: %s', (name, value) => {
    expect(read(['Host', 'example', name, value, 'Accept', '*/*'])).toEqual({
      scheme: 'Bearer',
      token: 'abc.def.ghi',
    });
  });

  it('may have every character of b64token (RFC 6750 §2.1)', () => {
    expect(readValue('Bearer aZ09-._~+/==')).toEqual({ scheme: 'Bearer', token: 'aZ09-._~+/==' });
  });

  it('may be as long as the limit, and no longer', () => {
    expect(readValue(`Bearer ${'a'.repeat(LIMIT)}`)).toMatchObject({ scheme: 'Bearer' });
    expect(readValue(`Bearer ${'a'.repeat(LIMIT + 1)}`)).toBe('credential.too_large');
  });
});

describe('a request without credential', () => {
  it.each([
    ['no headers', []],
    [
      'other headers only',
      ['Cookie', 'token=abc', 'X-Authorization', 'Bearer abc', 'Proxy-Authorization', 'Bearer abc'],
    ],
    ['a name whose value was cut off', ['Authorization']],
  ])('has %s', (_what, rawHeaders) => {
    expect(read(rawHeaders)).toBe('credential.missing');
  });
});

describe('a token in the query alone', () => {
  it('is a credential in the wrong place, and makes nobody anonymous', () => {
    expect(read([], '/orders?access_token=abc')).toBe('credential.unsupported');
  });
});

describe('more than one credential', () => {
  it.each([
    ['two headers', ['Authorization', 'Bearer a', 'authorization', 'Bearer a']],
    ['two headers of which one is empty', ['Authorization', 'Bearer a', 'Authorization', '']],
    ['two headers of two schemes', ['Authorization', 'Basic a', 'Authorization', 'Bearer a']],
    ['two values that somebody joined', ['Authorization', 'Bearer a, Bearer b']],
    ['two tokens that somebody joined', ['Authorization', 'Bearer a,b']],
  ])('%s: nobody guesses which is meant', (_what, rawHeaders) => {
    expect(read(rawHeaders)).toBe('credential.ambiguous');
  });

  it.each([
    '/orders?access_token=b',
    '/orders?a=1&access_token=',
    '/orders?access%5Ftoken=b',
    '/orders?access_token',
    '/?access_token=b',
  ])('a header and %s (RFC 6750 §2)', (target) => {
    expect(read(['Authorization', 'Bearer a'], target)).toBe('credential.ambiguous');
  });

  it('is not seen where a parameter is only called alike', () => {
    expect(read(['Authorization', 'Bearer a'], '/orders?my_access_token=b&x=access_token')).toMatchObject({
      token: 'a',
    });
  });
});

describe('a credential that cannot be read', () => {
  it.each([
    ['no scheme', ''],
    ['a space in place of a scheme', ' Bearer a'],
    ['no token', 'Bearer'],
    ['no token but spaces', 'Bearer   '],
    ['two tokens', 'Bearer a b'],
    ['a space at its end', 'Bearer a '],
    ['a tab', 'Bearer \ta'],
    ['quotes', 'Bearer "a"'],
    ['padding in the middle', 'Bearer a=b'],
    ['padding alone', 'Bearer ='],
    ['a line break', 'Bearer a\n'],
    ['letters beyond ASCII', 'Bearer ä'],
  ])('has %s', (_what, value) => {
    expect(readValue(value)).toBe('credential.malformed');
  });
});

describe('another scheme', () => {
  it.each([
    'Basic dXNlcjpwYXNz',
    'DPoP abc',
    'Bearerabc',
    'Bearer:abc',
    'Token abc',
    'Bearer\tabc',
    'abc.def.ghi',
  ])('is not taken: %s', (value) => {
    expect(readValue(value)).toBe('credential.unsupported');
  });
});

describe('on random headers', () => {
  /** The rules of RFC 6750, one character at a time. */
  function reference(value: string): Credential | string {
    const words = value.split(' ');
    const scheme = words[0] ?? '';
    if (scheme === '') return 'credential.malformed';
    if (scheme.toLowerCase() !== 'bearer') return 'credential.unsupported';
    const rest = words.slice(1);
    while (rest[0] === '') rest.shift();
    const token = rest.join(' ');
    if (token.length > LIMIT) return 'credential.too_large';
    if (token.includes(',')) return 'credential.ambiguous';
    const body = Array.from(token);
    while (body.at(-1) === '=') body.pop();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/';
    const isToken = body.length > 0 && body.every((character) => alphabet.includes(character));
    return isToken ? { scheme: 'Bearer', token } : 'credential.malformed';
  }

  const character = fc.constantFrom(
    'a',
    'Z',
    '0',
    '-',
    '.',
    '_',
    '~',
    '+',
    '/',
    '=',
    ' ',
    ',',
    '"',
    '\t',
    'é',
  );
  const scheme = fc.constantFrom('Bearer', 'bearer', 'BEARER', 'Basic', '', 'Bear');
  const value = fc.oneof(
    fc
      .tuple(scheme, fc.constantFrom(' ', '  ', ''), fc.string({ unit: character, maxLength: 120 }))
      .map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );

  it('one header is read as the grammar says', () => {
    fc.assert(
      fc.property(value, (text) => {
        expect(readValue(text)).toEqual(reference(text));
      }),
      { numRuns: 500 },
    );
  });

  it('two headers are never read', () => {
    fc.assert(
      fc.property(value, value, (first, second) => {
        expect(read(['Authorization', first, 'X', 'y', 'authorization', second])).toBe(
          'credential.ambiguous',
        );
      }),
    );
  });
});
