import { describe, expect, it } from 'vitest';
import { deny, inWords } from './denial.js';

describe('a denial', () => {
  it('needs a reason and nothing else', () => {
    expect(deny('format.malformed')).toMatchObject({
      code: 'format.malformed',
      expected: undefined,
      actual: undefined,
      scopes: [],
      retryAfter: undefined,
    });
  });
});

describe('a value in words', () => {
  it.each([
    [undefined, 'nothing'],
    ['a', '"a"'],
    ['a\nb\u0000', String.raw`"a\nb\u0000"`],
    [['a', 1, null], '["a",1,null]'],
    [{ a: true }, '{"a":true}'],
  ])('%j is one line', (value, text) => {
    expect(inWords(value)).toBe(text);
  });

  it.each([
    ['a control character of one byte', '\u009B2J', '"%C2%9B2J"'],
    ['a mark that turns the direction of writing', 'a\u202Eb', '"a%E2%80%AEb"'],
    ['an invisible tag', '\u{E0041}', '"%F3%A0%81%81"'],
  ])('shows %s instead of obeying it', (_what, value, text) => {
    expect(inWords(value)).toBe(text);
  });

  it('is cut when it is long', () => {
    expect(inWords('x'.repeat(1000))).toBe(`"${'x'.repeat(199)}…`);
    expect(inWords('x'.repeat(198))).toBe(`"${'x'.repeat(198)}"`);
  });
});

describe('a token within a token', () => {
  const inner = `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.${'c2ln'.repeat(20)}`;

  it.each([
    ['alone', inner, '"(a token)"'],
    ['in a sentence', `Bearer ${inner} here`, '"Bearer (a token) here"'],
    ['twice', ['eyJhIjoxfQ.e30.c2ln', 'eyJhIjoxfQ.e30.c2ln'], '["(a token)","(a token)"]'],
    ['cut', 'eyJhbGciOiJFUzI1NiJ9', '"(a token)"'],
  ])('is not repeated: %s', (_where, value, words) => {
    expect(inWords(value)).toBe(words);
  });

  it('is not repeated where the text ends in the midst of it', () => {
    expect(inWords(`${'x'.repeat(150)} ${inner}`)).toBe(`"${'x'.repeat(150)} (a token)…`);
  });
});
