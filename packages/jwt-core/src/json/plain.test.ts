import fc from 'fast-check';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { isExact } from './plain.js';
import { copyPlain } from '../policy/document/copy-plain.js';
import type { PolicyProblem } from '../policy/problem.js';

function copied(value: unknown): { readonly copy: unknown; readonly problems: readonly PolicyProblem[] } {
  const problems: PolicyProblem[] = [];
  return { copy: copyPlain(value, problems), problems };
}

class Point {
  readonly x = 1;
}

const loop: Record<string, unknown> = {};
loop['left'] = loop;
loop['right'] = [loop];

const deep = (depth: number): unknown => (depth === 0 ? 1 : { a: deep(depth - 1) });

describe('data that is not plain', () => {
  it.each<[string, unknown, string, string]>([
    ['an unset variable', { audience: undefined }, '/audience', 'Is an environment variable unset?'],
    ['an unset variable in a list', { scopes: ['a', undefined] }, '/scopes/1', 'This is undefined.'],
    ['a hole in a list', { scopes: Array<string>(1) }, '/scopes/0', 'This is undefined.'],
    ['nothing at all', undefined, '', 'This is undefined.'],
    ['a function', { a: () => 1 }, '/a', 'found a function'],
    ['a symbol', { a: Symbol('x') }, '/a', 'found a symbol'],
    ['a BigInt', { a: 1n }, '/a', 'found a bigint'],
    ['a date', { reviewBy: new Date(0) }, '/reviewBy', 'an object of a class'],
    ['a map', { issuers: new Map() }, '/issuers', 'an object of a class'],
    ['an object of a class', { a: new Point() }, '/a', 'an object of a class'],
    ['a regular expression', { a: /x/u }, '/a', 'an object of a class'],
    ['no number', { a: Number.NaN }, '/a', 'cannot be held exactly'],
    ['infinity', { a: Number.POSITIVE_INFINITY }, '/a', 'cannot be held exactly'],
    ['an integer that is not exact', { a: 2 ** 53 }, '/a', 'cannot be held exactly'],
    ['half of a surrogate pair', { a: '\uD800' }, '/a', 'half of a surrogate pair'],
    ['constructor as key', { a: { constructor: 1 } }, '/a', '"constructor" cannot be a key'],
    ['__proto__ as key', JSON.parse('{"__proto__":1}'), '', '"__proto__" cannot be a key'],
    ['forty-one levels', deep(41), '/a'.repeat(41), 'nested too deeply'],
  ])('%s is refused', (_what, value, pointer, says) => {
    const { problems } = copied(value);
    expect(problems).toMatchObject([{ code: 'invalid', pointer }]);
    expect(problems[0]?.message).toContain(says);
  });

  it('is refused where it refers to itself, at once', () => {
    expect(copied(loop).problems.map(({ pointer, message }) => [pointer, message])).toEqual([
      ['/left', 'This refers to itself.'],
      ['/right/0', 'This refers to itself.'],
    ]);
  });

  it('is told of in all places', () => {
    expect(copied({ a: undefined, b: [() => 1, 2 ** 53] }).problems.map(({ pointer }) => pointer)).toEqual([
      '/a',
      '/b/0',
      '/b/1',
    ]);
  });
});

/** What a test runner, or Node below it, makes: the same, of other constructors. */
const fromAnotherRealm = (code: string): unknown => runInNewContext(`(${code})`);

describe('data of another realm', () => {
  it('is copied where it is plain', () => {
    const { copy, problems } = copied(fromAnotherRealm('{ a: [{ b: null }, "c"] }'));
    expect(problems).toEqual([]);
    expect(copy).toEqual({ a: [{ b: null }, 'c'] });
  });

  it.each(['new Date(0)', 'new Map()', 'new (class Point {})()'])('is rejected where it is %s', (code) => {
    expect(copied({ a: fromAnotherRealm(code) }).problems).toMatchObject([{ pointer: '/a' }]);
  });
});

describe('plain data', () => {
  it('is copied', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        fc.pre(!/__proto__|constructor|prototype|\\ud[89a-f]/u.test(JSON.stringify(value)));
        const { copy, problems } = copied(value);
        if (problems.length > 0) expect(JSON.stringify(value)).toMatch(/\d{16}|e\+/u);
        else expect(copy).toEqual(value);
      }),
    );
  });

  it('may stand in two places', () => {
    const rule = { principal: 'user' };
    expect(copied({ a: rule, b: [rule, rule] }).problems).toEqual([]);
  });

  it('may have no prototype', () => {
    expect(copied(Object.assign(Object.create(null), { a: 1 })).copy).toEqual({ a: 1 });
  });

  it('may have forty levels', () => {
    expect(copied(deep(40)).problems).toEqual([]);
  });
});

describe('a number', () => {
  it.each([0, -0, 1.5, 1e-300, 2 ** 53 - 1, -(2 ** 53) + 1])('%d is exact', (value) => {
    expect(isExact(value)).toBe(true);
  });

  it.each([2 ** 53, -(2 ** 53), 1e300, Number.NaN, Number.POSITIVE_INFINITY])('%d is not', (value) => {
    expect(isExact(value)).toBe(false);
  });
});
