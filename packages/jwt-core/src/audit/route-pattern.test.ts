import { describe, expect, it } from 'vitest';
import { covers, readPattern, relate, type PathSet, type Relation } from './route-pattern.js';

const LOOSE = { caseSensitive: false, strict: false };
const STRICT = { caseSensitive: true, strict: true };

/** A wildcard, as a router of this test writes and takes it: `/*` as little as can be, `/*?` also the path above. */
function pathsOf(path: string): PathSet {
  const regexp = regexpOf(path);
  const { paths } = readPattern([path], (sample) => regexp.test(sample));
  if (paths === undefined) throw new Error(`not comparable: ${path}`);
  return paths;
}

/** Every pattern of up to three segments, each `a`, `b` or a parameter; and every path, where `c` is in no pattern. */
const PLAIN = combine(['a', 'b', ':x']);
const OPEN = ['', ...PLAIN].flatMap((each) => {
  // `/a/:x/*?` is another way to write `/a/*`, and not known as one.
  return each.endsWith(':x') ? [`${each}/*`] : [`${each}/*`, `${each}/*?`];
});
const PATTERNS = ['/', ...PLAIN, ...OPEN];
/** What is deeper is taken by each wildcard alike. */
const PATHS = ['/', ...combine(['a', 'b', 'c']).flatMap((path) => [path, `${path}/c`])];

function combine(parts: readonly string[]): readonly string[] {
  const one = parts.map((part) => `/${part}`);
  const two = one.flatMap((path) => parts.map((part) => `${path}/${part}`));
  return [...one, ...two, ...two.flatMap((path) => parts.map((part) => `${path}/${part}`))];
}

function regexpOf(pattern: string): RegExp {
  const source = pattern
    .replace(/\/\*\?$/u, '(?:/.*)?')
    .replace(/\/\*$/u, '/[^/].*')
    .replaceAll(':x', '[^/]+');
  return new RegExp(`^${source}$`, 'u');
}

/** The paths that a router takes for a pattern. */
function taken(pattern: string): ReadonlySet<string> {
  const regexp = regexpOf(pattern);
  return new Set(PATHS.filter((path) => regexp.test(path)));
}

const depthOf = (pattern: string): number => pattern.split('/').length;

function relationOf(left: ReadonlySet<string>, right: ReadonlySet<string>): Relation {
  const common = [...left].filter((path) => right.has(path)).length;
  if (common === 0) return 'apart';
  if (common === left.size) return common === right.size ? 'same' : 'inside';
  return common === right.size ? 'around' : 'crossing';
}

