import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RouteIndex } from './route-index.js';
import { overlaps, parseRoute, type RouteTemplate } from '../routes.js';

function template(route: string): RouteTemplate {
  const parsed = parseRoute(route);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

/** The routes that overlap an earlier one, by asking for each pair. */
function conflicting(routes: readonly string[]): readonly string[] {
  const templates = routes.map(template);
  return routes.filter((_, index) => {
    const own = templates[index];
    return own !== undefined && templates.slice(0, index).some((other) => overlaps(other, own));
  });
}

function found(routes: readonly string[]): readonly string[] {
  const index = new RouteIndex();
  return routes.filter((route) => {
    const other = index.add(route, template(route));
    if (other !== undefined) expect(overlaps(template(other), template(route))).toBe(true);
    return other !== undefined;
  });
}

const route = (parts: fc.Arbitrary<string>, longest: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('GET', 'POST'),
      fc.array(parts, { minLength: 1, maxLength: longest }),
      fc.constantFrom('', '/'),
    )
    .map(([method, names, end]) => {
      const path = names.map((name, index) => (name === '{}' ? `{p${String(index)}}` : name)).join('/');
      return `${method} /${path}${end}`;
    });

describe('an index of routes', () => {
  it('finds the overlaps that asking for each pair finds', () => {
    const few = route(fc.constantFrom('a', 'A', 'b', '{}'), 3);
    fc.assert(
      fc.property(fc.uniqueArray(few, { maxLength: 40 }), (routes) => {
        expect(found(routes)).toEqual(conflicting(routes));
      }),
      { numRuns: 300 },
    );
  });

  it('finds them also among many routes of few shapes', () => {
    const names = Array.from({ length: 30 }, (_, index) => `n${String(index)}`);
    const many = route(fc.constantFrom(...names, '{}'), 2);
    fc.assert(
      fc.property(fc.uniqueArray(many, { minLength: 50, maxLength: 150 }), (routes) => {
        expect(found(routes)).toEqual(conflicting(routes));
      }),
      { numRuns: 100 },
    );
  });

  it('names the route that was there before', () => {
    const index = new RouteIndex();
    expect(index.add('first', template('GET /a/{x}'))).toBeUndefined();
    expect(index.add('second', template('GET /b/{x}'))).toBeUndefined();
    expect(index.add('third', template('GET /{y}/c'))).toBe('first');
  });

  it.each([
    ['of one shape', (n: number) => `GET /v1/thing${String(n)}/{id}`],
    [
      'with parameters before literals',
      (n: number) => (n % 2 ? `GET /a${String(n)}/x` : `GET /{p}/y${String(n)}`),
    ],
    ['of a few depths', (n: number) => `GET /t/{t}/${'s/'.repeat(n % 7)}thing${String(n)}`],
  ])('takes ten thousand routes %s in no time', (_what, routeOf) => {
    const templates = Array.from({ length: 10_000 }, (_, n) => template(routeOf(n)));
    const index = new RouteIndex();
    const started = performance.now();
    const conflicts = templates.filter((each, n) => index.add(String(n), each) !== undefined);
    expect(conflicts).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1000); // asking for each pair took three seconds
  });
});
