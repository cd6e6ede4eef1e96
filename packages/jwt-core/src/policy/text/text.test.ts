import { describe, expect, it } from 'vitest';
import {
  edited,
  placeOf,
  problemsOf,
  SMALL,
  SMALL_DOCUMENT,
  withLine,
  type Mistake,
} from '../../../test/policy-documents.js';
import { parsePolicy } from '../policy.js';
import { parseText } from './text.js';

const JSON_TEXT = JSON.stringify(SMALL_DOCUMENT, null, 2);
const inRule = (members: string): string => edited('principal: user', `principal: user, ${members}`);

const MISTAKES: readonly Mistake[] = [
  ['nothing', '', '1:1 syntax', 'The document is empty.'],
  ['white space', ' \n\t\n', '1:1 syntax', 'The document is empty.'],
  ['comments alone', '# nothing yet\n', '1:1 syntax', 'The document is empty.'],
  ['a tab as indentation', edited('    iss:', '\tiss:'), '6:1 syntax', 'indent with spaces'],
  [
    'a tab behind spaces as indentation',
    edited('        route:', '      \troute:'),
    '16:7 syntax',
    'indent with spaces',
  ],
  ['half of a surrogate pair', edited('shop', 'a\uD800b'), '3:20 syntax', 'half of a character'],
  [
    'an escape of half a pair',
    edited('shop', '"\\ud800"'),
    '3:19 invalid /metadata/name',
    'half of a surrogate pair',
  ],
  [
    'two services of one name',
    `${SMALL}  orders:\n    audience: x\n`,
    '18:3 duplicate_key /services/orders',
    '"orders" stands here for the second time (first on line 11).',
  ],
  [
    'one key twice in a line',
    edited('name: shop', 'name: shop, name: shop'),
    '3:25 duplicate_key /metadata/name',
    'first on line 3',
  ],
  [
    'one key twice, quoted',
    edited('name: shop', 'name: shop, "name": x'),
    '3:25 duplicate_key /metadata/name',
    'second time',
  ],
  [
    'an anchor',
    edited('[login]', '&all [login]'),
    '13:18 syntax /services/orders/accept',
    'no anchors (&name)',
  ],
  ['an alias', edited('[login]', '*all'), '13:13 syntax /services/orders/accept', 'no aliases (*name)'],
  [
    'an anchor on a key',
    edited('    accept:', '    &a accept:'),
    '13:8 syntax /services/orders/?',
    'Expected a plain string as key',
  ],
  [
    'a merge key',
    withLine('accept:', '    <<: { maxAge: 5m }'),
    '14:5 unknown_key /services/orders/<<',
    'no merge keys (<<)',
  ],
  ['a tag', edited('[login]', '!!seq [login]'), '13:19 syntax /services/orders/accept', 'no tags (!name)'],
  ['a tag of its own', edited('at+jwt', '!type at+jwt'), '9:16 syntax /issuers/login/typ', 'no tags (!name)'],
  ['a second document', `${SMALL}---\na: 1\n`, '18:1 syntax', 'a policy is exactly one document'],
  [
    'a list as key',
    edited('    accept:', '    ? [a]\n    : b\n    accept:'),
    '13:7 syntax',
    'A key is a text, never a list or a mapping.',
  ],
  [
    'a number as key',
    edited('    accept:', '    1: b\n    accept:'),
    '13:5 syntax /services/orders/?',
    'quote it',
  ],
  [
    'a boolean as key',
    edited('    accept:', '    true: b\n    accept:'),
    '13:5 syntax /services/orders/?',
    'quote it',
  ],
  [
    'an unquoted parameter inside braces',
    edited(
      'list:\n        route: GET /orders\n        allow: [{ principal: user }]',
      'list: { route: GET /orders/{id}, allow: [{ principal: user }] }',
    ),
    '15:34 syntax',
    'a route with {parameters} needs quotes: route: "GET /orders/{id}".',
  ],
  ['a bracket that does not close', edited('[login]', '[login'), '14:5 syntax', 'Expected "]" here'],
  [
    'a quote that does not close',
    edited('name: shop', 'name: "shop'),
    '3:19 syntax',
    'This " is not closed.',
  ],
  [
    'a single quote that does not close',
    edited('name: shop', "name: 'shop"),
    '3:19 syntax',
    "This ' is not closed.",
  ],
  [
    'a quote whose end is escaped',
    edited('name: shop', String.raw`name: "shop\"`).trimEnd() + '"',
    '3:19 syntax',
    'This " is not closed.',
  ],
  ['JSON that is cut', '{"apiVersion": "jwt-policy/v1",', '1:32 syntax', 'Expected "}" here'],
  ['a colon too many', edited('name: shop', 'name: a: b'), '3:19 syntax', 'A second ":"'],
  ['wrong indentation', edited('    keys:', '   keys:'), '7:1 syntax', 'indent all of them alike'],
  [
    'an integer that is not exact',
    inRule('where: { a: { gte: 9007199254740993 } }'),
    '17:55 invalid /services/orders/operations/list/allow/0/where/a/gte',
    'cannot be held exactly: quote it',
  ],
  [
    'an integer that is far too large',
    inRule('where: { a: { equals: 123456789012345678901 } }'),
    '17:58 invalid /services/orders/operations/list/allow/0/where/a/equals',
    'cannot be held exactly',
  ],
  [
    'infinity',
    inRule('where: { a: { lte: .inf } }'),
    '17:55 invalid /services/orders/operations/list/allow/0/where/a/lte',
    'cannot be held exactly',
  ],
  [
    'no number',
    inRule('where: { a: { lte: .nan } }'),
    '17:55 invalid /services/orders/operations/list/allow/0/where/a/lte',
    'cannot be held exactly',
  ],
  [
    '__proto__ as key',
    `${SMALL}__proto__: { a: 1 }\n`,
    '18:1 unknown_key /__proto__',
    '"__proto__" cannot be a key',
  ],
  [
    'constructor as name',
    edited('  orders:', '  constructor:'),
    '11:3 unknown_key /services/constructor',
    '"constructor" cannot be a key',
  ],
  [
    'prototype as claim',
    inRule('where: { prototype: { equals: 1 } }'),
    '17:45 unknown_key /services/orders/operations/list/allow/0/where/prototype',
    'cannot be a key',
  ],
  ['ten megabytes', '#'.repeat(10_000_000), '1:1 syntax', 'at most 1048576 characters'],
  ['a hundred thousand brackets', '['.repeat(100_000), '1:100 syntax', 'nested too deeply'],
  [
    'a hundred thousand objects',
    `{"a":`.repeat(100_000) + '1' + '}'.repeat(100_000),
    '1:496 syntax',
    'nested too deeply',
  ],
  [
    'a thousand levels of indentation',
    Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    '100:100 syntax',
    'nested too deeply',
  ],
  ['fifty brackets', '['.repeat(50) + ']'.repeat(50), `1:42 syntax ${'/0'.repeat(41)}`, 'nested too deeply'],
];

