import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { disagreementOn } from '../../test/vector-disagreements.js';
import { describeVectors } from '../../test/vectors.js';
import { forge } from '../../test/mint.js';
import { Denial } from '../decision/denial.js';
import { parseToken, readUntrusted } from '../integrity/jws/format.js';
import { parseStrictJson, passedLimit, TOKEN_JSON_LIMITS, type JsonLimits } from './strict-json.js';

const nested = (depth: number): string => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
const nestedObjects = (depth: number): string => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
const listOf = (count: number, item = '0'): string => `{"a":[${Array(count).fill(item).join(',')}]}`;

describe('an object', () => {
  it('comes back as it was written', () => {
    expect(parseStrictJson('{"a":1,"b":[true,null,"x"],"c":{"d":-0.5}}')).toEqual({
      a: 1,
      b: [true, null, 'x'],
      c: { d: -0.5 },
    });
  });

  it('is frozen, and so is everything in it', () => {
    const value = parseStrictJson('{"a":{"b":[{}]}}') as { a: { b: object[] } };
    for (const each of [value, value.a, value.a.b, value.a.b[0]]) expect(Object.isFrozen(each)).toBe(true);
  });

  it('inherits nothing', () => {
    const value = parseStrictJson('{"a":{}}') as { a: object };
    for (const each of [value, value.a]) {
      for (const name of Object.getOwnPropertyNames(Object.prototype)) expect(name in each).toBe(false);
      const prototype: object = Reflect.getPrototypeOf(each) ?? {};
      expect(Object.isFrozen(prototype)).toBe(true);
      expect([Reflect.ownKeys(prototype), Reflect.getPrototypeOf(prototype)]).toEqual([[], null]);
    }
  });

  it('may have a member __proto__, which is a member like any other', () => {
    const value = parseStrictJson('{"__proto__":{"admin":true}}');
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect('admin' in Object(value)).toBe(false);
  });
});

describe('a text that is no JSON', () => {
  it('is refused without a stack trace, which would not be read, and leaves the limit of the process as it was', () => {
    const before = Error.stackTraceLimit;
    onTestFinished(() => {
      Error.stackTraceLimit = before;
    });
    Error.stackTraceLimit = 7;
    const limits: number[] = [];
    const parse = vi.spyOn(JSON, 'parse').mockImplementation(() => {
      limits.push(Error.stackTraceLimit);
      throw new SyntaxError('no JSON');
    });
    expect(parseStrictJson('{]}')).toBe('malformed');
    parse.mockRestore();
    expect(limits).toEqual([0]);
    expect(Error.stackTraceLimit).toBe(7);
  });

  it('is refused also where the built-in objects are frozen', () => {
    const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit') ?? {};
    onTestFinished(() => {
      Object.defineProperty(Error, 'stackTraceLimit', limit);
    });
    Object.defineProperty(Error, 'stackTraceLimit', { ...limit, writable: false });
    expect([parseStrictJson('{]}'), parseStrictJson('{"a":1}')]).toEqual(['malformed', { a: 1 }]);
  });

  it.each(['', 'nonsense', '"a"', '[{}]', '{', '}', '{} x', 'x {}'])(
    'is not parsed at all where it does not begin and end as an object: %j',
    (text) => {
      const parse = vi.spyOn(JSON, 'parse');
      expect(parseStrictJson(text)).toBe('malformed');
      expect(parse).not.toHaveBeenCalled();
      parse.mockRestore();
    },
  );

  it('may have space around it', () => {
    expect(parseStrictJson(' \t\r\n{"a":1} \t\r\n')).toEqual({ a: 1 });
    expect(parseStrictJson('\u00a0{"a":1}')).toBe('malformed');
  });
});

describe('the text of a member', () => {
  it('may be taken from an equal one that is known, by the name of the member', () => {
    const asked: string[] = [];
    const share = (name: string, text: string): string => {
      asked.push(`${name}=${text}`);
      return text;
    };
    parseStrictJson('{"a":"x","b":["y"],"c":{"d":"z"},"e":1}', TOKEN_JSON_LIMITS, share);
    expect(asked).toEqual(['a=x', 'd=z']);
  });
});

