/** Several places at once: every pair of them is ambiguous, and what is not listed is not taken. */

import { describe, expect, it } from 'vitest';
import { readerOf, streamFrom } from '../../../test/credential-readers.js';
import { Denial } from '../../decision/denial.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import type { CredentialDocument } from '../../policy/document/credentials.js';
import type { HttpRequest } from '../../request/access-request.js';
import { checkCredential } from './credential.js';

const COOKIE: CredentialDocument = { cookie: 'token', csrf: { origins: ['https://app.example'] } };
const ASSERTION: CredentialDocument = { header: 'X-Assertion' };
const FORWARDED: CredentialDocument = { header: 'X-Forwarded-Authorization', scheme: 'Bearer' };
const EVERYTHING: readonly CredentialDocument[] = ['header', COOKIE, ASSERTION, FORWARDED];

/** A way to send a token, as lines of the header or as the query. */
const WAYS: Readonly<Record<string, { readonly headers?: readonly string[]; readonly query?: string }>> = {
  Authorization: { headers: ['Authorization', 'Bearer tok'] },
  'Authorization in capitals': { headers: ['AUTHORIZATION', 'bearer tok'] },
  'another scheme': { headers: ['authorization', 'Basic tok'] },
  'an empty Authorization': { headers: ['Authorization', ''] },
  'a cookie': { headers: ['Cookie', 'token=tok'] },
  'an empty cookie': { headers: ['cookie', 'a=1; token='] },
  'a header': { headers: ['X-Assertion', 'tok'] },
  'a header in capitals': { headers: ['X-ASSERTION', 'tok'] },
  'a header with a scheme': { headers: ['x-forwarded-authorization', 'Bearer tok'] },
  'the query': { query: 'access_token=tok' },
  'an empty query': { query: 'access_token=' },
  'an escaped query': { query: 'access%5Ftoken=tok' },
};

function requestOf(...ways: readonly string[]): HttpRequest {
  const all = ways.map((way) => WAYS[way] ?? {});
  const query = all.flatMap((each) => each.query ?? []).join('&');
  return {
    method: 'GET',
    target: query === '' ? '/' : `/?${query}`,
    rawHeaders: all.flatMap(({ headers = [] }) => headers),
  };
}

function read(
  places: readonly CredentialDocument[] | undefined,
  request: HttpRequest,
  query?: string,
): string {
  const reader = readerOf(places, 100, query);
  const found = reader.read(request, query === undefined ? undefined : streamFrom(query));
  if (found instanceof Denial) return found.code;
  return checkCredential(found)?.code ?? `${found.token} of ${found.place?.name ?? 'Authorization'}`;
}

describe('one token in one place', () => {
  it.each<[way: string, outcome: string]>([
    ['Authorization', 'tok of Authorization'],
    ['Authorization in capitals', 'tok of Authorization'],
    ['another scheme', 'credential.unsupported'],
    ['an empty Authorization', 'credential.malformed'],
    ['a cookie', 'tok of cookie token'],
    ['an empty cookie', 'credential.malformed'],
    ['a header', 'tok of header x-assertion'],
    ['a header in capitals', 'tok of header x-assertion'],
    ['a header with a scheme', 'tok of header x-forwarded-authorization'],
    ['the query', 'tok of query access_token'],
    ['an empty query', 'credential.malformed'],
    ['an escaped query', 'tok of query access_token'],
  ])('of a service that takes it everywhere: %s', (way, outcome) => {
    expect(read(EVERYTHING, requestOf(way), 'access_token')).toBe(outcome);
  });

  it('is missing where nothing was sent', () => {
    expect(read(EVERYTHING, requestOf(), 'access_token')).toBe('credential.missing');
  });
});

describe('two tokens', () => {
  const pairs = Object.keys(WAYS).flatMap((one) => Object.keys(WAYS).map((other) => [one, other] as const));

  it.each<[what: string, places: readonly CredentialDocument[], query?: string]>([
    ['takes them everywhere', EVERYTHING, 'access_token'],
    ['takes them in none of the headers', [COOKIE]],
    ['takes them in the header alone', ['header']],
  ])('of a service that %s are ambiguous, whatever they are', (_what, places, query) => {
    const isLooked = (way: string): boolean =>
      /^(?:auth|another|an empty auth)/iu.test(way) ||
      way.includes('query') ||
      (way.includes('cookie') ? places.includes(COOKIE) : places === EVERYTHING);
    for (const [one, other] of pairs.filter((pair) => pair.every(isLooked))) {
      expect(read(places, requestOf(one, other), query), `${one} and ${other}`).toBe('credential.ambiguous');
    }
  });

  it('are named by their places in the refusal', () => {
    const reader = readerOf(EVERYTHING);
    const found = reader.read(requestOf('a cookie', 'Authorization', 'a header', 'a header'), undefined);
    expect(found).toMatchObject({
      actual: 'an Authorization header; and the cookie token; and the header x-assertion, 2 times',
    });
  });
});

