import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { canonicalSegments, overlaps, parseRoute, RouteTable, type RouteTemplate } from './routes.js';

function template(route: string): RouteTemplate {
  const parsed = parseRoute(route);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

describe('a path', () => {
  it.each([
    ['/', ['']],
    ['/orders', ['orders']],
    ['/orders/', ['orders', '']],
    ['/orders/42', ['orders', '42']],
    ['/a-b._~c', ['a-b._~c']],
    ["/!$&'()*+,=:@", ["!$&'()*+,=:@"]],
    ['/caf%C3%A9', ['café']],
    ['/a%20b', ['a b']],
    ['/100%25', ['100%']],
    ['/.well-known/x', ['.well-known', 'x']],
    ['/...', ['...']],
    ['/a..b', ['a..b']],
  ])('%s has the segments %j', (path, segments) => {
    expect(canonicalSegments(path)).toEqual(segments);
  });

  it.each([
    ['no path', ''],
    ['relative', 'orders'],
    ['absolute form', 'https://orders.example/orders'],
    ['authority form', 'orders.example:443'],
    ['asterisk form', '*'],
    ['double slash', '//orders'],
    ['double slash inside', '/a//b'],
    ['a dot segment', '/a/./b'],
    ['a parent segment', '/a/../b'],
    ['a parent segment at the end', '/a/..'],
    ['an encoded dot', '/a/%2e/b'],
    ['an encoded parent', '/a/%2E%2E/b'],
    ['an encoded slash', '/a%2Fb'],
    ['an encoded slash in lower case', '/a%2fb'],
    ['a backslash', '/a\\b'],
    ['an encoded backslash', '/a%5Cb'],
    ['an encoded letter', '/%61dmin'],
    ['an encoded digit', '/%31'],
    ['an encoded tilde', '/%7Ealice'],
    ['an encoded hyphen', '/a%2Db'],
    ['an encoded underscore', '/a%5Fb'],
    ['NUL', '/a%00'],
    ['an encoded line break', '/a%0D%0Ab'],
    ['DEL', '/a%7F'],
    ['a path parameter', '/a;v=1'],
    ['an encoded semicolon', '/a%3Bv=1'],
    ['a fragment', '/a#b'],
    ['a query', '/a?b'],
    ['a raw space', '/a b'],
    ['a raw letter beyond ASCII', '/café'],
    ['a cut escape', '/a%2'],
    ['an escape that is none', '/a%zz'],
    ['bad UTF-8', '/%FF'],
    ['overlong UTF-8', '/%C0%AF'],
    ['half of a surrogate pair', '/%ED%A0%80'],
    ['braces', '/{id}'],
  ])('with %s is not canonical: %s', (_what, path) => {
    expect(canonicalSegments(path)).toBeUndefined();
  });

  it('never decodes to a segment that another reader would take for several', () => {
    const unit = fc.constantFrom(...Array.from('/.%25eEfF5cC0aAz;\\'));
    fc.assert(
      fc.property(fc.string({ unit }), (rest) => {
        for (const segment of canonicalSegments(`/${rest}`) ?? []) {
          expect(segment).not.toMatch(/[/\\\0;]/u);
          expect(['.', '..']).not.toContain(segment);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('of encoded segments decodes to these segments', () => {
    const segment = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !/[/\\;\p{Cc}]|^\.\.?$/u.test(text));
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
        const path = segments.map((text) => `/${encodeURIComponent(text)}`).join('');
        expect(canonicalSegments(path)).toEqual(segments);
      }),
    );
  });
});

describe('a route', () => {
  it('has a method, literals and parameters', () => {
    expect(parseRoute('GET /tenants/{tenant}/caf%C3%A9/')).toEqual({
      method: 'GET',
      segments: [{ literal: 'tenants' }, { parameter: 'tenant' }, { literal: 'café' }, { literal: '' }],
    });
  });

  it.each([
    ['', 'Expected METHOD /path'],
    ['GET', 'Expected METHOD /path'],
    ['/orders', 'Expected METHOD /path'],
    ['get /orders', 'Expected METHOD /path'],
    ['GET  /orders', 'Expected METHOD /path'],
    ['GET /orders ', 'Expected METHOD /path'],
    ['GET /my orders', 'Expected METHOD /path'],
    ['HEAD /orders', 'write GET'],
    ['GET orders', 'is not a canonical path'],
    ['GET /a/../b', 'is not a canonical path'],
    ['GET /orders?all', 'is not a canonical path'],
    ['GET /orders#top', 'is not a canonical path'],
    ['GET //orders', 'is not a canonical path'],
    ['GET /orders;v=1', 'is not a canonical path'],
    ['GET /orders/:id/{', 'is not a canonical path'],
    ['GET /orders/{id', 'is not a canonical path'],
    ['GET /orders/*', 'a whole segment as parameter'],
    ['GET /orders/{id}.json', 'a whole segment as parameter'],
    ['GET /orders/{}', 'a whole segment as parameter'],
    ['GET /orders/{a}{b}', 'a whole segment as parameter'],
    ['GET /orders/{order-id}', 'a whole segment as parameter'],
    ['GET /orders/{1}', 'a whole segment as parameter'],
    ['GET /orders/{id...}', 'a whole segment as parameter'],
    ['GET /orders/{__proto__}', 'a whole segment as parameter'],
    ['GET /{id}/items/{id}', '{id} stands here twice'],
  ])('%j is refused: %s', (route, sentence) => {
    expect(parseRoute(route)).toContain(sentence);
  });

  it('is a template or a sentence, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('GETHAD /{}a%2.*;')) }), (route) => {
        const parsed = parseRoute(route);
        if (typeof parsed === 'string') expect(parsed).toMatch(/\.$/u);
        else expect(parsed.segments.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('two routes', () => {
  it.each([
    ['GET /a', 'GET /a'],
    ['GET /a/{x}', 'GET /a/{y}'],
    ['GET /a/{x}', 'GET /a/b'],
    ['GET /{x}/b', 'GET /a/{y}'],
    ['GET /caf%C3%A9', 'GET /{x}'],
    ['GET /a', 'GET /A'],
    ['GET /A/{x}/b', 'GET /a/{y}/B'],
    ['GET /{x}/b', 'GET /a/B'],
    ['GET /a', 'GET /a/'],
    ['GET /a/', 'GET /A'],
    ['GET /a', 'GET /{x}/'],
    ['GET /{x}', 'GET /a/'],
    ['GET /{x}', 'GET /{y}/'],
  ])('%s and %s overlap', (left, right) => {
    expect(overlaps(template(left), template(right))).toBe(true);
  });

  it.each([
    ['GET /a', 'POST /a'],
    ['GET /a', 'GET /b'],
    ['GET /a/{x}', 'GET /a/'],
    ['GET /', 'GET /{x}'],
    ['GET /a/{x}', 'GET /a/{x}/b'],
    ['GET /a/{x}', 'GET /b/{x}'],
  ])('%s and %s do not overlap', (left, right) => {
    expect(overlaps(template(left), template(right))).toBe(false);
  });
});

/** Small routes and all paths that can tell them apart. */
const ROUTES = fc
  .tuple(
    fc.constantFrom('GET', 'POST'),
    fc.array(fc.constantFrom('a', 'A', 'b', '{x}', '{y}'), { maxLength: 3 }),
  )
  .chain(([method, parts]) =>
    fc.boolean().map((hasSlash) => `${method} /${parts.join('/')}${hasSlash && parts.length > 0 ? '/' : ''}`),
  )
  .filter((route) => typeof parseRoute(route) !== 'string');

const SEGMENTS = ['a', 'A', 'b', 'c', ''];
const PATHS: readonly string[] = ['/', ...combine(1), ...combine(2), ...combine(3), ...combine(4)];

function combine(length: number): string[] {
  if (length === 0) return [''];
  return combine(length - 1).flatMap((path) => SEGMENTS.map((segment) => `${path}/${segment}`));
}

/** One route, one path: word by word. */
function matches(route: string, method: string, path: string): boolean {
  const [routeMethod, routePath = ''] = route.split(' ');
  const wanted = routePath.split('/').slice(1);
  const got = path.split('/').slice(1);
  return (
    routeMethod === method &&
    !path.includes('//') &&
    wanted.length === got.length &&
    wanted.every((part, index) => (part.startsWith('{') ? got[index] !== '' : got[index] === part))
  );
}

/** As a router with its usual settings reads them: in no case, and with or without a final slash. */
function routerTakes(route: string, method: string, path: string): boolean {
  const loose = (text: string): string => text.toLowerCase().replace(/(?<=[^/])\/$/u, '');
  const [routeMethod = '', routePath = ''] = route.split(' ');
  return matches(`${routeMethod} ${loose(routePath)}`, method, loose(path));
}

describe('overlap', () => {
  it('is found exactly where a router would take some path for both', () => {
    fc.assert(
      fc.property(ROUTES, ROUTES, (left, right) => {
        const isShared = ['GET', 'POST'].some((method) =>
          PATHS.some((path) => routerTakes(left, method, path) && routerTakes(right, method, path)),
        );
        expect(overlaps(template(left), template(right))).toBe(isShared);
        expect(overlaps(template(right), template(left))).toBe(isShared);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a table of routes', () => {
  const table = new RouteTable();
  for (const [name, route] of [
    ['list', 'GET /orders'],
    ['show', 'GET /orders/{id}'],
    ['folder', 'GET /folders/'],
    ['cancel', 'POST /orders/{id}/cancel'],
    ['export', 'POST /orders/all/export'],
  ] as const) {
    table.add(name, template(route));
  }

  it.each([
    ['GET', '/orders', 'list', {}],
    ['GET', '/orders?page=2&x=/../', 'list', {}],
    ['HEAD', '/orders', 'list', {}],
    ['GET', '/folders/', 'folder', {}],
    ['GET', '/orders/a%20b', 'show', { id: 'a b' }],
    ['POST', '/orders/all/cancel', 'cancel', { id: 'all' }],
    ['POST', '/orders/all/export', 'export', {}],
  ])('sends %s %s to %s', (method, target, operation, params) => {
    expect(table.match(method, target)).toEqual({ operation, params });
  });

  it.each([
    ['another method', 'DELETE', '/orders'],
    ['OPTIONS', 'OPTIONS', '/orders'],
    ['a method in lower case', 'get', '/orders'],
    ['a longer path', 'GET', '/orders/1/2'],
    ['another path', 'GET', '/'],
    ['another case', 'GET', '/Orders'],
    ['a final slash too many', 'GET', '/orders/'],
    ['a final slash too few', 'GET', '/folders'],
    ['a path that is not canonical', 'GET', '/x/../orders'],
    ['absolute form', 'GET', 'http://orders.example/orders'],
    ['a fragment', 'GET', '/orders#'],
    ['nothing', 'GET', ''],
  ])('matches nothing for %s: %s %s', (_what, method, target) => {
    expect(table.match(method, target)).toBeUndefined();
  });

  it('that is empty matches nothing', () => {
    expect(new RouteTable().match('GET', '/')).toBeUndefined();
  });

  it('finds what going through the routes one by one finds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(ROUTES, { maxLength: 8 }), (candidates) => {
        const routes: string[] = [];
        for (const route of candidates) {
          if (!routes.some((other) => overlaps(template(other), template(route)))) routes.push(route);
        }
        const all = new RouteTable();
        for (const route of routes) all.add(route, template(route));
        const wrong = PATHS.filter(
          (path) => all.match('GET', path)?.operation !== routes.find((route) => matches(route, 'GET', path)),
        );
        expect(wrong).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('looks one up among ten thousand in no time', () => {
    const many = new RouteTable();
    for (let index = 0; index < 10_000; index += 1)
      many.add(`op${index}`, template(`GET /v1/thing${index}/{id}`));
    expect(many.match('GET', '/v1/thing9999/7')).toEqual({ operation: 'op9999', params: { id: '7' } });
  });

  it.each([
    ['one service', (index: number) => `GET /v1/thing${String(index)}/{id}`],
    ['tenants', (index: number) => `GET /tenants/{t}/things${String(index)}/{id}`],
  ])('of %s costs the same look-up with one route and with ten thousand', (_what, routeOf) => {
    const path = (index: number): string =>
      routeOf(index)
        .slice('GET '.length)
        .replace(/\{\w+\}/gu, 'x');
    expect(lookUps(routeOf, 10_000, path(9_999))).toBe(lookUps(routeOf, 1, path(0)));
  });

  it('never goes twice into one beginning of a template, however many could match', () => {
    // Every mix of `a` and a parameter in twelve places: each beginning of the path fits all of them.
    const routeOf = (index: number): string => {
      const parts = Array.from({ length: 12 }, (_, bit) => ((index >> bit) & 1 ? 'a' : `{p${String(bit)}}`));
      return `GET /${parts.join('/')}/end${String(index)}`;
    };
    expect(lookUps(routeOf, 4096, `/${'a/'.repeat(12)}none`)).toBeLessThan(2 * 2 ** 13);
  });
});

/** How many look-ups in its maps a table needs for one path. */
function lookUps(routeOf: (index: number) => string, routes: number, path: string): number {
  const table = new RouteTable();
  for (let index = 0; index < routes; index += 1) table.add(String(index), template(routeOf(index)));
  const spy = vi.spyOn(Map.prototype, 'get');
  table.match('GET', path);
  const count = spy.mock.calls.length;
  spy.mockRestore();
  return count;
}