describe('a member named twice', () => {
  it.each([
    ['side by side', '{"a":1,"a":1}'],
    ['far apart', '{"a":1,"b":{"a":2},"a":3}'],
    ['in an inner object', '{"x":[{"a":1,"a":2}]}'],
    ['behind an escape', String.raw`{"a":1,"\u0061":2}`],
    ['behind white space', '{"a" \t\r\n:1,"a":2}'],
    ['as __proto__', '{"__proto__":1,"__proto__":2}'],
    ['as the empty name', '{"":1,"":2}'],
    ['with a quote in it', String.raw`{"a\"":1,"a\u0022":2}`],
  ])('is found %s', (_where, text) => {
    expect(parseStrictJson(text)).toBe('duplicate_member');
  });

  /** As long as what is left of it would be, if numbers were always written out. */
  function hiddenBehind(number: string): string {
    const spare = String(Number(number)).length - number.length;
    const count = Math.ceil(6 / spare);
    const numbers = Array(count).fill(number).join();
    const text = `{"n":[${numbers}],"d":${'1'.repeat(count * spare - 5)},"d":1}`;
    expect(text).toHaveLength(JSON.stringify(JSON.parse(text)).length);
    return text;
  }

  it.each(['1e3', '1E3', '-1e3', '12e3', '1e15', '1e20', '1e21', '1e-3', '25e-5', '9007199254740993e4'])(
    'is found where %s, which is shorter than the number it spells, makes up for its length',
    (number) => {
      expect(parseStrictJson(hiddenBehind(number))).toBe('duplicate_member');
    },
  );

  it.each(['{}', '{"":""}', '{"a":[],"b":{},"c":[{},[]]}', '{"a":[true,false,null,1,-25,9007199254740991]}'])(
    'is not looked for in a text that could not be shorter: %s',
    (text) => {
      const read = vi.spyOn(String.prototype, 'charCodeAt');
      const value = parseStrictJson(text);
      const { length } = read.mock.calls;
      read.mockRestore();
      expect([value, length]).toEqual([JSON.parse(text), 0]);
    },
  );

  it.each([
    ['equal names in two objects', '{"a":{"x":1},"b":{"x":1}}'],
    ['a value that equals a name', '{"a":"a","b":"a"}'],
    ['equal elements of a list', '{"a":["x","x"]}'],
    ['a name that looks like structure', '{"{":1,"}":2,"[":3,"]":4,",":5,"\\\\":6}'],
    ['names that differ in case', '{"a":1,"A":2}'],
  ])('is not taken for %s', (_what, text) => {
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });
});

describe('what is refused', () => {
  it.each([
    ['nothing', ''],
    ['a list', '[]'],
    ['a string', '"a"'],
    ['null', 'null'],
    ['a comment', '{/**/}'],
    ['a trailing comma', '{"a":1,}'],
    ['a second value', '{}{}'],
    ['a byte-order mark', '\uFEFF{}'],
    ['a number that overflows', '{"exp":1e999}'],
    ['an overflow deep inside', '{"a":[{"b":-1e999}]}'],
    ['half a surrogate pair in a value', String.raw`{"a":"\ud800"}`],
    ['half a surrogate pair in a name', String.raw`{"\udc00":1}`],
  ])('%s', (_what, text) => {
    expect(parseStrictJson(text)).toBe('malformed');
  });

  it('syntax is reported before a duplicate', () => {
    expect(parseStrictJson('{"a":1,"a":2')).toBe('malformed');
  });
});

describe('bounds', () => {
  const { depth, members } = TOKEN_JSON_LIMITS;

  it.each([
    ['nesting', nested(depth), nested(depth + 1), 'too_deep'],
    ['nesting of objects', nestedObjects(depth), nestedObjects(depth + 1), 'too_deep'],
    ['nesting, with space', ` ${nestedObjects(depth)}`, ` ${nestedObjects(depth + 1)}`, 'too_deep'],
    ['members and elements', listOf(members), listOf(members + 1), 'too_large'],
    [
      'elements in a text that could not be shorter',
      listOf(members, '1'),
      listOf(members + 1, '1'),
      'too_large',
    ],
    [
      'members that are there twice',
      `{${Array(members).fill('"a":1').join()}}`,
      `{${Array(members + 1)
        .fill('"a":1')
        .join()}}`,
      'too_large',
    ],
  ])('%s: the last that fits, and the first that does not', (_what, fits, tooMuch, problem) => {
    expect(parseStrictJson(fits)).toEqual(
      fits.startsWith('{"a":1,"a"') ? 'duplicate_member' : JSON.parse(fits),
    );
    expect(parseStrictJson(tooMuch)).toBe(problem);
  });

  it('are named where they are passed, and only there', () => {
    const limits = { depth: 3, members: 7 };
    expect(
      (['too_deep', 'too_large', 'malformed', 'duplicate_member'] as const).map((each) =>
        passedLimit(each, limits),
      ),
    ).toEqual(['at most 3 levels', 'fewer than 7 members and elements', undefined, undefined]);
  });

  it('brackets and commas inside strings count as text', () => {
    const text = JSON.stringify({ a: '[{,'.repeat(members) });
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });

  it('a hundred thousand open brackets do no harm', () => {
    expect(parseStrictJson('{"a":' + '['.repeat(100_000))).toBe('malformed');
    expect(parseStrictJson(nested(100_000))).toBe('too_deep');
  });

  it('can be set', () => {
    expect(parseStrictJson('{"a":{}}', { depth: 1, members: 10 })).toBe('too_deep');
    expect(parseStrictJson('{"a":1,"b":2}', { depth: 1, members: 1 })).toBe('too_large');
  });
});

