import { describe, expect, it, vi } from 'vitest';
import { SHAPES, tableOf } from '../../../test/routes.js';

const ROUTES = [
  'GET /orders',
  'POST /orders',
  'GET /orders/{id}',
  'DELETE /orders/{id}',
  'POST /orders/{id}/cancel',
  'GET /orders/{id}/items/{item}',
  'GET /customers/{id}',
  'GET /reports/daily/',
];
const { nearby } = tableOf(ROUTES);

describe('the nearest routes', () => {
  it.each([
    ['another method', 'PUT', '/orders/42', ['GET /orders/{id}', 'DELETE /orders/{id}']],
    ['HEAD of another method', 'HEAD', '/orders/42/cancel', ['POST /orders/{id}/cancel']],
    ['another case', 'GET', '/Orders/42', ['GET /orders/{id}']],
    ['a final slash too many', 'GET', '/orders/42/', ['GET /orders/{id}']],
    ['a final slash too few', 'GET', '/reports/daily', ['GET /reports/daily/']],
    ['two slashes', 'GET', '//orders/42', ['GET /orders/{id}']],
    ['a mount path too much', 'GET', '/api/orders/42', ['GET /orders/{id}']],
    ['a typo', 'GET', '/ordrs/42', ['GET /orders/{id}']],
    ['a typo at the end', 'POST', '/orders/42/cancle', ['POST /orders/{id}/cancel']],
    ['one segment too many', 'GET', '/customers/7/address', ['GET /customers/{id}']],
  ])('of %s are named, the likest first: %s %s', (_what, method, path, routes) => {
    expect(nearby.find(method, path).slice(0, routes.length)).toEqual(routes);
  });

  it('of a mount path that is missing are named', () => {
    const mounted = tableOf(['GET /api/v1/orders/{id}', 'GET /api/v1/customers/{id}']);
    expect(mounted.nearby.find('GET', '/orders/42')).toEqual(['GET /api/v1/orders/{id}']);
  });

  it.each([
    ['the path above a wildcard', 'GET', '/files/'],
    ['a deep path below a wildcard, of another method', 'PUT', '/files/a/b/c/d/e'],
    ['a typo before a wildcard', 'GET', '/filse/a/b/c'],
  ])('of %s are those with the wildcard', (_what, method, path) => {
    const withFiles = tableOf(['GET /files/{path...}', 'GET /orders/{id}']);
    expect(withFiles.nearby.find(method, path)).toEqual(['GET /files/{path...}']);
  });

  it.each(['/', '', '*', '/nothing', '/42', '/ord', '/%6Frders', '/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'])(
    'are none where nothing is alike: %j',
    (path) => {
      expect(nearby.find('GET', path)).toEqual([]);
    },
  );

  it('are at most three', () => {
    const many = tableOf(Array.from({ length: 20 }, (_, index) => `GET /orders/{id}/part${String(index)}`));
    expect(many.nearby.find('GET', '/orders/1/part')).toHaveLength(3);
  });

  it('are found among thousands by the rarest word of the path', () => {
    const many = tableOf([
      ...Array.from({ length: 5000 }, (_, index) => `GET /v1/thing${String(index)}/{id}`),
      'GET /v1/orders/{id}/items',
    ]);
    expect(many.nearby.find('GET', '/v1/orders/42/item')).toEqual(['GET /v1/orders/{id}/items']);
    expect(many.nearby.find('POST', '/v1/thing4711/42')[0]).toBe('GET /v1/thing4711/{id}');
  });

  it.each(Object.entries(SHAPES))('cost the same among many routes of %s as among few', (_shape, routeOf) => {
    const cost = (count: number): number => {
      const table = tableOf(Array.from({ length: count }, (_, index) => routeOf(index)));
      const path = routeOf(count - 1)
        .slice('GET '.length)
        .replace(/\{\w+\}/gu, 'x');
      const { nearby: routes } = table;
      const lower = vi.spyOn(String.prototype, 'toLowerCase');
      routes.find('POST', `${path}x`);
      routes.find('POST', '/nothing'.repeat(1000));
      const calls = lower.mock.calls.length;
      lower.mockRestore();
      return calls;
    };
    // 64 routes are compared from both ends; the longest has 28 segments.
    expect(cost(4096)).toBeLessThanOrEqual(2 * 2 * 64 * 28);
  });
});

describe('a path for the log', () => {
  it.each([
    ['/orders/42', '/orders/{}'],
    ['/orders/alice@example.org/items/7', '/orders/{}/items/{}'],
    ['/Orders/42/', '/Orders/{}/'],
    ['/api/orders', '/{}/orders'],
    ['//orders', '//orders'],
    ['/x/../orders/./1', '/{}/../orders/./{}'],
    ['/orders;v=1', '/{}'],
    ['/orders%2F1', '/{}'],
    ['https://alice:secret@shop.example/orders', '{}//{}/orders'],
    ['*', '{}'],
    ['/', '/'],
    ['', ''],
  ])('%s is %s: what no route has is hidden', (path, shown) => {
    expect(nearby.hideUnknown(path)).toBe(shown);
  });

  it('has at most twelve segments', () => {
    expect(nearby.hideUnknown('/orders'.repeat(12))).toBe('/orders'.repeat(12));
    expect(nearby.hideUnknown('/orders'.repeat(13))).toBe(`${'/orders'.repeat(12)}/…`);
    expect(nearby.hideUnknown('/x'.repeat(100_000))).toBe(`${'/{}'.repeat(12)}/…`);
  });
});
