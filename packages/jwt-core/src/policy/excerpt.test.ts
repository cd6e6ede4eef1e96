import { describe, expect, it } from 'vitest';
import { excerpt } from './excerpt.js';
import { type Span, Lines } from './text/lines.js';

const LENGTHS = [0, 1, 35, 36, 37, 70, 71, 72, 73, 74, 100, 200, 5000];
const PLACES = LENGTHS.flatMap((length) =>
  LENGTHS.filter((before) => before <= length).map((before) => [length, before] as const),
);

describe('an excerpt', () => {
  it.each(PLACES)('of a line of %i fits a terminal, with the caret under the place: %i', (length, before) => {
    const line = `${'a'.repeat(before)}X${'b'.repeat(length)}`.slice(0, length);
    const [text = '', caret = ''] = excerpt(new Lines(line), { line: 1, column: before + 1 }, []);
    expect(text.length).toBeLessThanOrEqual(80);
    expect(caret.length).toBeLessThanOrEqual(80);
    expect(text[caret.indexOf('^')]).toBe(before < length ? 'X' : undefined);
  });

  it.each([
    ['LF', 'a\nb\nc'],
    ['CR LF', 'a\r\nb\r\nc'],
    ['CR', 'a\rb\rc'],
  ])('is of the right line, with line ends of %s', (_what, text) => {
    expect(excerpt(new Lines(text), { line: 2, column: 1 }, [])).toEqual(['    2 | b', '      | ^']);
  });

  const at = (text: string, what: string, hidden?: readonly Span[]): readonly string[] => {
    const lines = new Lines(text);
    return excerpt(lines, lines.place(text.indexOf(what)), hidden);
  };

  it('leaves out what is hidden, and has the caret under the place all the same', () => {
    const text = '{"a":"secret-1","b":1,"c":"secret-2"}';
    const hidden = [
      { start: 4, end: 15 },
      { start: 25, end: 36 },
    ];
    expect(at(text, '1,"c"', hidden)).toEqual(['    1 | {"a"…,"b":1,"c"…}', '      |           ^']);
    expect(at(text, '"c"', hidden)).toEqual(['    1 | {"a"…,"b":1,"c"…}', '      |             ^']);
    expect(at(text, 'cret-1', hidden)).toEqual([]);
    expect(at(text, '"secret-2', hidden)).toEqual([]);
  });

  it('leaves out what is hidden on several lines', () => {
    const text = 'a: 1\nb:\n  x\n  y\nc: 2\n';
    const hidden = [{ start: text.indexOf(':\n'), end: text.indexOf('c:') }];
    expect(at(text, 'b', hidden)).toEqual(['    2 | b…', '      | ^']);
    expect(at(text, 'y', hidden)).toEqual([]);
    expect(at(text, 'c', hidden)).toEqual(['    5 | c: 2', '      | ^']);
  });

  it.each([
    ['a line of a section without secrets', 'services:\n  a:\n    X: [', true],
    ['the line of such a section', 'kind: JwtPolicy\nservices: X', true],
    ['the first line', 'services: X', true],
    ['a line of such a section in JSON', '{\n  "services": {\n    X', true],
    ['a line after comments and empty lines', 'services:\n  # why\n\n  a:\n\n    X: [', true],
    ['a line of issuers', 'issuers:\n  a:\n    X: [', false],
    ['a line of issuers in JSON', '{\n  "issuers": {\n    "services": {\n      X', false],
    ['a line on the left of issuers', 'issuers:\n  a:\nX: [', false],
    ['a line of a section that does not exist', 'isuers:\n  a:\n    X: [', false],
    ['a line of JSON without indentation', '{\n"issuers": {\n"a": X', false],
    ['a document on one line', '{"services": X', false],
    ['a line below a secret', 'services:\n  secret:\n    X: [', false],
    ['a line below a secret that is not indented', 'services:\n  secret:\nX: [', false],
    ['a line below a secret, after a comment', 'services:\n  secret:\n    # why\n    X: [', false],
    ['a line with a secret', 'services:\n  hmac: X', false],
    ['a line with the credentials of a URL', 'services:\n  a: https://me:X@a.example [', false],
    ['a line with the query of a URL', 'services:\n  a: https://a.example/?code=X [', false],
  ])('of a text that cannot be read shows, or not: %s', (_what, text, isShown) => {
    expect(at(text, 'X')).toHaveLength(isShown ? 2 : 0);
  });
});