/**
 * The same question, answered slowly and obviously: RFC 8259, production by production. `JSON.parse` is asked as
 * well, for the value.
 */
function referenceVerdict(text: string, limits: JsonLimits): unknown {
  let at = 0;
  let commas = 0;
  let deepest = 0;
  const found = { duplicate: false, unfit: false };
  class Bad extends Error {}

  const white = (): void => {
    while ([' ', '\t', '\n', '\r'].includes(text[at] ?? '')) at += 1;
  };
  const take = (pattern: RegExp): string => {
    const match = new RegExp(pattern.source, 'suy').exec(text.slice(at));
    if (match === null) throw new Bad();
    at += match[0].length;
    return match[0];
  };
  const list = (close: string, depth: number, item: () => void): void => {
    at += 1;
    deepest = Math.max(deepest, depth);
    white();
    if (text[at] === close) return void (at += 1);
    for (;;) {
      white();
      item();
      white();
      const next = take(/[,\]}]/u);
      if (next === close) return;
      if (next !== ',') throw new Bad();
      commas += 1;
    }
  };
  const string = (): string => {
    const raw = take(/"(?:[^"\\\p{Cc}]|[\u007F-\u009F]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*"/u);
    const value = JSON.parse(raw) as string;
    if (/\p{Surrogate}/u.test(value)) found.unfit = true;
    return value;
  };
  const value = (depth: number): void => {
    const first = text[at];
    if (first === '"') return void string();
    if (first === '[') {
      list(']', depth, () => {
        value(depth + 1);
      });
      return;
    }
    if (first === '{') {
      const names: string[] = [];
      list('}', depth, () => {
        const name = string();
        if (names.includes(name)) found.duplicate = true;
        names.push(name);
        white();
        take(/:/u);
        white();
        value(depth + 1);
      });
      return;
    }
    const word = take(/true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/u);
    if (!Number.isFinite(word === 'true' || word === 'false' || word === 'null' ? 0 : Number(word)))
      found.unfit = true;
  };

  try {
    white();
    if (text[at] !== '{') throw new Bad();
    value(1);
    white();
    if (at !== text.length) throw new Bad();
  } catch {
    return 'malformed';
  }
  const passed = [
    ...(deepest > limits.depth ? ['too_deep'] : []),
    ...(commas >= limits.members ? ['too_large'] : []),
  ];
  if (passed.length > 0) return passed; // of two, either is right
  if (found.duplicate) return 'duplicate_member';
  return found.unfit ? 'malformed' : JSON.parse(text);
}

/** JSON as an attacker would write it: few names, odd escapes, white space, numbers at the edge. */
const jsonText = fc.letrec<{ value: string; object: string }>((tie) => {
  const white = fc.constantFrom('', '', '', ' ', '\n\t', '\r ');
  const text = fc.oneof(
    fc.constantFrom(
      '"a"',
      '"b"',
      '"\\u0061"',
      '""',
      '"\\""',
      '"{"',
      '",:"',
      '"\\ud83d\\ude00"',
      '"😀"',
      '"__proto__"',
    ),
    { arbitrary: fc.constantFrom('"\\ud800"', '"\\udc00\\ud800"'), weight: 1 },
    { arbitrary: fc.string({ unit: 'binary' }).map((each) => JSON.stringify(each)), weight: 2 },
  );
  const word = fc.constantFrom(
    '0',
    '-0',
    '1.5e3',
    '1E-7',
    '9007199254740993',
    '1e999',
    'true',
    'false',
    'null',
  );
  const member = fc
    .tuple(white, text, white, white, tie('value'))
    .map(([a, name, b, c, value]) => `${a}${name}${b}:${c}${value}`);
  return {
    object: fc.array(member, { maxLength: 4 }).map((members) => `{${members.join(',')}}`),
    value: fc.oneof(
      { maxDepth: 6 },
      word,
      text,
      fc
        .tuple(fc.array(tie('value'), { maxLength: 4 }), white)
        .map(([items, space]) => `[${space}${items.join(`,${space}`)}]`),
      tie('object'),
    ),
  };
}).object;

