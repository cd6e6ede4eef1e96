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
    const { stop } = await compose(text);
    expect(stop?.message).toContain('nested too deeply');
    expect(stop?.offset).toBe(offset);
  });

  it.each([
    ['an ordinary document', EXAMPLE],
    ['what stands side by side', `[${'[a], '.repeat(500)}]`],
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
    expect(await compose(text)).toMatchObject({ stop: undefined, faults: [] });
  });
});

const K64 = 65_536;
const filled = (piece: string, length = K64): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
const half = (first: string, second: string): string => filled(first, K64 / 2) + filled(second, K64 / 2);
const numbered = (line: (index: number) => string): string => {
  const lines: string[] = [];
  for (let length = 0; length < K64; length += lines.at(-1)?.length ?? 0) lines.push(line(lines.length));
  return lines.join('');
};

/** What made the YAML library take seconds, or minutes, and everything like it. */
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
  ['escapes that are none', `a: "${filled('\\q')}"`],
  ['texts with escapes that are none', `[${filled('"\\q",')}]`],
  ['backslashes', `a: "${filled('\\\\')}"`],
  ['quotes that are not closed', filled('- "x\n')],
  ['single quotes that are not closed', filled("- 'x\n")],
  ['lines without a colon', `a: 1\n${filled('b\n')}`],
  ['lines with two', filled('a: b: c\n')],
  ['lists behind keys', filled('a: - b\n')],
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

describe('a text of 64 KB', () => {
  const ordinary = `services:\n${numbered((n) => `  s${String(n)}:\n    audience: https://s${String(n)}.example\n    accept: [login]\n`)}`;
  const timeOf = async (text: string): Promise<number> => {
    const started = performance.now();
    await compose(text);
    return performance.now() - started;
  };
  let longest: number;
  beforeAll(async () => {
    await timeOf(ordinary);
    longest = 150 + 4 * (await timeOf(ordinary));
  });

  it.each(HOSTILE)('of %s takes hardly longer than an ordinary one', async (_what, text) => {
    let time = await timeOf(text);
    // Somebody else may have had the processor.
    for (let again = 0; again < 4 && time > longest; again += 1) time = Math.min(time, await timeOf(text));
    expect(time).toBeLessThan(longest);
  });

  it('is read in many pieces, so that others have a turn', async () => {
    let turns = 0;
    let isRead = false;
    const takeTurns = (): void => {
      turns += 1;
      if (!isRead) setImmediate(takeTurns);
    };
    setImmediate(takeTurns);
    await compose(ordinary);
    isRead = true;
    expect(turns).toBeGreaterThan(10);
  });
});