/** What the YAML parser says in words of its own, and what it would not say at all. */
const SYNTAX: readonly Mistake[] = [
  ['a directive', `%YAML 1.1\n---\n${SMALL}`, '1:1 syntax', 'no directives (%NAME): remove this line'],
  ['a second colon in a block', edited('typ: at+jwt', 'typ: a: b'), '9:10 syntax', 'A second ":"'],
  ['a key without a colon', edited('    typ: at+jwt', '    typ'), '9:5 syntax', 'Expected "key: value"'],
  ['a colon missing in the line above', edited('services:', 'services'), '10:1 syntax', 'Is the ":" missing'],
  [
    'a comma missing',
    edited('{ principal: user }', '{ principal: user } { a: b }'),
    '17:37 syntax',
    'Expected ","',
  ],
  [
    'a comma too many',
    edited('[login]', '[login,, login]'),
    '13:20 syntax',
    'Nothing stands before this ","',
  ],
  ['a comma at the start', edited('[login]', '[, login]'), '13:14 syntax', 'Nothing stands before this ","'],
  ['a bracket too many', edited('[login]', '[login]]'), '13:20 syntax', 'This "]" closes nothing'],
  ['a brace too many', edited('{ name: shop }', '{ name: shop }}'), '3:25 syntax', 'This "}" closes nothing'],
  [
    'a list behind its key',
    edited('accept: [login]', 'accept: - login'),
    '13:13 syntax',
    'in the line after its key',
  ],
  [
    'a list in brackets with dashes',
    edited('[login]', '[\n      - login\n    ]'),
    '14:7 syntax',
    'write { key: value } and [a, b]',
  ],
  ['words behind a quoted text', edited('name: shop', 'name: "my" shop'), '3:24 syntax', 'already ended'],
  ['words behind a quoted text in a block', edited('at+jwt', '"at" jwt'), '9:15 syntax', 'already ended'],
  ['an escape that is none', edited('name: shop', String.raw`name: "a\q"`), '3:21 syntax', 'no such escape'],
  ['a text that starts with @', edited('at+jwt', '@jwt'), '9:10 syntax', 'write it in quotes'],
  ['a text that starts with %', edited('at+jwt', '%jwt'), '9:10 syntax', 'write it in quotes'],
  ['a text that starts with *', edited('at+jwt', '*'), '9:10 syntax', 'quote a text that starts so'],
  ['a text that starts with |', edited('at+jwt', '|jwt'), '9:11 syntax', 'starts in the next line'],
  ['a comment without a space', edited('[login]', '[login]#why'), '13:20 syntax', 'Write a space before "#"'],
  ['a text that is not indented', edited('at+jwt', '|\n  at+jwt'), '10:3 syntax', ''],
  ['a list entry without a dash', edited('[login]', '\n      - login\n      other'), '15:1 syntax', ''],
  [
    'an end of the document inside',
    edited('services:', '...\nservices:'),
    '11:1 syntax',
    'exactly one document',
  ],
  ['two ends of the document', `${SMALL}...\n...\n`, '19:1 syntax', 'exactly one document'],
  ['something behind the end', `${SMALL}... a\n`, '18:5 syntax', ''],
  [
    'a key of a thousand letters',
    `${SMALL}${'k'.repeat(1100)}: 1\n`,
    '18:1 syntax',
    'at most 1024 characters',
  ],
  [
    'a list as key inside braces',
    edited('{ name: shop }', '{ name: shop, [a]: b }'),
    '3:25 syntax',
    'never a list',
  ],
  ['a NUL', edited('shop', 'sh\0op'), '3:21 syntax', 'saved as UTF-16'],
  ['an escape character', edited('shop', 'sh\u001Bop'), '3:21 syntax', 'nobody sees stands here (U+001B)'],
  ['words that run to the left', edited('shop', 'sh\u202Eop'), '3:21 syntax', '(U+202E): remove it'],
  ['a byte-order mark inside', edited('shop', 'sh\uFEFFop'), '3:21 syntax', '(U+FEFF)'],
  ['a line separator', edited('shop', 'sh\u2028op'), '3:21 syntax', '(U+2028)'],
  ['line ends that are CR alone', SMALL.replaceAll('\n', '\r'), '1:26 syntax', 'LF or CR LF'],
  ['one line end that is CR alone', edited('JwtPolicy\n', 'JwtPolicy\r'), '2:16 syntax', 'a lone CR'],
  ['nothing but signs', `[${'1,'.repeat(500_000)}1]`, '1:403334 syntax', 'far more signs than words'],
];