/** The same, with a few characters put in, taken out or doubled. */
const damaged = fc
  .tuple(
    jsonText,
    fc.array(
      fc.tuple(fc.nat(), fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '\\', '0', ' ', '\u0000')),
      { maxLength: 2 },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((before, [place, put]) => {
      const index = place % (before.length + 1);
      return before.slice(0, index) + put + before.slice(index + (put === '' ? 1 : 0));
    }, text),
  );

describe('on random text', () => {
  it.each([
    ['JSON', jsonText],
    ['damaged JSON', damaged],
    ['anything', fc.string({ unit: 'binary' })],
  ])('%s: says what the slow and obvious parser says', (_what, texts) => {
    const limits = { depth: 4, members: 12 };
    fc.assert(
      fc.property(texts, (text) => {
        const [read, verdict] = [parseStrictJson(text, limits), referenceVerdict(text, limits)];
        if (Array.isArray(verdict)) expect(verdict).toContain(read);
        else expect(read).toEqual(verdict);
      }),
      { numRuns: 1000 },
    );
  });
});

/** JSONTestSuite is about any JSON value; a payload is an object, so each text is also tried as a member's value. */
describeVectors('jsontestsuite/jsontestsuite.json', 529, (cases) => {
  const bytesOf = ({ b64 }: { readonly b64: string }): Buffer => Buffer.from(b64, 'base64');
  const read = (payload: Uint8Array): unknown => {
    const token = parseToken({ scheme: 'Bearer', token: forge({ alg: 'ES256' }, payload) });
    return token instanceof Denial ? token.code : readUntrusted(token.claims);
  };
  const wrap = (bytes: Uint8Array): Uint8Array =>
    Buffer.concat([Buffer.from('{"v":'), bytes, Buffer.from('}')]);
  const withResult = (expected: (typeof cases)[number]['expect']): typeof cases =>
    cases.filter((each) => each.expect === expected);

  it('are all there', () => {
    expect([withResult('reject').length, withResult('accept').length]).toEqual([188, 95]);
  });

  it.each(withResult('reject'))('$name is refused as a header and inside one', (each) => {
    const readHeader = (header: Uint8Array): unknown => {
      const token = parseToken({
        scheme: 'Bearer',
        token: `${Buffer.from(header).toString('base64url')}.e30.c2ln`,
      });
      return token instanceof Denial ? token.code : token.header;
    };
    const inside = Buffer.concat([Buffer.from('{"alg":"ES256","v":'), bytesOf(each), Buffer.from('}')]);
    expect(readHeader(bytesOf(each))).toMatch(/^format\./u);
    expect(readHeader(inside)).toMatch(/^format\./u);
  });

  it.each(withResult('reject'))('$name is refused as a payload and inside one', (each) => {
    expect(read(bytesOf(each))).toMatch(/^format\./u);
    expect(read(wrap(bytesOf(each)))).toMatch(/^format\./u);
  });

  it.each(withResult('accept'))('$name is read as it stands, unless it names a member twice', (each) => {
    const value: unknown = JSON.parse(bytesOf(each).toString());
    const otherwise = disagreementOn('JSON', each.name.replace('.json', ''))?.code;
    expect(read(wrap(bytesOf(each)))).toEqual(otherwise ?? { v: value });
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    expect(read(bytesOf(each))).toEqual(otherwise ?? (isObject ? value : 'format.malformed'));
  });

  it.each([...withResult('implementation-defined'), ...withResult('transform')])(
    '$name is refused, or read exactly',
    (each) => {
      const result = read(wrap(bytesOf(each)));
      if (typeof result === 'string') expect(result).toMatch(/^format\./u);
      else expect(result).toEqual({ v: JSON.parse(bytesOf(each).toString()) as unknown });
    },
  );
});
