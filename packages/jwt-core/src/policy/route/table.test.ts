import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { filled, matches, overlap, overlapping, route, SHAPES, tableOf } from '../../../test/routes.js';
import { RouteTable } from './table.js';
import { parseRoute } from './template.js';

const SEGMENTS = ['a', 'A', 'b', 'c', ''];
const PATHS: readonly string[] = ['/', ...combine(1), ...combine(2), ...combine(3), ...combine(4)];

function combine(length: number): string[] {
  if (length === 0) return [''];
  return combine(length - 1).flatMap((path) => SEGMENTS.map((segment) => `${path}/${segment}`));
}

/** The routes, without those that overlap an earlier one. */
function withoutOverlaps(candidates: readonly string[]): readonly string[] {
  const routes: string[] = [];
  for (const each of candidates) {
    if (!routes.some((other) => overlap(other, each))) routes.push(each);
  }
  return routes;
}

describe('a table of routes', () => {
  const operations = {
    list: 'GET /orders',
    show: 'GET /orders/{id}',
    folder: 'GET /folders/',
    cancel: 'POST /orders/{id}/cancel',
    export: 'POST /orders/all/export',
    search: 'GET /orders:search',
    me: 'GET /@me/it%20is/a+b',
    cafe: 'GET /caf%C3%A9',
    files: 'GET /t/{tenant}/files/{path...}',
    upload: 'PUT /t/{tenant}/files/{path...}',
    index: 'GET /t/{tenant}/files',
  };
  const table = new RouteTable(
    Object.entries(operations).flatMap(([operation, written]) => {
      const template = parseRoute(written);
      return typeof template === 'string' ? [] : [{ operation, template }];
    }),
  );

  it.each([
    ['GET', '/orders', 'list', {}],
    ['GET', '/orders?page=2&x=/../', 'list', {}],
    ['HEAD', '/orders', 'list', {}],
    ['GET', '/folders/', 'folder', {}],
    ['GET', '/orders/a%20b', 'show', { id: 'a b' }],
    ['GET', '/orders/a%3Ab%2bc', 'show', { id: 'a:b+c' }],
    ['GET', '/orders/caf%c3%a9', 'show', { id: 'café' }],
    ['POST', '/orders/all/cancel', 'cancel', { id: 'all' }],
    ['POST', '/orders/all/export', 'export', {}],
    ['GET', '/orders:search', 'search', {}],
    ['GET', '/@me/it%20is/a+b', 'me', {}],
    ['GET', '/caf%C3%A9', 'cafe', {}],
    ['GET', '/orders/a|b[c]^d', 'show', { id: 'a|b[c]^d' }],
    ['GET', '/t/eu/files', 'index', { tenant: 'eu' }],
    ['GET', '/t/eu/files/a', 'files', { tenant: 'eu', path: ['a'] }],
    ['PUT', '/t/eu/files/a', 'upload', { tenant: 'eu', path: ['a'] }],
    ['HEAD', '/t/eu/files/a/b/c.js?v=1', 'files', { tenant: 'eu', path: ['a', 'b', 'c.js'] }],
    ['GET', '/t/eu/files/a%20b/c+d/caf%c3%a9', 'files', { tenant: 'eu', path: ['a b', 'c+d', 'café'] }],
    ['GET', '/t/eu/files/100%25/%25', 'files', { tenant: 'eu', path: ['100%', '%'] }],
    ['GET', '/t/eu/files/docs/', 'files', { tenant: 'eu', path: ['docs', ''] }],
    ['GET', `/t/eu/files${'/a'.repeat(500)}`, 'files', { tenant: 'eu', path: Array(500).fill('a') }],
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
    ['a literal with an encoded colon', 'GET', '/orders%3Asearch'],
    ['a literal with an encoded at sign', 'GET', '/%40me/it%20is/a+b'],
    ['a literal with an encoded plus', 'GET', '/@me/it%20is/a%2Bb'],
    ['a literal with a plus for its space', 'GET', '/@me/it+is/a+b'],
    ['a literal with escapes in lower case', 'GET', '/caf%c3%a9'],
    ['a literal that is encoded twice', 'GET', '/caf%25C3%25A9'],
    ['a parameter of bytes that are not UTF-8', 'GET', '/orders/%FF'],
    ['a parameter of an encoded slash', 'GET', '/orders/1%2F2'],
    ['an empty parameter', 'POST', '/orders//cancel'],
    ['a literal with a raw sign in place of its escape', 'GET', '/caf^'],
    ['the path above a wildcard, with a final slash', 'GET', '/t/eu/files/'],
    ['the path above a wildcard, of another method', 'PUT', '/t/eu/files'],
    ['a wildcard of another method', 'DELETE', '/t/eu/files/a'],
    ['a wildcard below another literal', 'GET', '/t/eu/Files/a'],
    ['a wildcard without its parameter', 'GET', '/t//files/a'],
    ['a wildcard, and an empty segment', 'GET', '/t/eu/files//a'],
    ['a wildcard, and an empty segment further down', 'GET', '/t/eu/files/a//b'],
    ['a wildcard, and a dot segment', 'GET', '/t/eu/files/../orders'],
    ['a wildcard, and an encoded dot segment', 'GET', '/t/eu/files/%2e%2e/orders'],
    ['a wildcard, and an encoded slash', 'GET', '/t/eu/files/a%2Fb'],
    ['a wildcard, and a backslash', 'GET', '/t/eu/files/a\\..\\b'],
    ['a wildcard, and a path parameter', 'GET', '/t/eu/files/a;v=1'],
    ['a wildcard, and bytes that are not UTF-8', 'GET', '/t/eu/files/a/%FF'],
    ['a wildcard, and a dot segment that is encoded twice', 'GET', '/t/eu/files/%252e%252E/b'],
    ['a wildcard, and an escape of any escape', 'GET', '/t/eu/files/a/b%2541'],
  ])('matches nothing for %s: %s %s', (_what, method, target) => {
    expect(table.match(method, target)).toBeUndefined();
  });

  it('that is empty matches nothing', () => {
    expect(new RouteTable([]).match('GET', '/')).toBeUndefined();
  });

  it('finds what going through the routes one by one finds', () => {
    const few = route(fc.constantFrom('a', 'A', 'b', '{}'), 3);
    fc.assert(
      fc.property(fc.uniqueArray(few, { maxLength: 12 }), (candidates) => {
        const routes = withoutOverlaps(candidates);
        const all = tableOf(routes);
        const wrong = PATHS.filter(
          (path) => all.match('GET', path)?.operation !== routes.find((each) => matches(each, 'GET', path)),
        );
        expect(wrong).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('finds it also where many routes share their beginnings and ends', () => {
    const many = route(fc.constantFrom('a', 'b', 'c', '{}'), 6).map((each) =>
      each.replace(/^POST/u, 'GET').replace(/\/$/u, ''),
    );
    const path = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 6 })
      .map((parts) => `/${parts.join('/')}`);
    fc.assert(
      fc.property(
        fc.uniqueArray(many, { minLength: 50, maxLength: 200 }),
        fc.array(path, { minLength: 50 }),
        (candidates, paths) => {
          const routes = withoutOverlaps(candidates);
          expect(overlapping(routes)).toEqual([]);
          const all = tableOf(routes);
          expect(all.conflicts).toEqual([]);
          const found = paths.map((each) => all.match('GET', each)?.operation);
          expect(found).toEqual(paths.map((each) => routes.find((one) => matches(one, 'GET', each))));
        },
      ),
      { numRuns: 30 },
    );
  });
});

/** What is looked up in maps while this runs. */
function countLookUps(run: () => void): number {
  const spy = vi.spyOn(Map.prototype, 'get');
  run();
  const count = spy.mock.calls.length;
  spy.mockRestore();
  return count;
}

describe('a match', () => {
  const MANY = 4096;

  describe.each(Object.entries(SHAPES))('among many routes of %s', (_shape, routeOf) => {
    const routes = Array.from({ length: MANY }, (_, index) => routeOf(index));
    const table = tableOf(routes);
    const pathsOf = (index: number): readonly string[] => {
      const route = routes[index] ?? '';
      return [
        filled(route, 'a'),
        filled(route, 'none'),
        `${filled(route, 'a')}x`,
        `${filled(route, 'a')}/b/c`,
      ];
    };

    it('looks at no segment twice', () => {
      for (const path of [0, 1, 2, 1000, MANY - 1].flatMap(pathsOf)) {
        const looks = countLookUps(() => table.match('GET', path));
        // One for the method, one for the number of segments.
        expect(looks).toBeLessThanOrEqual(2 + path.split('/').length - 1);
      }
    });

    it('finds the route', () => {
      for (const index of [0, 1, 2, 1000, MANY - 1]) {
        const [, path = ''] = pathsOf(index);
        expect(table.match('GET', path)?.operation).toBe(routes[index]);
      }
    });
  });
});