describe('a text that cannot be read', () => {
  it.each([...MISTAKES, ...SYNTAX])('because of %s says where and what', async (_name, text, place, says) => {
    const problems = await problemsOf(text);
    expect(problems.map(placeOf)).toEqual([place]);
    expect(problems[0]?.message).toContain(says);
  });

  it('tells of all aliases, doubles and forbidden keys at once', async () => {
    const text = `${edited('[login]', '*all').replace('at+jwt', '&t at+jwt')}__proto__: 1\nkind: JwtPolicy\n`;
    expect((await problemsOf(text)).map(({ line, code }) => [line, code])).toEqual([
      [9, 'syntax'],
      [13, 'syntax'],
      [18, 'unknown_key'],
      [19, 'duplicate_key'],
    ]);
  });

  it('tells of all escapes that are none at once, and of what is wrong besides', async () => {
    const text = `${edited('name: shop', String.raw`name: "\q", owner: "\z"`)}kind: JwtPolicy\n`;
    expect((await problemsOf(text)).map(({ line, column, code }) => [line, column, code])).toEqual([
      [3, 20, 'syntax'],
      [3, 33, 'syntax'],
      [18, 1, 'duplicate_key'],
    ]);
  });

  it('tells at once of what is wrong with the shape besides', async () => {
    const text = `${edited('[login]', '*all', edited('kind: JwtPolicy', 'kind: Policy'))}kind: x\n`;
    expect((await problemsOf(withLine('accept:', '    audiance: x', text))).map(placeOf)).toEqual([
      '2:7 invalid /kind',
      '13:13 syntax /services/orders/accept',
      '14:5 unknown_key /services/orders/audiance',
      '19:1 duplicate_key /kind',
    ]);
  });

  it('does not tell of what follows from it', async () => {
    const text =
      'apiVersion: jwt-policy/v1\n&a kind: JwtPolicy\nmetadata: { name: *a }\nissuers: *i\nservices: !x []\n';
    expect((await problemsOf(text)).map(placeOf)).toEqual([
      '2:4 syntax /?',
      '3:19 syntax /metadata/name',
      '4:10 syntax /issuers',
      '5:14 syntax /services',
    ]);
  });

  it('tells of the first place alone where the structure breaks', async () => {
    const text = edited('[login]', '[login', edited('typ: at+jwt', 'typ: a: b'));
    expect((await problemsOf(text)).map(placeOf)).toEqual(['9:10 syntax']);
  });

  it('holds a thousand problems at most', async () => {
    const problems = await problemsOf('kind: "JwtPolicy once more"\n'.repeat(5000));
    expect(problems.filter(({ code }) => code === 'duplicate_key')).toHaveLength(1000);
  });

  it('does not hold the pointers of everything that stands far down', async () => {
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
