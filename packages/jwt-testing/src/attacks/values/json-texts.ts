/** Texts that are not a JSON object, or that two parsers read differently (RFC 8259, RFC 7493). */

import type { SegmentContent } from '../../issuer/compact.js';

/** Changes the text of a good JSON object. */
export type TextChange = (json: string) => SegmentContent;

const body = (json: string): string => json.slice(1, -1);
/** The object with one more member at its front or its end. */
export const withMember =
  (member: string) =>
  (json: string): string =>
    `{${member},${body(json)}}`;
export const withMemberLast =
  (member: string) =>
  (json: string): string =>
    `{${body(json)},${member}}`;

const bytes = (...list: readonly number[]): Buffer => Buffer.from(list);
/** The object with a string member of exactly these bytes. */
const withBytes =
  (...list: readonly number[]) =>
  (json: string): Buffer =>
    Buffer.concat([Buffer.from(`${json.slice(0, -1)},"x":"`), bytes(...list), Buffer.from('"}')]);

const swapped = (json: string): Buffer => Buffer.from(json, 'utf16le').swap16();

const OTHER_VALUES: Readonly<Record<string, TextChange>> = {
  'in-list': (json) => `[${json}]`,
  'in-lists': (json) => `[[${json}]]`,
  'list-of-two': (json) => `[${json},${json}]`,
  'empty-list': () => '[]',
  string: (json) => JSON.stringify(json),
  'empty-string': () => '""',
  number: () => '1',
  zero: () => '0',
  true: () => 'true',
  false: () => 'false',
  null: () => 'null',
  'empty-text': () => ' ',
  'only-newline': () => '\n',
  word: () => 'undefined',
  'key-value': () => 'sub=user-1&aud=x',
  yaml: (json) => body(json).replaceAll(',', '\n'),
  xml: () => '<token/>',
  cbor: () => bytes(0xa1, 0x63, 0x69, 0x73, 0x73, 0x61, 0x78),
  'only-zeros': () => bytes(0, 0, 0),
};

const AROUND: Readonly<Record<string, TextChange>> = {
  'two-objects': (json) => json + json,
  'two-objects-with-comma': (json) => `${json},${json}`,
  'two-objects-with-newline': (json) => `${json}\n${json}`,
  'empty-object-after': (json) => `${json}{}`,
  'empty-object-before': (json) => `{}${json}`,
  'brace-after': (json) => `${json}}`,
  'brace-before': (json) => `{${json}`,
  'without-last-brace': (json) => json.slice(0, -1),
  'without-first-brace': (json) => json.slice(1),
  'without-braces': body,
  'comma-after': (json) => `${json},`,
  'semicolon-after': (json) => `${json};`,
  'word-after': (json) => `${json}x`,
  'nul-after': (json) => `${json}\0`,
  'nul-before': (json) => `\0${json}`,
  'no-break-space-after': (json) => `${json}\u00a0`,
  'vertical-tab-before': (json) => `\v${json}`,
  'form-feed-before': (json) => `\f${json}`,
  'line-separator-before': (json) => `\u2028${json}`,
  'record-separator-before': (json) => `\u001e${json}`,
  'prefix-against-scripts': (json) => `)]}',\n${json}`,
  'assignment-before': (json) => `var x=${json}`,
  'call-around': (json) => `callback(${json})`,
};

const COMMENTS: Readonly<Record<string, TextChange>> = {
  'comment-before': (json) => `/**/${json}`,
  'comment-after': (json) => `${json}/**/`,
  'line-comment-after': (json) => `${json}//`,
  'line-comment-before': (json) => `//\n${json}`,
  'comment-inside': (json) => `{/**/${body(json)}}`,
  'line-comment-inside': (json) => `{//\n${body(json)}}`,
  'hash-comment-before': (json) => `#\n${json}`,
  'html-comment-before': (json) => `<!---->${json}`,
};

const PUNCTUATION: Readonly<Record<string, TextChange>> = {
  'comma-at-end': (json) => `{${body(json)},}`,
  'comma-at-start': (json) => `{,${body(json)}}`,
  'two-commas': (json) => `{"x":1,,${body(json)}}`,
  'comma-at-end-of-list': withMember('"x":[1,]'),
  'hole-in-list': withMember('"x":[1,,2]'),
  'only-comma-in-list': withMember('"x":[,]'),
  'semicolon-between': (json) => `{"x":1;${body(json)}}`,
  'equals-for-colon': withMember('"x"=1'),
  'two-colons': withMember('"x"::1'),
  'without-colon': withMember('"x" 1'),
  'without-value': withMember('"x":'),
  'without-name': withMember(':1'),
  'single-quotes': withMember("'x':'y'"),
  'name-without-quotes': withMember('x:1'),
  'name-is-number': withMember('1:1'),
  'name-is-null': withMember('null:1'),
  'name-is-list': withMember('[]:1'),
  'string-not-closed': withMemberLast('"x":"y'),
  'list-not-closed': withMemberLast('"x":[1'),
  'list-closed-by-brace': withMember('"x":[1}'),
  'back-quotes': withMember('"x":`y`'),
  'strings-joined': withMember('"x":"a"+"b"'),
};

