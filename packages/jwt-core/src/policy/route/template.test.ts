import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalSegments } from './canonical-path.js';
import { formatRoute, parseRoute } from './template.js';

describe('a route', () => {
  it('has a method, literals and parameters', () => {
    expect(parseRoute('GET /tenants/{tenant}/caf%C3%A9/')).toEqual({
      method: 'GET',
      segments: [{ literal: 'tenants' }, { parameter: 'tenant' }, { literal: 'caf%C3%A9' }, { literal: '' }],
      rest: undefined,
    });
  });

  it('can end in a parameter that takes everything below', () => {
    expect(parseRoute('GET /t/{tenant}/files/{path...}')).toEqual({
      method: 'GET',
      segments: [{ literal: 't' }, { parameter: 'tenant' }, { literal: 'files' }],
      rest: 'path',
    });
  });

  it.each([
    '/',
    '/orders',
    '/orders/',
    '/orders:search',
    '/@me',
    "/it's",
    '/$metadata',
    '/Orders(1)',
    '/a+b',
    '/a,b',
    '/.well-known/x',
    '/a%20b',
    '/100%25',
    '/%7Bid%7D',
    '/caf%C3%A9',
    '/{id}',
    '/{a}/{b_2}',
    '/{path...}',
    '/files/{path...}',
    '/t/{tenant}/files/{path...}',
  ])('%s loads, and is written as it was read', (path) => {
    const template = parseRoute(`GET ${path}`);
    expect(typeof template === 'string' ? template : formatRoute(template)).toBe(`GET ${path}`);
  });

  it.each([
    ['', 'Expected METHOD /path'],
    ['GET', 'Expected METHOD /path'],
    ['/orders', 'Expected METHOD /path'],
    ['GET  /orders', 'Expected METHOD /path'],
    ['GET /orders ', 'Expected METHOD /path'],
    ['GET /my orders', 'Expected METHOD /path'],
    ['HEAD /orders', 'write GET'],
    ['get /orders', 'upper case, GET'],
    ['ALL /orders', 'one operation for each'],
    ['any /orders', 'one operation for each'],
    ['use /orders', 'one operation for each'],
    ['* /orders', 'one operation for each'],
    ['DELET /orders', 'the method "DELET", with which no request can come. Did you mean "DELETE"?'],
    ['GET,POST /orders', 'with which no request can come'],
    ['GET|POST /orders', 'with which no request can come'],
    ['CONNECT /orders', 'with which no request can come'],
    ['GET orders', 'is not a canonical path'],
    ['GET /a/../b', 'is not a canonical path'],
    ['GET /orders?all', 'without a query'],
    ['GET /orders#top', 'is not a canonical path'],
    ['GET //orders', 'is not a canonical path'],
    ['GET /orders;v=1', 'is not a canonical path'],
    ['GET /orders\\d', 'is not a canonical path'],
    ['GET /orders%2Fall', 'is not a canonical path'],
    ['GET /orders%00', 'is not a canonical path'],
    ['GET /%FF', 'is not a canonical path'],
    ['GET /a\ud800', 'is not a canonical path'],
    ['GET /\udc00/{id}', 'is not a canonical path'],
    ['GET /a%2', 'is not a canonical path'],
    ['GET /{id}/items/{id}', 'The parameter {id} is in this route twice'],
    ['GET /{id}/items/{id...}', 'The parameter {id} is in this route twice'],
    [`GET ${'/a'.repeat(64)}/{path...}`, 'at most 64 segments, found 65'],
    [`GET ${'/a'.repeat(65)}`, 'at most 64 segments, found 65'],
  ])('%j is rejected: %s', (route, sentence) => {
    expect(parseRoute(route)).toContain(sentence);
  });

  it('is a template or a sentence, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('GETHAD /{}a%2.*;:<>[]()?é😀'), '\ud800') }),
        (route) => {
          const parsed = parseRoute(route);
          if (typeof parsed === 'string') expect(parsed).toMatch(/[.?]$/u);
          else expect(parsed.segments.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('a literal', () => {
  const characters = [
    ...Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code)),
    'é',
    '€',
    '😀',
  ];
  const escapesOf = (character: string): string =>
    [...new TextEncoder().encode(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const spellingsOf = (character: string): readonly string[] => [
    ...new Set([character, escapesOf(character).toUpperCase(), escapesOf(character)]),
  ];

  it.each(
    characters
      .filter((character) => character !== '/')
      .map((character) => [escapesOf(character).toUpperCase(), character]),
  )('with %s has at most one spelling that loads', (_escaped, character) => {
    const loaded = spellingsOf(character).filter(
      (spelling) => typeof parseRoute(`GET /a${spelling}b`) !== 'string',
    );
    expect(loaded.length).toBeLessThanOrEqual(1);
    // Whatever loads can be matched: the text of a path is compared.
    for (const spelling of loaded) expect(canonicalSegments(`/a${spelling}b`)).toEqual([`a${spelling}b`]);
  });

  it.each([
    ['%3A', ':'],
    ['%3a', ':'],
    ['%40', '@'],
    ['%2B', '+'],
    ['%27', "'"],
    ['%24', '$'],
    ['%26', '&'],
    ['%2C', ','],
    ['%3D', '='],
    ['%21', '!'],
    ['%28', '('],
    ['%2D', '-'],
    ['%41', 'A'],
    ['%c3%a9', '%C3%A9'],
    ['%7b', '%7B'],
    ['é', '%C3%A9'],
    ['|', '%7C'],
    ['^', '%5E'],
    ['"', '%22'],
  ])('with %s is rejected, and the message says to write %s', (written, canonical) => {
    expect(parseRoute(`GET /x/a${written}b/{id}`)).toBe(
      `A literal is compared with the path as received: write "a${canonical}b" for "a${written}b".`,
    );
  });
});

describe('a parameter as other routers write it', () => {
  it.each([
    ['/orders/:id', '/orders/{id}'],
    ['/:tenant/orders/:id/', '/{tenant}/orders/{id}/'],
    ['/orders/{id}/items/:item', '/orders/{id}/items/{item}'],
    ['/orders/:id(\\d+)', '/orders/{id}'],
    ['/orders/:id([0-9]{3})', '/orders/{id}'],
    ['/orders/{id:int}', '/orders/{id}'],
    ['/orders/{id:[0-9]+}', '/orders/{id}'],
    ['/orders/{id=7}', '/orders/{id}'],
    ['/orders/{order-id}', '/orders/{order_id}'],
    ['/orders/<id>', '/orders/{id}'],
    ['/orders/<int:id>', '/orders/{id}'],
    ['/orders/[id]', '/orders/{id}'],
    ['/orders/[order-id]', '/orders/{order_id}'],
  ])('%s is rejected, and the message says to write %s', (path, ours) => {
    expect(parseRoute(`GET ${path}`)).toBe(
      `A parameter is written {id}: write "GET ${ours}" for "GET ${path}".`,
    );
    expect(typeof parseRoute(`GET ${ours}`)).toBe('object');
  });

  it.each([
    ['*', 'path'],
    ['**', 'path'],
    ['*splat', 'splat'],
    ['**rest', 'rest'],
    [':path*', 'path'],
    [':path+', 'path'],
    ['(.*)', 'path'],
    ['(.+)', 'path'],
    ['(*)', 'path'],
    [':file(.*)', 'file'],
    [':file(*)', 'file'],
    ['{*path}', 'path'],
    ['{**path}', 'path'],
    ['{**}', 'path'],
    ['{+path}', 'path'],
    ['{path*}', 'path'],
    ['{path*3}', 'path'],
    ['{proxy+}', 'proxy'],
    ['{name=**}', 'name'],
    ['{path:path}', 'path'],
    ['{path:.*}', 'path'],
    ['[...path]', 'path'],
    ['[[...file-name]]', 'file_name'],
    ['<path:file>', 'file'],
  ])('/files/%s is rejected, and the message says to write {%s...}', (segment, name) => {
    expect(parseRoute(`GET /files/${segment}`)).toBe(
      `A wildcard is written {path...}, as the last segment, and takes one segment or more: write "GET /files/{${name}...}" for "GET /files/${segment}".`,
    );
    expect(typeof parseRoute(`GET /files/{${name}...}`)).toBe('object');
  });

  it('is translated together with a wildcard', () => {
    expect(parseRoute('GET /t/:tenant/*')).toContain(
      'write "GET /t/{tenant}/{path...}" for "GET /t/:tenant/*"',
    );
    expect(parseRoute('GET /t/:tenant/{path...}')).toContain(
      'A parameter is written {id}: write "GET /t/{tenant}/{path...}"',
    );
  });

  it.each(['*/x', '{path...}/x', '{path...}/', ':path*/x', 'files*', '*.js', ':id*x', '{path...}/{more...}'])(
    '/files/%s is rejected: a wildcard is the whole last segment',
    (end) => {
      expect(parseRoute(`GET /files/${end}`)).toContain('There are no wildcards but {path...}');
    },
  );

  it.each([
    '/orders/:id?',
    '/orders/{id?}',
    '/orders{/:id}',
    '/orders/(all)?',
    '/orders/[[id]]',
    '/orders/{:id}',
    '/files{/*path}',
  ])('%s is rejected: no part is optional', (path) => {
    expect(parseRoute(`GET ${path}`)).toContain('No part of a route is optional: write two operations');
  });

  it.each([
    ':from-:to',
    ':id.json',
    '{id}.json',
    '{a}{b}',
    'v{version}',
    '{}',
    '{',
    '{id',
    ':',
    ':1',
    '{1}',
    '{_id}',
    '{__proto__}',
    '(a|b)',
    '(en)',
    '<id',
    'a[0]',
    '{$}',
    '{...}',
    'v{path...}',
  ])('/orders/%s is rejected: a parameter is a whole segment with a name', (segment) => {
    expect(parseRoute(`GET /orders/${segment}`)).toContain('Expected a whole segment as parameter');
  });
});
