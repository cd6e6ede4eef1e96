import { describe, expect, it } from 'vitest';
import {
  edited,
  placeOf,
  problemsOf,
  SMALL,
  SMALL_DOCUMENT,
  withLine,
} from '../../../test/policy-documents.js';
import { parsePolicy } from '../policy.js';
import { parseText } from './text.js';

const JSON_TEXT = JSON.stringify(SMALL_DOCUMENT, null, 2);
const inRule = (members: string): string => edited('principal: user', `principal: user, ${members}`);

/** One mistake: what it is, the text, and its place, code and pointer. */
type Row = readonly [name: string, text: string, place: string];

const MISTAKES: readonly Row[] = [
  ['nothing', '', '1:1 syntax'],
  ['white space', ' \n\t\n', '1:1 syntax'],
  ['comments alone', '# nothing yet\n', '1:1 syntax'],
  ['a tab as indentation', edited('    iss:', '\tiss:'), '6:1 syntax'],
  ['a tab after spaces as indentation', edited('        route:', '      \troute:'), '16:7 syntax'],
  ['half of a surrogate pair', edited('shop', 'a\uD800b'), '3:20 syntax'],
  ['an escape of half a pair', edited('shop', '"\\ud800"'), '3:19 invalid /metadata/name'],
  ['two services of one name', `${SMALL}  orders:\n    audience: x\n`, '18:3 duplicate_key /services/orders'],
  [
    'one key twice in a line',
    edited('name: shop', 'name: shop, name: shop'),
    '3:25 duplicate_key /metadata/name',
  ],
  [
    'one key twice, quoted',
    edited('name: shop', 'name: shop, "name": x'),
    '3:25 duplicate_key /metadata/name',
  ],
  ['an anchor', edited('[login]', '&all [login]'), '13:18 syntax /services/orders/accept'],
  ['an alias', edited('[login]', '*all'), '13:13 syntax /services/orders/accept'],
  ['an anchor on a key', edited('    accept:', '    &a accept:'), '13:8 syntax /services/orders/?'],
  ['a merge key', withLine('accept:', '    <<: { maxAge: 5m }'), '14:5 unknown_key /services/orders/<<'],
  ['a tag', edited('[login]', '!!seq [login]'), '13:19 syntax /services/orders/accept'],
  ['a tag of its own', edited('at+jwt', '!type at+jwt'), '9:16 syntax /issuers/login/typ'],
  ['a second document', `${SMALL}---\na: 1\n`, '18:1 syntax'],
  [
    'a list as key',
    edited('    accept:', '    ? [a]\n    : b\n    accept:'),
    '13:7 syntax /services/orders/?',
  ],
  ['a number as key', edited('    accept:', '    1: b\n    accept:'), '13:5 syntax /services/orders/?'],
  ['a boolean as key', edited('    accept:', '    true: b\n    accept:'), '13:5 syntax /services/orders/?'],
  [
    'an unquoted parameter inside braces',
    edited(
      'list:\n        route: GET /orders\n        allow: [{ principal: user }]',
      'list: { route: GET /orders/{id}, allow: [{ principal: user }] }',
    ),
    '15:34 syntax',
  ],
  ['a bracket that does not close', edited('[login]', '[login'), '14:5 syntax'],
  ['a quote that does not close', edited('name: shop', 'name: "shop'), '3:19 syntax'],
  ['a single quote that does not close', edited('name: shop', "name: 'shop"), '3:19 syntax'],
  [
    'a quote whose end is escaped',
    edited('name: shop', String.raw`name: "shop\"`).trimEnd() + '"',
    '3:19 syntax',
  ],
  ['JSON that is cut', '{"apiVersion": "jwt-policy/v1",', '1:32 syntax'],
  ['a colon too many', edited('name: shop', 'name: a: b'), '3:19 syntax'],
  ['wrong indentation', edited('    keys:', '   keys:'), '7:1 syntax'],
  [
    'an integer that is not exact',
    inRule('where: { a: { gte: 9007199254740993 } }'),
    '17:55 invalid /services/orders/operations/list/allow/0/where/a/gte',
  ],
  [
    'an integer that is far too large',
    inRule('where: { a: { equals: 123456789012345678901 } }'),
    '17:58 invalid /services/orders/operations/list/allow/0/where/a/equals',
  ],
  [
    'infinity',
    inRule('where: { a: { lte: .inf } }'),
    '17:55 invalid /services/orders/operations/list/allow/0/where/a/lte',
  ],
  [
    'no number',
    inRule('where: { a: { lte: .nan } }'),
    '17:55 invalid /services/orders/operations/list/allow/0/where/a/lte',
  ],
  ['__proto__ as key', `${SMALL}__proto__: { a: 1 }\n`, '18:1 unknown_key /__proto__'],
  ['constructor as name', edited('  orders:', '  constructor:'), '11:3 unknown_key /services/constructor'],
  [
    'prototype as claim',
    inRule('where: { prototype: { equals: 1 } }'),
    '17:45 unknown_key /services/orders/operations/list/allow/0/where/prototype',
  ],
  ['ten megabytes', '#'.repeat(10_000_000), '1:1 syntax'],
  ['a hundred thousand brackets', '['.repeat(100_000), '1:100 syntax'],
  ['a hundred thousand objects', `{"a":`.repeat(100_000) + '1' + '}'.repeat(100_000), '1:496 syntax'],
  [
    'a thousand levels of indentation',
    Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    '100:100 syntax',
  ],
  ['fifty brackets', '['.repeat(50) + ']'.repeat(50), `1:42 syntax ${'/0'.repeat(41)}`],
];

