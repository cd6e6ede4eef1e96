import { describe, expect, it } from 'vitest';
import { covers, readPattern, relate, type PatternSegment, type Relation } from './route-pattern.js';

const LOOSE = { caseSensitive: false, strict: false };
const STRICT = { caseSensitive: true, strict: true };

function segmentsOf(path: string): readonly PatternSegment[] {
  const { segments } = readPattern([path]);
  if (segments === undefined) throw new Error(`not comparable: ${path}`);
  return segments;
}

/** Every pattern of up to three segments, each `a`, `b` or a parameter; and every path, where `c` is in no pattern. */
const PATTERNS = pathsOf(['a', 'b', ':x']);
const PATHS = pathsOf(['a', 'b', 'c']);

function pathsOf(parts: readonly string[]): readonly string[] {
  const one = parts.map((part) => `/${part}`);
  const two = one.flatMap((path) => parts.map((part) => `${path}/${part}`));
  return [...one, ...two, ...two.flatMap((path) => parts.map((part) => `${path}/${part}`))];
}

/** The paths that a router takes for a pattern. */
function taken(pattern: string): ReadonlySet<string> {
  const regexp = new RegExp(`^${pattern.replaceAll(':x', '[^/]+')}$`, 'u');
  return new Set(PATHS.filter((path) => regexp.test(path)));
}

function relationOf(left: ReadonlySet<string>, right: ReadonlySet<string>): Relation {
  const common = [...left].filter((path) => right.has(path)).length;
  if (common === 0) return 'apart';
  if (common === left.size) return common === right.size ? 'same' : 'inside';
  return common === right.size ? 'around' : 'crossing';
}

describe('two patterns', () => {
  it('lie to one another as the paths do that they take', () => {
    for (const left of PATTERNS) {
      for (const right of PATTERNS) {
        const expected = relationOf(taken(left), taken(right));
        for (const spelling of [LOOSE, STRICT]) {
          const found = relate(segmentsOf(left), segmentsOf(right), spelling);
          expect(found, `${left} ${right}`).toBe(expected);
          const isCovered = expected === 'same' || expected === 'around';
          expect(covers(segmentsOf(left), segmentsOf(right), spelling), `${left} ${right}`).toBe(isCovered);
        }
      }
    }
  });

  it.each<[string, string, boolean]>([
    ['/:id(\\d+)', '/:id(\\d+)', true],
    ['/:id(\\d+)', '/:id', false],
    ['/:id(\\d+)', '/7', false],
    ['/:id', '/:id(\\d+)', true],
  ])('%s takes all of %s: %s', (wide, narrow, expected) => {
    expect(covers(segmentsOf(wide), segmentsOf(narrow), LOOSE)).toBe(expected);
  });

  it.each<[string, string, Relation]>([
    ['/a/', '/a/:x', 'apart'],
    ['/a/:x', '/a/', 'apart'],
    ['/a/', '/a', 'apart'],
    ['/A', '/a', 'apart'],
    ['/', '/', 'same'],
  ])('%s and %s are %s where the router distinguishes spellings', (left, right, expected) => {
    expect(relate(segmentsOf(left), segmentsOf(right), STRICT)).toBe(expected);
  });

  it('does not let a parameter take the empty text after a final slash', () => {
    expect(covers(segmentsOf('/a/:x'), segmentsOf('/a/'), STRICT)).toBe(false);
  });
});

describe('a pattern', () => {
  it.each<[readonly (string | RegExp)[], string]>([
    [['/'], '/'],
    [[''], '/'],
    [['/', '/'], '/'],
    [['/api', '/'], '/api'],
    [['/api/', '/orders'], '/api/orders'],
    [['/', '/api', '/orders/'], '/api/orders/'],
    [['/api', /x/u], '/api /x/u'],
  ])('of %j reads %s', (path, text) => {
    expect(readPattern(path).text).toBe(text);
  });

  it.each([
    '*',
    '/*',
    '/*rest',
    '/{*rest}',
    '/:a-:b',
    '/:a.json',
    '/:a?',
    '/:a+',
    '/a{/:b}',
    '/(a|b)',
    '/café',
    'a',
  ])('such as %s is not compared', (path) => {
    expect(readPattern([path]).segments).toBeUndefined();
  });
});
