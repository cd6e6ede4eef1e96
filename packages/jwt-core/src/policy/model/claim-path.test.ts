import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findClaim, parseClaimPath } from './claim-path.js';

describe('the name of a claim', () => {
  it.each([
    ['sub', ['sub']],
    ['tenant.id', ['tenant.id']],
    ['https://acme.example/roles', ['https://acme.example/roles']],
    ['a~1b', ['a~1b']],
    ['/realm_access/roles', ['realm_access', 'roles']],
    ['/a.b/c', ['a.b', 'c']],
    ['/https:~1~1acme.example~1roles', ['https://acme.example/roles']],
    ['/m~0n', ['m~n']],
    ['/~01', ['~1']],
    ['/~10', ['/0']],
    ['/', ['']],
    ['/a/', ['a', '']],
    ['//', ['', '']],
  ])('%s means %j', (name, path) => {
    expect(parseClaimPath(name)).toEqual(path);
  });

  it('is top-level unless it starts with a slash, whatever else is in it', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        fc.pre(!name.startsWith('/'));
        expect(parseClaimPath(name)).toEqual([name]);
      }),
    );
  });

  it('as a JSON Pointer reaches members of any name (RFC 6901)', () => {
    const steps = fc.array(fc.string({ unit: fc.constantFrom(...Array.from('ab~/01.:')) }), { minLength: 1 });
    fc.assert(
      fc.property(steps, (path) => {
        const pointer = path.map((step) => `/${step.split('~').join('~0').split('/').join('~1')}`).join('');
        expect(parseClaimPath(pointer)).toEqual(path);
      }),
    );
  });
});

const CLAIMS = Object.freeze({
  sub: 'alice',
  nothing: null,
  empty: {},
  list: ['a', { b: 1 }],
  realm: { roles: ['x'], '': { '': 0 } },
  'a/b': { 'm~n': true },
});

describe('finding a claim', () => {
  it.each([
    ['sub', { state: 'found', value: 'alice' }],
    ['nothing', { state: 'absent' }],
    ['/realm/roles', { state: 'found', value: ['x'] }],
    ['/realm//', { state: 'found', value: 0 }],
    ['/a~1b/m~0n', { state: 'found', value: true }],
    ['other', { state: 'absent' }],
    ['/empty/x', { state: 'absent' }],
    ['/other/x', { state: 'absent' }],
    ['/sub/x', { state: 'wrongType' }],
    ['/sub/length', { state: 'wrongType' }],
    ['/nothing/x', { state: 'absent' }],
    ['/list/0', { state: 'wrongType' }],
    ['/list/length', { state: 'wrongType' }],
    ['/list/1/b', { state: 'wrongType' }],
  ])('%s gives %j', (name, lookup) => {
    expect(findClaim(CLAIMS, parseClaimPath(name))).toEqual(lookup);
  });

  it.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '/realm/constructor',
    '/constructor/name',
  ])('%s is absent, although every object of JavaScript has it', (name) => {
    expect(findClaim(CLAIMS, parseClaimPath(name))).toEqual({ state: 'absent' });
  });

  it('named __proto__ works where the token really has it', () => {
    const claims = JSON.parse('{"__proto__":{"admin":true}}') as Record<string, never>;
    expect(findClaim(claims, ['__proto__', 'admin'])).toEqual({ state: 'found', value: true });
  });

  it('finds whatever was put at a path', () => {
    const steps = fc.array(fc.string(), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(steps, fc.jsonValue(), (path, value) => {
        const text = path.map((step) => `{${JSON.stringify(step)}:`).join('') + JSON.stringify(value);
        const claims = JSON.parse(text + '}'.repeat(path.length)) as Record<string, never>;
        const expected: unknown = JSON.parse(JSON.stringify(value));
        expect(findClaim(claims, path)).toEqual(
          expected === null ? { state: 'absent' } : { state: 'found', value: expected },
        );
      }),
    );
  });
});