/** What the YAML parser reports, in sentences of this package, and what it does not report at all. */
const SYNTAX: readonly Row[] = [
  ['a directive', `%YAML 1.1\n---\n${SMALL}`, '1:1 syntax'],
  ['a second colon in a block', edited('typ: at+jwt', 'typ: a: b'), '9:10 syntax'],
  ['a key without a colon', edited('    typ: at+jwt', '    typ'), '9:5 syntax'],
  ['a colon missing in the line above', edited('services:', 'services'), '10:1 syntax'],
  ['a comma missing', edited('{ principal: user }', '{ principal: user } { a: b }'), '17:37 syntax'],
  ['a comma too many', edited('[login]', '[login,, login]'), '13:20 syntax'],
  ['a comma at the start', edited('[login]', '[, login]'), '13:14 syntax'],
  ['a bracket too many', edited('[login]', '[login]]'), '13:20 syntax'],
  ['a brace too many', edited('{ name: shop }', '{ name: shop }}'), '3:25 syntax'],
  ['a list after its key', edited('accept: [login]', 'accept: - login'), '13:13 syntax'],
  ['a list in brackets with dashes', edited('[login]', '[\n      - login\n    ]'), '14:7 syntax'],
  ['words after a quoted text', edited('name: shop', 'name: "my" shop'), '3:24 syntax'],
  ['words after a quoted text in a block', edited('at+jwt', '"at" jwt'), '9:15 syntax'],
  ['an escape that does not exist', edited('name: shop', String.raw`name: "a\q"`), '3:21 syntax'],
  ['a text that starts with @', edited('at+jwt', '@jwt'), '9:10 syntax'],
  ['a text that starts with %', edited('at+jwt', '%jwt'), '9:10 syntax'],
  ['a text that starts with *', edited('at+jwt', '*'), '9:10 syntax'],
  ['a text that starts with |', edited('at+jwt', '|jwt'), '9:11 syntax'],
  ['a comment without a space', edited('[login]', '[login]#why'), '13:20 syntax'],
  ['a text that is not indented', edited('at+jwt', '|\n  at+jwt'), '10:3 syntax'],
  ['a list entry without a dash', edited('[login]', '\n      - login\n      other'), '15:1 syntax'],
  ['an end of the document inside', edited('services:', '...\nservices:'), '11:1 syntax'],
  ['two ends of the document', `${SMALL}...\n...\n`, '19:1 syntax'],
  ['something after the end', `${SMALL}... a\n`, '18:5 syntax'],
  ['a key of a thousand letters', `${SMALL}${'k'.repeat(1100)}: 1\n`, '18:1 syntax'],
  [
    'a list as key inside braces',
    edited('{ name: shop }', '{ name: shop, [a]: b }'),
    '3:25 syntax /metadata/?',
  ],
  ['a NUL', edited('shop', 'sh\0op'), '3:21 syntax'],
  ['an escape character', edited('shop', 'sh\u001Bop'), '3:21 syntax'],
  ['words that run to the left', edited('shop', 'sh\u202Eop'), '3:21 syntax'],
  ['a byte-order mark inside', edited('shop', 'sh\uFEFFop'), '3:21 syntax'],
  ['a line separator', edited('shop', 'sh\u2028op'), '3:21 syntax'],
  ['line ends that are CR alone', SMALL.replaceAll('\n', '\r'), '1:26 syntax'],
  ['one line end that is CR alone', edited('JwtPolicy\n', 'JwtPolicy\r'), '2:16 syntax'],
  ['nothing but signs', `[${'1,'.repeat(500_000)}1]`, '1:333334 syntax'],
];

