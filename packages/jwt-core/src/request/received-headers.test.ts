import { describe, expect, it } from 'vitest';
import { receivedHeaders, type HeaderSource } from './received-headers.js';

const linesOf = (message: HeaderSource): readonly string[] | undefined =>
  receivedHeaders(message)?.rawHeaders;

describe('the headers of a request', () => {
  it('are the lines as they were received, where there are any', () => {
    const rawHeaders = ['Authorization', 'Bearer a', 'authorization', 'Bearer b'];
    expect(receivedHeaders({ rawHeaders, headers: { authorization: 'Bearer c' } })).toEqual({
      rawHeaders,
      maxHeadersCount: undefined,
      duplicatesVisible: true,
    });
  });

  it.each<[what: string, rawHeaders: unknown]>([
    ['are left out', undefined],
    ['are empty', []],
    ['are null', null],
    ['are no list', { authorization: 'Bearer b' }],
  ])('are those of the map, where the lines %s', (_what, rawHeaders) => {
    expect(receivedHeaders({ rawHeaders, headers: { authorization: 'Bearer a', host: 'x' } })).toEqual({
      rawHeaders: ['authorization', 'Bearer a', 'host', 'x'],
      maxHeadersCount: undefined,
      duplicatesVisible: false,
    });
  });

  it.each<[what: string, headers: unknown, lines: readonly string[]]>([
    ['a list, each of its values', { a: ['1', '2'] }, ['a', '1', 'a', '2']],
    ['names that differ in case, each of them', { A: '1', a: '2' }, ['A', '1', 'a', '2']],
    ['a number, as text', { 'content-length': 0 }, ['content-length', '0']],
    ['nothing, no line', { a: undefined, b: null, c: [undefined, 'x'], d: [] }, ['c', 'x']],
    ['what is no text, an empty value', { a: {}, b: Symbol('b') }, ['a', '', 'b', '']],
    [
      'the Headers of fetch, what they hold',
      new Headers([
        ['B', '2'],
        ['a', '1'],
      ]),
      ['a', '1', 'b', '2'],
    ],
    ['a Map, its entries', new Map([['a', '1']]), ['a', '1']],
    [
      'an object without a prototype, its members',
      Object.assign(Object.create(null), { a: '1' }),
      ['a', '1'],
    ],
    ['members that are inherited, none of them', Object.create({ authorization: 'Bearer a' }), []],
  ])('have, of %s', (_what, headers, lines) => {
    expect(linesOf({ headers })).toEqual(lines);
  });

  it.each<[what: string, message: HeaderSource]>([
    ['no lines and no map', { rawHeaders: [] }],
    ['an empty map', { headers: {} }],
    ['no lines and an empty map', { rawHeaders: [], headers: {} }],
  ])('are none, and hide none, of a request with %s', (_what, message) => {
    expect(receivedHeaders(message)).toMatchObject({ rawHeaders: [], duplicatesVisible: true });
  });

  it.each<HeaderSource>([{}, { rawHeaders: 'a', headers: 'b' }, { headers: null }])(
    'are not known of a request that shows none: %j',
    (message) => {
      expect(receivedHeaders(message)).toBeUndefined();
    },
  );

  it('come with the limit of the server that received them', () => {
    const message = {
      httpVersionMajor: 1,
      socket: { server: { maxHeadersCount: 5 } },
      rawHeaders: ['a', 'b'],
    };
    expect(receivedHeaders(message)).toMatchObject({ maxHeadersCount: 5 });
  });
});
