import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lines } from './lines.js';

const TEXT = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\u{1F600}'), maxLength: 40 });

describe('the lines of a text', () => {
  it('are those that a regular expression splits', () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        const lines = new Lines(text);
        expect(text.split(/\r\n|\n|\r/u).map((_, index) => lines.line(index + 1))).toEqual(
          text.split(/\r\n|\n|\r/u),
        );
      }),
    );
  });

  it('know the place of every offset', () => {
    fc.assert(
      fc.property(TEXT, fc.nat(40), (text, at) => {
        const before = text
          .slice(0, at)
          .replace(text[at] === '\n' ? /\r$/u : /$/u, '')
          .split(/\r\n|\n|\r/u);
        fc.pre(!(text[at] === '\n' && text[at - 1] === '\r'));
        expect(new Lines(text).place(Math.min(at, text.length))).toEqual({
          line: before.length,
          column: (before.at(-1) ?? '').length + 1,
        });
      }),
    );
  });

  it('are empty where there are none', () => {
    expect(new Lines('a').line(2)).toBe('');
    expect(new Lines('').place(0)).toEqual({ line: 1, column: 1 });
  });
});
