import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, sha256 } from './digest.js';
import { canonicalJson } from '../json/canonical-json.js';

describe('canonical JSON', () => {
  it('is that of RFC 8785 §3.2.2', () => {
    const text = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(canonicalJson(JSON.parse(text))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts members by UTF-16 code units (RFC 8785 §3.2.3)', () => {
    const names = ['\u20AC', '\r', '\uFB33', '1', '\u{1F600}', '\u0080', '\u00F6'];
    const sorted = canonicalJson(Object.fromEntries(names.map((name) => [name, 0])));
    expect(sorted).toBe(
      String.raw`{"\r":0,"1":0,"` + '\u0080":0,"\u00F6":0,"\u20AC":0,"\u{1F600}":0,"\uFB33":0}',
    );
  });

  it('leaves out members that are undefined', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it('says the same as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(canonicalJson(value));
      }),
    );
  });

  it('differs for values that differ', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        const isSame = canonicalJson(left) === canonicalJson(right);
        const [one, other] = [left, right].map((each): unknown => JSON.parse(JSON.stringify(each)));
        if (isSame) expect(one).toEqual(other);
        else expect(one).not.toEqual(other);
      }),
    );
  });
});

describe('a digest', () => {
  it('is SHA-256 in hexadecimal', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('says which hash it is', () => {
    expect(digestOf({}, {})).toMatch(/^sha256:[0-9a-f]{64}$/u);
  });

  it('covers the hashes of the files', () => {
    expect(digestOf({}, { login: 'a' })).not.toBe(digestOf({}, { login: 'b' }));
  });
});