describe('a token in a place that is not listed', () => {
  it.each<[way: string, places: readonly CredentialDocument[] | undefined, outcome: string]>([
    // By their standards these are credentials, and nothing else.
    ['Authorization', [COOKIE], 'credential.unsupported'],
    ['another scheme', [ASSERTION], 'credential.unsupported'],
    ['an empty Authorization', [ASSERTION], 'credential.unsupported'],
    ['the query', undefined, 'credential.unsupported'],
    ['the query', EVERYTHING, 'credential.unsupported'],
    ['an empty query', [COOKIE], 'credential.unsupported'],
    // The policy alone says which cookies and which other headers are credentials.
    ['a cookie', undefined, 'credential.missing'],
    ['a cookie', ['header', ASSERTION], 'credential.missing'],
    ['a header', undefined, 'credential.missing'],
    ['a header with a scheme', ['header', COOKIE], 'credential.missing'],
  ])('is not taken: %s', (way, places, outcome) => {
    expect(read(places, requestOf(way))).toBe(outcome);
  });

  it('tells which places are', () => {
    expect(readerOf([COOKIE, ASSERTION]).read(requestOf('Authorization'), undefined)).toMatchObject({
      expected: 'the cookie token, or the header x-assertion',
      actual: 'an Authorization header',
    });
  });
});

describe('a token in a header', () => {
  it('is asked for its origin where the policy says so', () => {
    const guarded = readerOf([{ header: 'X-Assertion', csrf: { origins: ['https://app.example'] } }]);
    const verdict = (method: string, ...rawHeaders: readonly string[]): unknown => {
      const found = guarded.read(
        { method, target: '/', rawHeaders: ['X-Assertion', 'tok', ...rawHeaders] },
        undefined,
      );
      return found instanceof Denial ? found.code : found.token;
    };
    expect(verdict('GET')).toBe('tok');
    expect(verdict('POST', 'Origin', 'https://app.example')).toBe('tok');
    expect(verdict('POST')).toBe('credential.cross_site');
    expect(verdict('POST', 'Origin', 'https://evil.example')).toBe('credential.cross_site');
  });

  it.each([
    ['x-assertion', 'Bearer tok', 'credential.malformed'],
    ['x-assertion', 'tok, tok', 'credential.ambiguous'],
    ['x-assertion', 'a'.repeat(101), 'credential.too_large'],
    ['x-forwarded-authorization', 'tok', 'credential.unsupported'],
    ['x-forwarded-authorization', 'Bearer a, Bearer b', 'credential.ambiguous'],
    ['x-forwarded-authorization', 'Basic a, Bearer b', 'credential.ambiguous'],
  ])('has the form that its place says: %s: %s', (name, value, code) => {
    expect(read(EVERYTHING, { method: 'GET', target: '/', rawHeaders: [name, value] })).toBe(code);
  });
});

describe('a token in the query', () => {
  const at = (target: string, method = 'GET'): HttpRequest => ({ method, target, rawHeaders: [] });

  it.each<[target: string, outcome: string]>([
    ['/?t=tok', 'tok of query t'],
    ['/?a=1&t=tok', 'tok of query t'],
    ['/?%74=tok', 'tok of query t'],
    ['/?t=t%6fk', 'tok of query t'],
    ['/?t=a+b', 'credential.malformed'],
    ['/?t', 'credential.malformed'],
    ['/?t=tok&t=tok', 'credential.ambiguous'],
    ['/?t=tok&access_token=tok', 'credential.ambiguous'],
    ['/?access_token=tok', 'credential.unsupported'],
    ['/?T=tok', 'credential.missing'],
    ['/?tt=tok', 'credential.missing'],
    ['/t=tok', 'credential.missing'],
    ['/', 'credential.missing'],
    ['', 'credential.missing'],
    ['t=tok', 'credential.missing'],
  ])('of another name is read from %s', (target, outcome) => {
    expect(read(['header'], at(target), 't')).toBe(outcome);
  });

  it('is named in the refusal', () => {
    expect(readerOf(['header'], 100, 't').read(at('/?t=tok', 'POST'), streamFrom('t'))).toMatchObject({
      expected: 'GET',
      actual: 't in the query, with another method',
    });
  });

  it.each([
    ['GET', 'tok of query t'],
    ['HEAD', 'tok of query t'],
    ['POST', 'credential.unsupported'],
    ['OPTIONS', 'credential.unsupported'],
    ['get', 'credential.unsupported'],
  ])('is taken with %s: %s', (method, outcome) => {
    expect(read(['header'], at('/?t=tok', method), 't')).toBe(outcome);
  });

  it.each([undefined, 'unknown', streamFrom('other')] as const)(
    'is read for its own operation alone, not for %j',
    (operation) => {
      const reader = readerOf(['header'], 100, 't');
      const asked =
        typeof operation === 'object' ? { ...operation, name: 'other', query: undefined } : operation;
      expect(reader.read(at('/?t=tok'), asked)).toMatchObject({ code: 'credential.missing' });
      expect(reader.read(at('/?access_token=tok'), asked)).toMatchObject({ code: 'credential.unsupported' });
    },
  );
});

