import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inexactMember } from './exact-number.js';

describe('a number that cannot be held exactly', () => {
  it.each([
    ['1234567890123456789', 'a'],
    ['-1234567890123456789', 'a'],
    ['9007199254740993', 'a'],
    ['9007199254740992', undefined],
    ['9007199254740991', undefined],
    ['100000000000000000000', undefined],
    ['100000000000000000001', 'a'],
    ['0.1', undefined],
    ['0.10', undefined],
    ['0.1000000000000000055', 'a'],
    ['1.795811774E9', undefined],
    ['1795811774.123456', undefined],
    ['1e3', undefined],
    ['1e-400', 'a'],
    ['-1e-400', 'a'],
    ['1001e3', undefined],
    ['1.001E+16', undefined],
    ['0e999', undefined],
    ['-0.0000000000000000', undefined],
    ['000', undefined],
  ])('%s: %s', (number, member) => {
    expect(inexactMember(`{"a":${number}}`)).toBe(member);
  });

  it.each([
    ['{"a":1,"b":[{"c":[1234567890123456789]}],"d":2}', 'b'],
    ['{"a":{"x":1},"b":{"y":{"z":12345678901234567890}}}', 'b'],
    ['{"a\\"b":1234567890123456789}', 'a"b'],
    ['{ "a" : "1234567890123456789", "b" : 1234567890123456789 }', 'b'],
    ['{"1234567890123456789":"x"}', undefined],
    ['{"a":"\\\\","b":1234567890123456789}', 'b'],
  ])('is found wherever it is, by its member at the top: %s', (text, member) => {
    expect(inexactMember(text)).toBe(member);
  });

  it('is never one that JavaScript wrote', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(inexactMember(JSON.stringify({ a: number }))).toBeUndefined();
      }),
    );
  });

  it('is one of two that are written differently and read alike', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 22n }),
        fc.bigInt({ min: 1n, max: 1000n }),
        (one, more) => {
          const [a, b] = [String(one), String(one + more)];
          if (Number(a) !== Number(b)) return;
          expect([inexactMember(`{"a":${a}}`), inexactMember(`{"a":${b}}`)]).toContain('a');
        },
      ),
    );
  });
});
