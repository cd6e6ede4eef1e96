import { describe, expect, it } from 'vitest';
import { excerpt } from './excerpt.js';
import { Lines } from './lines.js';

const LENGTHS = [0, 1, 35, 36, 37, 70, 71, 72, 73, 74, 100, 200, 5000];
const PLACES = LENGTHS.flatMap((length) =>
  LENGTHS.filter((before) => before <= length).map((before) => [length, before] as const),
);

describe('an excerpt', () => {
  it.each(PLACES)('of a line of %i fits a terminal, with the caret under the place: %i', (length, before) => {
    const line = `${'a'.repeat(before)}X${'b'.repeat(length)}`.slice(0, length);
    const [text = '', caret = ''] = excerpt(new Lines(line), { line: 1, column: before + 1 }, '');
    expect(text.length).toBeLessThanOrEqual(80);
    expect(caret.length).toBeLessThanOrEqual(80);
    expect(text[caret.indexOf('^')]).toBe(before < length ? 'X' : undefined);
  });

  it.each([
    ['LF', 'a\nb\nc'],
    ['CR LF', 'a\r\nb\r\nc'],
    ['CR', 'a\rb\rc'],
  ])('is of the right line, with line ends of %s', (_what, text) => {
    expect(excerpt(new Lines(text), { line: 2, column: 1 }, '')).toEqual(['    2 | b', '      | ^']);
  });

  it('is nothing more than the line where nothing around it is secret', () => {
    const lines = new Lines('keys:\n  secret:\n    file: x\nother:\n  a: 1\n');
    expect(excerpt(lines, { line: 5, column: 3 }, '/other/a')).toHaveLength(2);
    expect(excerpt(lines, { line: 3, column: 5 }, '/keys/secret/file')).toEqual([]);
    expect(excerpt(lines, { line: 3, column: 5 }, '')).toEqual([]);
  });
});