describe('two patterns', () => {
  it('lie to one another as the paths do that they take', () => {
    for (const left of PATTERNS) {
      for (const right of ['/', ...PLAIN, ...PLAIN.map((each) => `${each}/*`)]) {
        // What a wildcard takes besides is of no account where the other is one for the same.
        const isSameDepth = right.endsWith('*') && depthOf(left) === depthOf(right);
        const expected = relationOf(taken(isSameDepth ? left.replace('?', '') : left), taken(right));
        for (const spelling of [LOOSE, STRICT]) {
          expect(relate(pathsOf(left), pathsOf(right), spelling), `${left} ${right}`).toBe(expected);
        }
      }
    }
  });

  it('cover one another as the paths do that they take', () => {
    for (const left of PATTERNS) {
      for (const right of PATTERNS) {
        const wide = taken(left);
        const expected = [...taken(right)].every((path) => wide.has(path));
        for (const spelling of [LOOSE, STRICT]) {
          expect(covers(pathsOf(left), pathsOf(right), spelling), `${left} ${right}`).toBe(expected);
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
    expect(covers(pathsOf(wide), pathsOf(narrow), LOOSE)).toBe(expected);
  });

  it.each<[string, string, Relation]>([
    ['/a/', '/a/:x', 'apart'],
    ['/a/:x', '/a/', 'apart'],
    ['/a/', '/a', 'apart'],
    ['/A', '/a', 'apart'],
    ['/', '/', 'same'],
  ])('%s and %s are %s where the router distinguishes spellings', (left, right, expected) => {
    expect(relate(pathsOf(left), pathsOf(right), STRICT)).toBe(expected);
  });

  it('does not let a parameter take the empty text after a final slash', () => {
    expect(covers(pathsOf('/a/:x'), pathsOf('/a/'), STRICT)).toBe(false);
  });
});

describe('a wildcard that also takes the path above it with a final slash, as in Express 4', () => {
  const files: PathSet = { segments: [{ literal: 'files' }], below: { bare: false, slash: true } };
  const strictly = (hasSlash: boolean): PathSet => pathsOf(hasSlash ? '/files/' : '/files');

  it.each<[string, boolean, Relation]>([
    ['/files', false, 'apart'],
    ['/files/', true, 'around'],
  ])('lies to %s as its spelling says', (_path, hasSlash, expected) => {
    expect(relate(files, strictly(hasSlash), LOOSE)).toBe(expected);
    expect(relate(strictly(hasSlash), pathsOf('/files/*'), LOOSE)).toBe('apart');
  });

  it('covers a route at that path only where the router distinguishes the two', () => {
    expect(covers(files, strictly(true), STRICT)).toBe(true);
    expect(covers(files, strictly(false), STRICT)).toBe(false);
    expect(covers(files, strictly(true), LOOSE)).toBe(false);
    expect(covers(files, pathsOf('/files/*?'), LOOSE)).toBe(false);
    expect(covers(files, pathsOf('/files/*'), LOOSE)).toBe(true);
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
    expect(readPattern(path, undefined).text).toBe(text);
  });

  const takesAll = (): boolean => true;

  it.each([
    ['/:a-:b', /^\/[^/]+-[^/]+$/u],
    ['/:a.json', /^\/[^/]+\.json$/u],
    ['/:a?', /^\/(?:[^/]+)?$/u],
    ['/a{/:b}', /^\/a(?:\/[^/]+)?$/u],
    ['/(a|b)', /^\/(?:a|b)$/u],
    ['/files/*.js', /^\/files\/.*\.js$/u],
    ['/files/:id(\\d+)/*', /^\/files\/\d+\/.*$/u],
    ['/*/x', /^\/.*\/x$/u],
    ['/café/*', /^\/café\/.*$/u],
    ['files/*', /^files\/.*$/u],
  ])('such as %s is not compared', (path, regexp) => {
    expect(readPattern([path], (sample) => regexp.test(sample)).paths).toBeUndefined();
  });

  it('with a wildcard is not compared where the router cannot be asked, or below a regular expression', () => {
    expect(readPattern(['/files/*'], undefined).paths).toBeUndefined();
    expect(readPattern([/^\/a/u, '/*'], takesAll).paths).toBeUndefined();
    expect(readPattern(['/a|b', '/*'], takesAll).paths).toBeUndefined();
  });

  it.each<[readonly string[], RegExp, readonly string[], PathSet['below']]>([
    [['/*path'], /^\/.+$/u, [], { bare: false, slash: false }],
    [['*'], /^.*$/u, [], { bare: true, slash: true }],
    [['/{*path}'], /^\/.*$/u, [], { bare: true, slash: true }],
    [['/files/*'], /^\/files\/.*$/u, ['files'], { bare: false, slash: true }],
    [['/files{/*path}'], /^\/files(?:\/.+)?\/?$/u, ['files'], { bare: true, slash: true }],
    [['/files/:path*'], /^\/files(?:\/.+)?$/u, ['files'], { bare: true, slash: false }],
    [['/api', '/*path'], /^\/.+$/u, ['api'], { bare: false, slash: false }],
    [['/api', '/files/(.*)'], /^\/files\/.*$/u, ['api', 'files'], { bare: false, slash: true }],
    [['/', '/api/', '/:t/*'], /^\/[^/]+\/.*$/u, ['api', ':t'], { bare: false, slash: true }],
  ])('such as %j takes everything below', (path, regexp, names, below) => {
    const { paths } = readPattern(path, (sample) => regexp.test(sample));
    const found = paths?.segments.map((each) => ('literal' in each ? each.literal : `:${each.parameter}`));
    expect([found, paths?.below]).toEqual([names, below]);
  });
});
