import { describe, expect, it } from 'vitest';
import {
  edited,
  placeOf,
  problemsOf,
  SMALL,
  SMALL_DOCUMENT,
  withLine,
  type Mistake,
} from '../../test/policy-documents.js';
import { parsePolicy } from './parse.js';
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
  ['half of a surrogate pair', edited('shop', 'a\uD800b'), '1:1 syntax', 'not well-formed UTF-8'],
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
    'cannot be a key',
  ],
  ['a tag', edited('[login]', '!!seq [login]'), '13:19 syntax /services/orders/accept', 'no tags (!name)'],
  [
    'a tag of its own',
    edited('at+jwt', '!type at+jwt'),
    '9:17 syntax /issuers/login/type',
    'no tags (!name)',
  ],
  ['a second document', `${SMALL}---\na: 1\n`, '18:1 syntax', 'a policy is exactly one document'],
  [
    'a list as key',
    edited('    accept:', '    ? [a]\n    : b\n    accept:'),
    '13:7 syntax /services/orders/?',
    'Expected a plain string as key',
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
  ['a bracket that does not close', edited('[login]', '[login'), '14:5 syntax', 'This is no YAML'],
  ['a quote that does not close', edited('name: shop', 'name: "shop'), '18:1 syntax', 'This is no YAML'],
  ['JSON that is cut', '{"apiVersion": "jwt-policy/v1",', '1:32 syntax', 'This is no YAML'],
  ['a colon too many', edited('name: shop', 'name: a: b'), '3:19 syntax', 'This is no YAML'],
  ['wrong indentation', edited('    keys:', '   keys:'), '7:1 syntax', 'This is no YAML'],
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
  ['a hundred thousand brackets', '['.repeat(100_000), '1:101 syntax', 'nested too deeply'],
  [
    'a hundred thousand objects',
    `{"a":`.repeat(100_000) + '1' + '}'.repeat(100_000),
    '1:501 syntax',
    'nested too deeply',
  ],
  [
    'a thousand levels of indentation',
    Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    '101:101 syntax',
    'nested too deeply',
  ],
  ['fifty brackets', '['.repeat(50) + ']'.repeat(50), `1:42 syntax ${'/0'.repeat(41)}`, 'nested too deeply'],
];

describe('a text that cannot be read', () => {
  it.each(MISTAKES)('because of %s says where and what', async (_name, text, place, says) => {
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
      'words of YAML 1.1 in a document that asks for it',
      '%YAML 1.1\n---\na: yes\nb: 012',
      { a: 'yes', b: 12 },
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
  ])('with %s says what YAML 1.2 says', (_what, text, value) => {
    expect(parseText(text)).toMatchObject({ value, problems: [] });
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