describe('the token of a call', () => {
  it.each<[token: unknown, denial: object]>([
    [undefined, { code: 'credential.missing', expected: 'a token' }],
    [7, { code: 'credential.malformed', expected: 'a token as a string', actual: 'another type' }],
  ])('is asked for: %j', (token, denial) => {
    expect(readerOf().read({ kind: 'call', token } as never, undefined)).toMatchObject(denial);
  });
});

describe('everything that was sent', () => {
  it('is known, in whatever place and for whatever operation', () => {
    const reader = readerOf(EVERYTHING, 100, 't');
    const request: HttpRequest = {
      method: 'POST',
      target: '/?t=one&access_token=two&other=x',
      rawHeaders: [
        ...['Authorization', 'Basic three', 'authorization', 'four'],
        ...['Cookie', 'a=1; token=five,token =six', 'X-Assertion', 'Bearer seven', 'X-Other', 'x'],
      ],
    };
    expect(reader.sentBy(request).toSorted()).toEqual(
      ['five,token =six', 'four', 'one', 'seven', 'three', 'two'].toSorted(),
    );
  });

  it('is nothing of a request that shows no list of headers', () => {
    expect(readerOf().sentBy({ method: 'GET', target: '/?access_token=x' } as never)).toEqual([]);
  });

  it('is the token of a call', () => {
    expect(readerOf().sentBy({ kind: 'call', token: 'tok' })).toEqual(['tok']);
    expect(readerOf().sentBy({ kind: 'call', token: undefined })).toEqual([]);
  });
});

it.each([undefined, null, 'Authorization: Bearer x', { authorization: 'Bearer x' }])(
  'a request whose rawHeaders are %j is a mistake in the program, and not a request without a token',
  (rawHeaders) => {
    const request = { method: 'GET', target: '/', rawHeaders } as never;
    expect(() => readerOf().read(request, undefined)).toThrow(ConfigurationError);
    expect(() => readerOf().read(request, undefined)).toThrow('receivedHeaders(req)');
  },
);

describe('a token after another scheme than Bearer', () => {
  const TOKEN: CredentialDocument = { header: 'Authorization', scheme: 'Token' };
  const JWT: CredentialDocument = { header: 'authorization', scheme: 'JWT' };
  const X: CredentialDocument = { header: 'X-Forwarded-Authorization', scheme: 'Token' };
  const sending = (...values: readonly string[]): HttpRequest => ({
    method: 'GET',
    target: '/',
    rawHeaders: values.flatMap((value) => value.split(': ')),
  });

  it.each<[value: string, places: readonly CredentialDocument[], outcome: string]>([
    ['Authorization: Token tok', [TOKEN], 'tok of Authorization'],
    ['Authorization: TOKEN   tok', [TOKEN], 'tok of Authorization'],
    ['Authorization: Bearer tok', [TOKEN], 'credential.unsupported'],
    ['Authorization: Token tok', ['header'], 'credential.unsupported'],
    ['Authorization: Token tok', [COOKIE, TOKEN, JWT, 'header'], 'tok of Authorization'],
    ['Authorization: jwt tok', [COOKIE, TOKEN, JWT, 'header'], 'tok of Authorization'],
    ['Authorization: Bearer tok', [COOKIE, TOKEN, JWT, 'header'], 'tok of Authorization'],
    ['Authorization: Basic tok', [TOKEN, JWT, 'header'], 'credential.unsupported'],
    ['Authorization: Token', [TOKEN], 'credential.malformed'],
    ['Authorization: Tokens tok', [TOKEN], 'credential.unsupported'],
    ['Authorization: tok', [TOKEN], 'credential.unsupported'],
    ['Authorization: Token Bearer tok', [TOKEN, 'header'], 'credential.malformed'],
    ['Authorization: Token tok, Bearer tok', [TOKEN, 'header'], 'credential.ambiguous'],
    ['Authorization: Token token="tok"', [TOKEN], 'credential.malformed'],
    ['X-Forwarded-Authorization: Token tok', [X], 'tok of header x-forwarded-authorization'],
    ['X-Forwarded-Authorization: Bearer tok', [X], 'credential.unsupported'],
  ])('%s, of a service that takes %j: %s', (value, places, outcome) => {
    expect(read(places, sending(value))).toBe(outcome);
  });

  it('is one of two where both are there', () => {
    const both = sending('Authorization: Token tok', 'Authorization: Bearer tok');
    expect(read([TOKEN, 'header'], both)).toBe('credential.ambiguous');
  });

  it('is asked for by its name', () => {
    const found = readerOf(['header', TOKEN]).read(sending('Authorization: Basic tok'), undefined);
    expect(found).toMatchObject({ expected: 'the scheme Bearer or Token' });
  });

  it('may have a scheme of every character that RFC 9110 allows', () => {
    const scheme = "a!#$%&'*+-.^_`|~1";
    const places: readonly CredentialDocument[] = [{ header: 'Authorization', scheme }];
    expect(read(places, sending(`Authorization: ${scheme} tok`))).toBe('tok of Authorization');
  });
});
