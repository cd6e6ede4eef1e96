import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  ENTANGLED,
  matches,
  overlap,
  overlapping,
  route,
  routerTakes,
  SHAPES,
  tableOf,
} from '../../../test/routes.js';

/** The routes that the table says overlap an earlier one. */
function found(routes: readonly string[]): readonly string[] {
  return tableOf(routes).conflicts.map(({ kind, operation, other }) => {
    expect(kind).toBe('overlap');
    expect(routes.indexOf(other)).toBeLessThan(routes.indexOf(operation));
    expect(overlap(other, operation)).toBe(true);
    return operation;
  });
}

describe('two routes', () => {
  it.each([
    ['GET /a/{x}', 'GET /a/{y}'],
    ['GET /a/{x}', 'GET /a/b'],
    ['GET /{x}/b', 'GET /a/{y}'],
    ['GET /caf%C3%A9', 'GET /{x}'],
    ['GET /caf%C3%A9', 'GET /caf%C3%89'],
    ['GET /a', 'GET /A'],
    ['GET /A/{x}/b', 'GET /a/{y}/B'],
    ['GET /{x}/b', 'GET /a/B'],
    ['GET /a', 'GET /a/'],
    ['GET /a/', 'GET /A'],
    ['GET /a', 'GET /{x}/'],
    ['GET /{x}', 'GET /a/'],
    ['GET /{x}', 'GET /{y}/'],
    ['GET /{x...}', 'GET /a'],
    ['GET /{x...}', 'GET /a/b/c'],
    ['GET /{x...}', 'GET /{y...}'],
    ['GET /a/{x...}', 'GET /a/{y...}'],
    ['GET /a/{x...}', 'GET /A/b'],
    ['GET /a/{x...}', 'GET /a/b/'],
    ['GET /a/{x...}', 'GET /{y}/b/c'],
    ['GET /a/{x...}', 'GET /{y}/{z...}'],
    ['GET /a/{x...}', 'GET /a/b/c/{z...}'],
    ['GET /{y}/b/{x...}', 'GET /a/{z...}'],
  ])('%s and %s overlap', (left, right) => {
    expect(tableOf([left, right]).conflicts).toEqual([{ kind: 'overlap', operation: right, other: left }]);
    expect(tableOf([right, left]).conflicts).toEqual([{ kind: 'overlap', operation: left, other: right }]);
  });

  it.each([
    ['GET /a', 'POST /a'],
    ['GET /a', 'GET /b'],
    ['GET /a/{x}', 'GET /a/'],
    ['GET /', 'GET /{x}'],
    ['GET /a/{x}', 'GET /a/{x}/b'],
    ['GET /a/{x}', 'GET /b/{x}'],
    ['GET /a:b', 'GET /a+b'],
    ['GET /{x...}', 'GET /'],
    ['GET /a/{x...}', 'GET /a'],
    ['GET /a/{x...}', 'GET /a/'],
    ['GET /a/{x...}', 'GET /b/c'],
    ['GET /a/{x...}', 'GET /b/{y...}'],
    ['GET /a/b/{x...}', 'GET /a/{y}'],
    ['GET /a/{x...}', 'POST /a/{y...}'],
  ])('%s and %s do not overlap', (left, right) => {
    expect(tableOf([left, right]).conflicts).toEqual([]);
  });
});

describe('overlaps', () => {
  const few = route(fc.constantFrom('a', 'A', 'b', '{}'), 3);

  it('are where a router would take some path for both', () => {
    const segments = ['a', 'A', 'b', 'c', ''];
    const longer = (paths: readonly string[]): readonly string[] =>
      paths.flatMap((path) => segments.map((segment) => `${path}/${segment}`));
    const one = longer(['']);
    const five = longer(longer(longer(longer(one))));
    const paths = [...one, ...longer(one), ...longer(longer(one)), ...longer(longer(longer(one))), ...five];
    fc.assert(
      fc.property(few, few, (left, right) => {
        const isShared = ['GET', 'POST'].some((method) =>
          paths.some((path) => routerTakes(left, method, path) && routerTakes(right, method, path)),
        );
        expect(overlap(left, right)).toBe(isShared);
      }),
      { numRuns: 200 },
    );
  });

  it('are found where asking for each pair finds them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(few, { maxLength: 40 }), (routes) => {
        expect(found(routes)).toEqual(overlapping(routes));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['of few shapes', 30, 2],
    ['of many shapes', 2, 5],
  ])('are found also among many routes %s', (_what, literals, maxLength) => {
    const names = Array.from({ length: literals }, (_, index) => `n${String(index)}`);
    const many = route(fc.constantFrom(...names, '{}'), maxLength);
    fc.assert(
      fc.property(fc.uniqueArray(many, { minLength: 50, maxLength: 150 }), (routes) => {
        expect(found(routes)).toEqual(overlapping(routes));
      }),
      { numRuns: 30 },
    );
  });

  it('are found where a few routes take the paths of thousands', () => {
    const routes = Array.from({ length: 4000 }, (_, index) =>
      index < 10 ? `GET /{x}/b${String(index)}` : `GET /a${String(index)}/{y}`,
    );
    const conflicts = tableOf(routes).conflicts;
    expect(conflicts.length).toBeGreaterThan(100);
    for (const { kind, operation, other } of conflicts) {
      expect(kind).toBe('overlap');
      expect(overlap(operation, other)).toBe(true);
    }
  });
});

/** What is looked up in maps while a table of these is built: each is one route at one step, or less. */
function work(routeOf: (index: number) => string, count: number): number {
  const routes = Array.from({ length: count }, (_, index) => routeOf(index));
  const spy = vi.spyOn(Map.prototype, 'get');
  tableOf(routes);
  const looks = spy.mock.calls.length;
  spy.mockRestore();
  return looks;
}

describe('a table', () => {
  it.each(Object.entries(SHAPES))('of %s costs twice as much with twice as many', (_shape, routeOf) => {
    expect(work(routeOf, 4096)).toBeLessThan(2.5 * work(routeOf, 2048));
    expect(tableOf(Array.from({ length: 4096 }, (_, index) => routeOf(index))).conflicts).toEqual([]);
  });

  describe.each(Object.entries(ENTANGLED))('of %s', (_shape, routeOf) => {
    const some = Array.from({ length: 60 }, (_, index) => routeOf(index));

    it('loads where the routes are few', () => {
      expect(overlapping(some)).toEqual([]);
      const table = tableOf(some);
      expect(table.conflicts).toEqual([]);
      for (const each of some) {
        const path = each.slice('GET '.length).replace(/\{\w+\}/u, 'zz');
        expect(table.match('GET', path)?.operation).toBe(some.find((one) => matches(one, 'GET', path)));
      }
    });

    it('is rejected where they are many, with two routes that cross', () => {
      const routes = Array.from({ length: 4096 }, (_, index) => routeOf(index));
      const [conflict, ...rest] = tableOf(routes).conflicts;
      expect(rest).toEqual([]);
      expect(conflict?.kind).toBe('entangled');
      expect(routes).toContain(conflict?.operation);
      expect(routes).toContain(conflict?.other);
      expect(conflict?.operation).not.toBe(conflict?.other);
    });

    it('costs twice as much to reject twice as many', () => {
      expect(work(routeOf, 4096)).toBeLessThan(2.5 * work(routeOf, 2048));
    });
  });
});
