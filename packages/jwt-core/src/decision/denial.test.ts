import { describe, expect, it } from 'vitest';
import { deny, inWords, listNames, MAX_TEXT_LENGTH, quote } from './denial.js';

describe('a denial', () => {
  it('keeps the beginning of a long text, and no half of a character', () => {
    const long = `${'x'.repeat(MAX_TEXT_LENGTH - 2)}\u{1F600}y`;
    const { expected, actual } = deny('type.mismatch', {
      expected: long,
      actual: 'x'.repeat(MAX_TEXT_LENGTH),
    });
    expect(expected).toBe(`${'x'.repeat(MAX_TEXT_LENGTH - 2)}\uFFFD…`);
    expect(actual).toHaveLength(MAX_TEXT_LENGTH);
  });

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
    expect(inWords('x'.repeat(1000))).toBe(`"${'x'.repeat(198)}…`);
    expect(inWords('x'.repeat(198))).toBe(`"${'x'.repeat(198)}"`);
  });
});

describe('a value of the policy', () => {
  it('is quoted whole, whatever it looks like', () => {
    expect(quote('7lhlkkfbfb4q5kpp90urffao5d')).toBe('"7lhlkkfbfb4q5kpp90urffao5d"');
    expect(quote('a\u202Eb')).toBe('"a%E2%80%AEb"');
  });

  it.each([
    [['a'], 'a'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], 'a, b, c, d, e, f, g, h'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'], 'a, b, c, d, e, f, g, h and 2 more'],
  ])('is one of the first eight of %j', (names, text) => {
    expect(listNames(names)).toBe(text);
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
    expect(inWords(`${'x'.repeat(150)} ${inner}`)).toBe(`"${'x'.repeat(150)} (a token)"`);
  });
});