const LITERALS = {
  nan: 'NaN',
  infinity: 'Infinity',
  'minus-infinity': '-Infinity',
  undefined: 'undefined',
  'upper-case-true': 'TRUE',
  'python-true': 'True',
  'python-none': 'None',
  nil: 'nil',
  function: 'function(){}',
  date: 'new Date()',
  hexadecimal: '0x1F',
  octal: '0o17',
  binary: '0b1',
  'leading-zero': '017',
  'plus-sign': '+1',
  'point-first': '.5',
  'point-last': '1.',
  'two-points': '1.2.3',
  'empty-exponent': '1e',
  'minus-alone': '-',
  'minus-zero-one': '-01',
  'two-minuses': '--1',
  underscore: '1_000',
  'big-integer': '1n',
  'full-width-digit': '\uff11',
  'number-and-word': '1x',
  percent: '1%',
  'too-large': '1e400',
  'too-small-negative': '-1e400',
  'huge-exponent': '1e99999',
  'four-hundred-digits': '9'.repeat(400),
} as const;

const STRINGS = {
  'raw-newline': '"\n"',
  'raw-tab': '"\t"',
  'raw-nul': '"\0"',
  'raw-escape': '"\x1b"',
  'raw-unit-separator': '"\x1f"',
  'hex-escape': '"\\x41"',
  'octal-escape': '"\\101"',
  'single-quote-escape': '"\\\'"',
  'short-unicode-escape': '"\\u12"',
  'braces-escape': '"\\u{41}"',
  'upper-case-escape': '"\\U0041"',
  'unicode-escape-not-hex': '"\\u00g1"',
  'line-continuation': '"a\\\nb"',
  'vertical-tab-escape': '"\\v"',
  'nul-escape': '"\\0"',
  'lone-backslash': '"\\"',
  'high-surrogate': '"\\ud83d"',
  'low-surrogate': '"\\ude00"',
  'surrogates-reversed': '"\\ude00\\ud83d"',
  'high-surrogate-before-letter': '"\\ud83dx"',
  'two-high-surrogates': '"\\ud83d\\ud83d"',
  'surrogate-in-list': '["\\ud800"]',
  'surrogate-in-nested-name': '{"\\udfff":1}',
  'high-surrogate-in-capitals': '"\\uDBFF"',
} as const;

const ENCODINGS: Readonly<Record<string, TextChange>> = {
  'byte-order-mark': (json) => `\ufeff${json}`,
  'byte-order-mark-after': (json) => `${json}\ufeff`,
  'byte-order-mark-inside': (json) => `{\ufeff${body(json)}}`,
  'utf-16-little': (json) => Buffer.from(json, 'utf16le'),
  'utf-16-big': swapped,
  'utf-16-little-with-mark': (json) => Buffer.from(`\ufeff${json}`, 'utf16le'),
  'utf-16-big-with-mark': (json) => swapped(`\ufeff${json}`),
  'utf-32-little': (json) =>
    Buffer.concat(
      Array.from(json).map((each) => bytes(each.charCodeAt(0) & 0xff, each.charCodeAt(0) >> 8, 0, 0)),
    ),
  'utf-7': (json) => json.replace('{', '+AHs-'),
  'nul-between': (json) => Array.from(json).join('\0'),
  'lone-continuation': withBytes(0x80),
  'lone-lead-of-two': withBytes(0xc3),
  'lone-lead-of-three': withBytes(0xe2, 0x82),
  'lone-lead-of-four': withBytes(0xf0, 0x9f, 0x98),
  'overlong-two': withBytes(0xc0, 0xaf),
  'overlong-two-nul': withBytes(0xc0, 0x80),
  'overlong-two-quote': withBytes(0xc0, 0xa2),
  'overlong-three': withBytes(0xe0, 0x80, 0xaf),
  'overlong-four': withBytes(0xf0, 0x80, 0x80, 0xaf),
  'surrogate-bytes': withBytes(0xed, 0xa0, 0xbd),
  'surrogate-pair-bytes': withBytes(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80),
  'beyond-unicode': withBytes(0xf4, 0x90, 0x80, 0x80),
  'five-byte-form': withBytes(0xf8, 0x88, 0x80, 0x80, 0x80),
  'byte-fe': withBytes(0xfe),
  'byte-ff': withBytes(0xff),
  'latin-1': withBytes(0xe9),
  'bad-byte-first': (json) => Buffer.concat([bytes(0xff), Buffer.from(json)]),
  'bad-byte-last': (json) => Buffer.concat([Buffer.from(json), bytes(0xff)]),
};

/** Texts with the value as one more member. */
const asMembers = (values: Readonly<Record<string, string>>): Readonly<Record<string, TextChange>> =>
  Object.fromEntries(Object.entries(values).map(([label, value]) => [label, withMember(`"x":${value}`)]));

const nested = (open: string, close: string, depth: number): string =>
  open.repeat(depth) + '1' + close.repeat(depth);

const SIZES: Readonly<Record<string, TextChange>> = {
  ...Object.fromEntries(
    [17, 32, 64, 200, 800].flatMap((depth) => [
      [`lists-${String(depth)}-deep`, withMember(`"x":${nested('[', ']', depth)}`)],
      [
        `objects-${String(Math.min(depth, 400))}-deep`,
        withMember(`"x":${nested('{"a":', '}', Math.min(depth, 400))}`),
      ],
    ]),
  ),
  'list-of-many': withMember(`"x":[${'0,'.repeat(1100)}0]`),
  'list-of-many-lists': withMember(`"x":[${'[0,0],'.repeat(520)}0]`),
  'lists-not-closed': withMember(`"x":${'['.repeat(900)}`),
};

/** Every malformed text, by class and name. */
export const MALFORMED_TEXTS: Readonly<Record<string, Readonly<Record<string, TextChange>>>> = {
  value: OTHER_VALUES,
  around: AROUND,
  comment: COMMENTS,
  punctuation: PUNCTUATION,
  literal: asMembers(LITERALS),
  string: asMembers(STRINGS),
  encoding: ENCODINGS,
  size: SIZES,
};
