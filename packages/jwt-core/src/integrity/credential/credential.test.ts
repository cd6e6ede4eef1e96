import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Denial } from '../../decision/denial.js';
import { readerOf } from '../../../test/credential-readers.js';
import { checkCredential, type Credential } from './credential.js';

const LIMIT = 100;
const reader = readerOf(['header'], LIMIT);

function read(rawHeaders: readonly string[], target = '/orders'): Credential | string {
  const found = reader.read({ method: 'GET', target, rawHeaders }, undefined);
  const result = found instanceof Denial ? found : (checkCredential(found) ?? found);
  return result instanceof Denial ? result.code : { scheme: result.scheme, token: result.token };
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

describe('a request of very many header lines', () => {
  const lines = (count: number): readonly string[] => Array<string>(2 * count).fill('a');
  const readOf = (rawHeaders: readonly string[], maxHeadersCount?: number): unknown => {
    const found = reader.read({ method: 'GET', target: '/', rawHeaders, maxHeadersCount }, undefined);
    return found instanceof Denial ? found.code : found.token;
  };
  const BEARER = ['Authorization', 'Bearer abc'];

  it.each([undefined, 0, -1, Number.NaN, 1_000, 5_000, 2 ** 30])(
    'is read up to 999 lines where the server reads %s',
    (limit) => {
      expect(readOf([...lines(998), ...BEARER], limit)).toBe('abc');
      expect(readOf(lines(999), limit)).toBe('credential.missing');
    },
  );

  it.each([undefined, 0, -1, Number.NaN, 1_000, 5_000, 2 ** 30])(
    'is refused from 1000 lines on with credential.incomplete where the server reads %s',
    (limit) => {
      expect(readOf([...BEARER, ...lines(999)], limit)).toBe('credential.incomplete');
      expect(readOf([...BEARER, ...lines(1022)], limit)).toBe('credential.incomplete');
      expect(readOf(lines(1000), limit)).toBe('credential.incomplete');
    },
  );

  it.each([1, 10, 31, 31.5, 62, 999, 2 ** 31 + 5])(
    'is refused with credential.incomplete from as many lines on as the server reads, such as %d',
    (limit) => {
      const most = limit > 2 ** 31 ? 5 : Math.trunc(limit); // as Node understands it
      expect(readOf(lines(most - 1), limit)).toBe('credential.missing');
      expect(readOf([...BEARER, ...lines(most - 1)], limit)).toBe('credential.incomplete');
      expect(readOf([...BEARER, ...BEARER, ...lines(most)], limit)).toBe('credential.incomplete');
    },
  );
});

describe('a token in the query alone', () => {
  it('is a credential in the wrong place, and makes no request anonymous', () => {
    expect(read([], '/orders?access_token=abc')).toBe('credential.unsupported');
  });
});

describe('more than one credential', () => {
  it.each([
    ['two headers', ['Authorization', 'Bearer a', 'authorization', 'Bearer a']],
    ['two headers of which one is empty', ['Authorization', 'Bearer a', 'Authorization', '']],
    ['two headers of two schemes', ['Authorization', 'Basic a', 'Authorization', 'Bearer a']],
    ['two values that were joined', ['Authorization', 'Bearer a, Bearer b']],
    ['two tokens that were joined', ['Authorization', 'Bearer a,b']],
    ['another scheme joined with ours', ['Authorization', 'Basic YQ==, Bearer a']],
    ['ours joined with another scheme', ['Authorization', 'Bearer a, Basic YQ==']],
    ['two other schemes', ['Authorization', 'Negotiate YQ==,NTLM YQ==']],
    ['nothing joined with ours', ['Authorization', ', Bearer a']],
    ['a space, and two of ours', ['Authorization', ' Bearer a, Bearer b']],
    ['a scheme without a token joined with one', ['Authorization', 'Bearer,Bearer a']],
  ])('%s: it is not guessed which is meant', (_what, rawHeaders) => {
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

  it.each([
    '',
    ' Bearer a',
    'Bearer',
    'Bearer a b',
    'Bearer a, Bearer b',
    'Basic YQ==',
    'Basic YQ==, Bearer a',
    `Bearer ${'a'.repeat(LIMIT + 1)}`,
  ])('is told before anything is read: "%s" and access_token in the query', (value) => {
    expect(read(['Authorization', value], '/orders?access_token=b')).toBe('credential.ambiguous');
  });

  it('is not seen where a parameter is only called alike', () => {
    expect(read(['Authorization', 'Bearer a'], '/orders?my_access_token=b&x=access_token')).toMatchObject({
      token: 'a',
    });
  });
});

it('another credential is looked for in as much as a token may have, and in no more', () => {
  const long = (length: number): string =>
    `Basic ${'a'.repeat(length - 'Basic , Bearer b'.length)}, Bearer b`;
  expect(read(['Authorization', long(LIMIT)])).toBe('credential.ambiguous');
  expect(read(['Authorization', long(LIMIT + 1)])).toBe('credential.unsupported');
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

describe('a header with commas', () => {
  it.each([
    'Digest username="a", realm="b", uri="/"',
    'Digest username = "a", realm = "b"',
    'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c',
    'Basic YQ==,',
    'Basic YQ==, Bearer',
  ])('is one credential where parameters follow them: %s', (value) => {
    expect(readValue(value)).toBe('credential.unsupported');
  });
});

describe('a credential that is too long', () => {
  const long = 'a'.repeat(LIMIT);

  it.each([
    ['joined with another', `Bearer ${long}, Bearer a`, 'credential.too_large'],
    ['of two words', `Bearer ${long} a`, 'credential.too_large'],
    ['of characters that no token has', `Bearer "${long}"`, 'credential.too_large'],
    ['of another scheme', `Basic ${long}`, 'credential.unsupported'],
    ['of another scheme, and joined with ours', `Basic ${long}, Bearer a`, 'credential.unsupported'],
    ['without a scheme', `${long}a`, 'credential.unsupported'],
    ['behind a space', ` Bearer ${long}, Bearer a`, 'credential.malformed'],
  ])('is not read: one %s', (_what, value, code) => {
    expect(readValue(value)).toBe(code);
  });

  it('is counted all the same', () => {
    expect(read(['Authorization', `Bearer ${long}a`, 'Authorization', ''])).toBe('credential.ambiguous');
  });
});

describe('on random headers', () => {
  /** The rules of RFC 6750, one character at a time. */
  function reference(value: string): Credential | string {
    const words = value.split(' ');
    const scheme = words[0] ?? '';
    if (scheme.toLowerCase() !== 'bearer') {
      const parts = value.split(',').slice(1);
      const isCredential = (part: string): boolean => /^\s*[^\s="]+\s+[^\s=]/u.test(part);
      if (value.length <= LIMIT && parts.some(isCredential)) return 'credential.ambiguous';
      return scheme === '' ? 'credential.malformed' : 'credential.unsupported';
    }
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
