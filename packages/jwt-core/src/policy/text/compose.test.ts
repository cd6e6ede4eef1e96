import { beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLE } from '../../../test/policy-documents.js';
import { compose } from './compose.js';

const staircase = (depth: number): string =>
  Array.from({ length: depth }, (_, index) => `${' '.repeat(index)}a:`).join('\n');

describe('deep nesting', () => {
  it.each([
    ['lists', '['.repeat(100_000), 99],
    ['lists that end', '['.repeat(100_000) + ']'.repeat(100_000), 99],
    ['lists on lines of their own', '[\n'.repeat(100_000), 198],
    ['JSON objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000), 495],
    ['lists in a line', '- '.repeat(100_000), 198],
    ['keys in a line', '? '.repeat(100_000), 198],
    ['indentation', staircase(1000), 5247],
  ])('is found in %s before anything recurses', async (_what, text, offset) => {
    const message = 'This is nested too deeply to be a policy document.';
    expect(await compose(text)).toEqual({ contents: null, faults: [{ offset, message }] });
  });

  it.each([
    ['an ordinary document', EXAMPLE],
    ['lists side by side', `[${'[a], '.repeat(500)}]`],
    ['lists one after another', '- a\n'.repeat(500)],
    [
      'mappings one after another',
      Array.from({ length: 500 }, (_, n) => `a${String(n)}:\n  - b: 1\n`).join(''),
    ],
    ['brackets in strings', `a: "${'['.repeat(500)}"`],
    ['brackets in comments', `# ${'{'.repeat(500)}\na: 1`],
    ['ninety levels', staircase(90)],
    ['nothing', ''],
  ])('is not found in %s', async (_what, text) => {
    expect(await compose(text)).toMatchObject({ faults: [] });
  });
});

const SIZE = 8192;
const filled = (piece: string, length = SIZE): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
const half = (first: string, second: string): string => filled(first, SIZE / 2) + filled(second, SIZE / 2);
const numbered = (line: (index: number) => string): string => {
  const lines: string[] = [];
  for (let length = 0; length < SIZE; length += lines.at(-1)?.length ?? 0) lines.push(line(lines.length));
  return lines.join('');
};

/** What the parser takes longest for: words, errors, and whatever it looks through again and again. */
const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['a last line that is blanks and words', `a: b\n${half(' ', 'x')}`],
  ['a last line of tabs and words', `a: b\n ${half('\t', 'x')}`],
  ['a last line of blanks in a quoted text', `a: 'b\n${half(' ', 'x')}'`],
  ['many last lines of blanks', filled(`- 'b\n${' '.repeat(450)}${'x'.repeat(450)}'\n`)],
  ['empty lines before comments', `a: |\n  x\n${half('\n', ' #\n')}`],
  ['empty lines before comments in a list', `- |\n  x\n${half('\n', ' #\n')}`],
  ['one list', `[${filled('1,')}]`],
  ['a list of nothing', `[${filled(',')}]`],
  ['lists without commas', `[${filled('[]')}]`],
  ['texts without commas', `[${filled('"a" ')}]`],
  ['colons', `[${filled(': ')}]`],
  ['question marks', `[${filled('? ')}]`],
  ['empty keys', `{${filled(':,')}}`],
  ['lists that are not closed', filled('a: [\n')],
  ['brackets that close nothing', filled('a: ]\n')],
  ['characters that start nothing', `[${filled('@,')}]`],
  ['the same with lone CRs', `[${filled('@\r,')}]`],
  ['escapes that do not exist', `a: "${filled('\\q')}"`],
  ['texts with escapes that do not exist', `[${filled('"\\q",')}]`],
  ['backslashes', `a: "${filled('\\\\')}"`],
  ['quotes that are not closed', filled('- "x\n')],
  ['single quotes that are not closed', filled("- 'x\n")],
  ['lines without a colon', `a: 1\n${filled('b\n')}`],
  ['lines with two', filled('a: b: c\n')],
  ['lists after keys', filled('a: - b\n')],
  ['tabs', filled('a:\n\tb: 1\n')],
  ['comments without a space', `[\n${filled('"a"#\n')}]`],
  ['comments', filled('#\n')],
  ['comments in a list', `[\n${filled('1, #x\n')}]`],
  ['anchors', `${filled('&a ')}x`],
  ['anchors in a list', filled('- &a x\n')],
  ['aliases', filled('- *a\n')],
  ['tags', `${filled('!a ')}x`],
  ['tags that the library knows', filled('- !!binary x\n')],
  ['sets', filled('- !!set {}\n')],
  ['directives', `${filled('%YAML 1.2\n')}---\na: 1`],
  ['tag directives', `${numbered((n) => `%TAG !a${String(n)}! x\n`)}---\na: 1`],
  ['documents', filled('---\n')],
  ['ends of documents', `a: 1\n${filled('...\n')}`],
  ['ninety levels, again and again', `[${filled(`${'['.repeat(90)}${']'.repeat(90)},`)}]`],
  ['lists as keys of lists', `[${'['.repeat(80)}${filled('x,')}${']: x'.repeat(80)}]`],
  ['mappings as keys of mappings', `${'{'.repeat(80)}${filled('x,')}${'}: x'.repeat(80)}`],
  ['long lists far down', `${'- '.repeat(90)}[${filled('x,')}]`],
  ['one key', `${filled('a')}: 1`],
  ['keys', numbered((n) => `a${String(n)}: 1\n`)],
  ['one key again and again', filled('a: 1\n')],
  ['merge keys', filled('<<: {}\n')],
  ['keys of two lines', filled('"a\n  b": 1\n')],
  ['block texts', filled('- |\n\n\n')],
  ['headers of block texts', filled('- |x\n')],
  ['empty lines', `a:${filled('\n')} x`],
  ['blanks', `a: 1\n${filled(' ')}\nb: 1`],
  ['digits', `[${filled('9')}]`],
  ['indentation that goes back', numbered((n) => `${' '.repeat(200 - (n % 200))}a: 1\n`)],
];

describe('a text of 8 KB', () => {
  const ordinary = `services:\n${numbered((n) => `  s${String(n)}:\n    audience: https://s${String(n)}.example\n    accept: [login]\n`)}`;
  const timeOf = async (text: string): Promise<number> => {
    const started = performance.now();
    await compose(text);
    return performance.now() - started;
  };
  let limit: number;
  beforeAll(async () => {
    await timeOf(ordinary);
    limit = 250 + 10 * (await timeOf(ordinary));
  });

  it.each(HOSTILE)('is read in a time that its length bounds: %s', async (_what, text) => {
    let time = await timeOf(text);
    // Another process may have had the processor.
    for (let again = 0; again < 4 && time > limit; again += 1) time = Math.min(time, await timeOf(text));
    expect(time).toBeLessThan(limit);
  });

  it('is read in pieces, so that other work has its turn', async () => {
    let turns = 0;
    let isRead = false;
    const takeTurns = (): void => {
      turns += 1;
      if (!isRead) setImmediate(takeTurns);
    };
    setImmediate(takeTurns);
    await compose(ordinary.repeat(8));
    isRead = true;
    expect(turns).toBeGreaterThan(10);
  });
});

describe('a text without end', () => {
  it.each([
    ['words', `[${'1,'.repeat(300_000)}1]`, 'A policy document has at most 500000 words and signs.'],
    ['empty lines', `a: [${'\n'.repeat(1100)}]`, 'There are more than 1000 empty lines here: remove them.'],
  ])('is not read to its end: %s', async (_what, text, message) => {
    expect((await compose(text)).faults).toMatchObject([{ message }]);
  });
});