describe('a text that cannot be read', () => {
  it.each([...MISTAKES, ...SYNTAX])('is rejected with code and place: %s', async (_name, text, place) => {
    expect((await problemsOf(text)).map(placeOf)).toEqual([place]);
  });

  it('is explained in one sentence a mistake', async () => {
    const messages: string[] = [];
    for (const [name, text] of [...MISTAKES, ...SYNTAX]) {
      const sentences = (await problemsOf(text)).map(({ message }) => message);
      messages.push(`${name}\n  ${sentences.join('\n  ')}\n`);
    }
    await expect(messages.join('\n')).toMatchFileSnapshot('messages.golden.txt');
  });

  it('reports all aliases, duplicates and forbidden keys at once', async () => {
    const text = `${edited('[login]', '*all').replace('at+jwt', '&t at+jwt')}__proto__: 1\nkind: JwtPolicy\n`;
    expect((await problemsOf(text)).map(({ line, code }) => [line, code])).toEqual([
      [9, 'syntax'],
      [13, 'syntax'],
      [18, 'unknown_key'],
      [19, 'duplicate_key'],
    ]);
  });

  it('reports all escapes that do not exist at once, and what is wrong besides', async () => {
    const text = `${edited('name: shop', String.raw`name: "\q", owner: "\z"`)}kind: JwtPolicy\n`;
    expect((await problemsOf(text)).map(({ line, column, code }) => [line, column, code])).toEqual([
      [3, 20, 'syntax'],
      [3, 33, 'syntax'],
      [18, 1, 'duplicate_key'],
    ]);
  });

  it('reports what is wrong with the shape besides', async () => {
    const text = `${edited('[login]', '*all', edited('kind: JwtPolicy', 'kind: Policy'))}kind: x\n`;
    expect((await problemsOf(withLine('accept:', '    audiance: x', text))).map(placeOf)).toEqual([
      '2:7 invalid /kind',
      '13:13 syntax /services/orders/accept',
      '14:5 unknown_key /services/orders/audiance',
      '19:1 duplicate_key /kind',
    ]);
  });

  it('does not report what follows from a mistake', async () => {
    const text =
      'apiVersion: jwt-policy/v1\n&a kind: JwtPolicy\nmetadata: { name: *a }\nissuers: *i\nservices: !x []\n';
    expect((await problemsOf(text)).map(placeOf)).toEqual([
      '2:4 syntax /?',
      '3:19 syntax /metadata/name',
      '4:10 syntax /issuers',
      '5:14 syntax /services',
    ]);
  });

  it('reports the first place alone where the structure breaks', async () => {
    const text = edited('[login]', '[login', edited('typ: at+jwt', 'typ: a: b'));
    expect((await problemsOf(text)).map(placeOf)).toEqual(['9:10 syntax']);
  });

  it('reports at most 1,000 problems', async () => {
    const problems = await problemsOf('kind: "JwtPolicy once more"\n'.repeat(5000));
    expect(problems.filter(({ code }) => code === 'duplicate_key')).toHaveLength(1000);
  });

  it('does not hold the pointers of everything that is deep in the document', async () => {
    // Thirty keys of a thousand letters: as text, the pointers of what is inside would be gigabytes.
    const inside = `[${'"abc",'.repeat(100_000)}1]`;
    const text =
      Array.from({ length: 30 }, () => `{"${'k'.repeat(1000)}":`).join('') + inside + '}'.repeat(30);
    const before = process.memoryUsage().heapUsed;
    expect((await parseText(text)).problems).toEqual([]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(500_000_000);
  });

  it('pollutes nothing', async () => {
    await problemsOf('__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n');
    expect('polluted' in {}).toBe(false);
  });
});

describe('what is never printed of a text', () => {
  it.each([
    ['an issuer', 'services: 1\nissuers: { a: X }'],
    ['a secret of a service', 'services: { secret: X }'],
    ['a duplicate', 'services: 1\nservices: { secret: X }'],
    ['a forbidden key', 'services: { __proto__: { secret: X } }'],
    ['a key that is a mapping', 'services: { ? { secret: X } : 1 }'],
    ['a value with an anchor', 'services: &a { secret: X }'],
    ['what is nested too deeply', `services: ${'['.repeat(45)}{ secret: X }${']'.repeat(45)}`],
    ['a document that is not a policy', 'a: X'],
    ['a list', '[services, X]'],
  ])('includes %s', async (_what, text) => {
    const { hidden = [] } = await parseText(text);
    const at = text.indexOf('X');
    expect(hidden.some(({ start, end }) => start <= at && at < end)).toBe(true);
  });
});

describe('a text that can be read', () => {
  it.each([
    ['YAML', SMALL],
    ['YAML with a byte-order mark', `\uFEFF${SMALL}`],
    ['YAML with the line ends of Windows', SMALL.replaceAll('\n', '\r\n')],
    ['YAML with markers around the document', `---\n${SMALL}...\n`],
    ['YAML without a line end', SMALL.trimEnd()],
    ['YAML with comments', SMALL.replaceAll('\n', ' # why\n')],
    ['JSON', JSON_TEXT],
    ['JSON on one line', JSON.stringify(SMALL_DOCUMENT)],
    ['JSON indented by tabs', JSON.stringify(SMALL_DOCUMENT, null, '\t')],
    ['JSON indented by tabs with a byte-order mark', `\uFEFF${JSON.stringify(SMALL_DOCUMENT, null, '\t')}`],
    ['JSON with CR as line end', JSON_TEXT.replaceAll('\n', '\r')],
    [
      'JSON with escapes',
      JSON_TEXT.replace('shop', String.raw`\u0073h\u006fp`).replaceAll('//', String.raw`\/\/`),
    ],
  ])('may be %s', async (_what, text) => {
    const policy = await parsePolicy(text);
    expect(policy.document).toEqual(SMALL_DOCUMENT);
  });

  it.each([
    ['a pair of escapes', String.raw`{"a":"\ud83d\ude00"}`, { a: '\u{1F600}' }],
    [
      'words of YAML 1.1',
      'a: yes\nb: no\nc: on\nd: 012\ne: 1_000\nf: 2027-01-31\ng: 12:30:45',
      { a: 'yes', b: 'no', c: 'on', d: 12, e: '1_000', f: '2027-01-31', g: '12:30:45' },
    ],
    [
      'the words of YAML 1.2',
      'a: true\nb: null\nc: ~\nd:\ne: 1.5\nf: -0.5e1',
      { a: true, b: null, c: null, d: null, e: 1.5, f: -5 },
    ],
    [
      'a text over several lines',
      'a: >-\n  one\n  two\nb: "three\n  four"',
      { a: 'one two', b: 'three four' },
    ],
    ['a tab inside a JSON string, escaped', '{\n\t"a": "x\\ty"\n}', { a: 'x\ty' }],
  ])('with %s says what YAML 1.2 says', async (_what, text, value) => {
    expect(await parseText(text)).toMatchObject({ value, problems: [] });
  });

  it('knows the place of everything', async () => {
    const policy = await parsePolicy(SMALL);
    expect(policy.locate('/services/orders/accept/0')).toEqual({ line: 13, column: 14 });
    expect(policy.locate('/services/orders')).toEqual({ line: 12, column: 5 });
    expect(policy.locate('')).toEqual({ line: 1, column: 1 });
  });

  it('knows the place around what is not there', async () => {
    const policy = await parsePolicy(SMALL);
    expect(policy.locate('/services/orders/accept/7')).toEqual(policy.locate('/services/orders/accept'));
    expect(policy.locate('/nowhere/at/all')).toEqual({ line: 1, column: 1 });
  });

  it('knows the place also with tabs and Windows line ends', async () => {
    const text = JSON.stringify(SMALL_DOCUMENT, null, '\t').replaceAll('\n', '\r\n');
    const policy = await parsePolicy(text);
    const { line, column } = policy.locate('/metadata/name') ?? { line: 0, column: 0 };
    expect(text.split('\r\n')[line - 1]?.slice(column - 1)).toBe('"shop"');
  });
});
