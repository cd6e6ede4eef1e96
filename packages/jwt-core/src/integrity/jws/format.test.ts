import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forge, segment } from '../../../test/mint.js';
import { describeVectors } from '../../../test/vectors.js';
import { Denial } from '../../decision/denial.js';
import type { Claims } from '../../json/json-value.js';
import { parseCompact, parseToken, readUntrusted, type Header } from './format.js';

function parse(token: string): { readonly header: Header; readonly claims: Claims } | string {
  const result = parseToken({ scheme: 'Bearer', token });
  return result instanceof Denial
    ? result.code
    : { header: result.header, claims: readUntrusted(result.claims) };
}

const HEADER = segment({ alg: 'ES256' });
const PAYLOAD = segment({ sub: 'a' });

describe('a compact JWS', () => {
  it('is split into header and claims', () => {
    expect(parse(forge({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' }, { sub: 'a', n: 1 }))).toEqual({
      header: { alg: 'ES256', kid: 'k1', typ: 'at+jwt' },
      claims: { sub: 'a', n: 1 },
    });
  });

  it('needs neither kid nor typ to be read', () => {
    expect(parse(forge({ alg: 'none' }, {}))).toEqual({
      header: { alg: 'none', kid: undefined, typ: undefined },
      claims: {},
    });
  });

  it('may have members in its header that are not read', () => {
    const header = {
      alg: 'ES256',
      jku: 'https://evil.example',
      jwk: {},
      x5c: [],
      x5u: '',
      cty: 'JWT',
      hasOwn: 1,
    };
    expect(parse(forge(header, {}))).toEqual({
      header: { alg: 'ES256', kid: undefined, typ: undefined },
      claims: {},
    });
  });

  it('keeps the text that the signature is over, and the signature', () => {
    const token = forge({ alg: 'ES256' }, {});
    const [header, payload, signature = ''] = token.split('.');
    expect(parseToken({ scheme: 'Bearer', token })).toMatchObject({
      signingInput: `${header}.${payload}`,
      signature: Buffer.from(signature, 'base64url'),
    });
  });
});

describe('what is no signed JWT', () => {
  it.each([
    ['one segment', 'abc', 'format.malformed'],
    ['two segments', `${HEADER}.${PAYLOAD}`, 'format.malformed'],
    ['four segments', `${HEADER}.${PAYLOAD}.c2ln.c2ln`, 'format.malformed'],
    ['six segments', 'a.b.c.d.e.f', 'format.malformed'],
    ['only dots', '..', 'format.malformed'],
    ['nothing', '', 'format.malformed'],
    ['five segments: encryption', 'e30.e30.e30.e30.e30', 'format.unsupported'],
    ['JSON serialisation', '{"payload":"e30","signatures":[]}', 'format.unsupported'],
    ['a detached payload', `${HEADER}..c2ln`, 'format.unsupported'],
    ['a character outside the alphabet', `${HEADER}.${PAYLOAD}.c2l~`, 'format.malformed'],
    ['a length that no bytes have', `${HEADER}.${PAYLOAD}.c2lnA`, 'format.malformed'],
    ['a space', `${HEADER}.${PAYLOAD} .c2ln`, 'format.malformed'],
  ])('%s', (_what, token, code) => {
    expect(parse(token)).toBe(code);
  });

  it.each([
    ['no alg', {}],
    ['an alg of another type', { alg: ['ES256'] }],
    ['a kid of another type', { alg: 'ES256', kid: 1 }],
    ['a kid that is null', { alg: 'ES256', kid: null }],
    ['a typ of another type', { alg: 'ES256', typ: { a: 1 } }],
    ['alg by inheritance only', '{"__proto__":{"alg":"ES256"}}'],
  ])('a header with %s', (_what, header) => {
    expect(parse(forge(header, {}))).toBe('format.malformed');
  });

  it.each([
    ['a list', '[]'],
    ['a text', '"a"'],
    ['no JSON', 'Example of Ed25519 signing'],
    ['a byte-order mark before the JSON', '\uFEFF{}'],
    ['bytes that are not UTF-8', Buffer.from('7b2261223a22ff227d', 'hex')],
  ])('a payload that is %s', (_what, payload) => {
    expect(parse(forge({ alg: 'ES256' }, payload))).toBe('format.malformed');
  });
});

describe('what two readers could read in two ways', () => {
  it.each([
    ['alg twice', '{"alg":"ES256","alg":"none"}', '{}'],
    ['kid twice, once escaped', String.raw`{"alg":"ES256","kid":"a","k\u0069d":"b"}`, '{}'],
    ['sub twice', '{"alg":"ES256"}', '{"sub":"a","sub":"b"}'],
    ['a role twice, deep inside', '{"alg":"ES256"}', '{"realm":{"roles":["a"],"roles":["b"]}}'],
  ])('%s', (_what, header, payload) => {
    expect(parse(forge(header, payload))).toBe('format.duplicate_member');
  });
});

describe('extensions that change what a signature means', () => {
  it.each([
    ['crit', { crit: ['exp'] }],
    ['an empty crit', { crit: [] }],
    ['b64 as an extension', { crit: ['b64'], b64: false }],
    ['b64: true', { b64: true }],
    ['zip', { zip: 'DEF' }],
    ['a zip that is null', { zip: null }],
  ])('%s is refused', (_what, members) => {
    expect(parse(forge({ alg: 'ES256', ...members }, {}))).toBe('format.unsupported');
  });
});

describe('a header with two faults', () => {
  const WRONG = [
    ...[undefined, null, 1, true, ['ES256'], {}].map((alg) => ({ alg })),
    ...[null, 1, true, ['k1'], {}].flatMap((value) => [{ kid: value }, { typ: value }]),
  ];
  const EXTENSIONS = [{ crit: ['exp'] }, { crit: 1 }, { b64: false }, { b64: null }, { zip: 'DEF' }];
  const rows = WRONG.flatMap((wrong) => EXTENSIONS.map((extension) => ({ ...wrong, ...extension })));

  it.each(rows)('is malformed before it is unsupported: %j', (members) => {
    expect(parse(forge({ alg: 'ES256', ...members }, {}))).toBe('format.malformed');
    expect(parse(forge({ alg: 'ES256', ...members }, '[]'))).toBe('format.malformed');
  });

  it('is not looked into where it names a member twice', () => {
    expect(parse(forge('{"alg":1,"kid":"a","kid":"b"}', {}))).toBe('format.duplicate_member');
  });

  it.each([
    ['a member twice', '{"alg":"ES256","alg":"ES256"}', 'format.duplicate_member'],
    ['crit', '{"alg":"ES256","crit":["exp"]}', 'format.unsupported'],
  ])('is read before the payload: %s', (_what, header, code) => {
    for (const payload of ['[]', '{"a":1,"a":1}', '']) expect(parse(forge(header, payload))).toBe(code);
  });
});

describe('base64url', () => {
  it.each([
    ['padding', `${HEADER}.${PAYLOAD}.c2k=`],
    ['the other alphabet: +', `${HEADER}.${PAYLOAD}.c2+n`],
    ['the other alphabet: /', `${HEADER}.${PAYLOAD}.c2/n`],
    ['unused bits in the signature', `${HEADER}.${PAYLOAD}.c2l`],
    ['unused bits in the payload', `${HEADER}.e31.c2ln`],
    ['unused bits in the header', `e31.${PAYLOAD}.c2ln`],
  ])('has one spelling only: %s', (_what, token) => {
    expect(parse(token)).toBe('format.not_canonical');
  });

  it.each([
    ['padding and a character of no alphabet', `${HEADER}.${PAYLOAD}.c2~=`],
    ['unused bits before a segment that has no bytes', `e31.${PAYLOAD}.c2lnA`],
    ['the other alphabet before a character of none', `${HEADER}.e30+.c2l~`],
    ['padding before a length that no bytes have', `${HEADER}.e30=.c2lnA`],
    ['padding behind a length that no bytes have', `${HEADER}.${PAYLOAD}.c2lnA=`],
    ['more padding behind such a length', `${HEADER}.${PAYLOAD}.c2lnA==`],
  ])('comes after what has no bytes at all: %s', (_what, token) => {
    expect(parse(token)).toBe('format.malformed');
  });

  it.each([
    ['a header that is no JSON', `W10.${PAYLOAD}.c2l`],
    ['a payload that is no JSON', `${HEADER}.W10.c2l`],
    ['no header', `.${PAYLOAD}.c2l`],
    ['no payload', `${HEADER}..c2l`],
    ['a header with crit', `${segment({ alg: 'ES256', crit: [] })}.${PAYLOAD}.c2l`],
  ])('is tested before a segment is read: %s', (_what, token) => {
    expect(parse(token)).toBe('format.not_canonical');
  });

  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

  /** RFC 4648 §3.5, on bits: the last character must not carry bits that belong to no byte. */
  function referenceVerdict(text: string): 'canonical' | 'format.malformed' | 'format.not_canonical' {
    const body = text.replace(/=+$/u, '');
    const characters = Array.from(body, (each) => ({ '+': '-', '/': '_' })[each] ?? each);
    if (characters.some((character) => !ALPHABET.includes(character))) return 'format.malformed';
    if (characters.length % 4 === 1) return 'format.malformed';
    if (characters.join('') !== text) return 'format.not_canonical';
    const bits = characters
      .map((character) => ALPHABET.indexOf(character).toString(2).padStart(6, '0'))
      .join('');
    const unused = bits.slice(bits.length - (bits.length % 8));
    return unused.includes('1') ? 'format.not_canonical' : 'canonical';
  }

  const signature = fc.oneof(
    fc.string({ unit: fc.constantFrom(...ALPHABET.split('')), maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom('A', 'Q', 'g', 'w', '-', '_', '+', '/', '=', '~', ' ', 'ä'),
      maxLength: 6,
    }),
  );

  it('a random segment is taken exactly where its bits say so', () => {
    fc.assert(
      fc.property(signature, (text) => {
        const result = parse(`${HEADER}.${PAYLOAD}.${text}`);
        expect(typeof result === 'string' ? result : 'canonical').toBe(referenceVerdict(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('any bytes are taken in the spelling that Node gives them, and in no other', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(63), (bytes, last) => {
        const text = segment(bytes);
        const other = text.slice(0, -1) + (ALPHABET[last] ?? '');
        expect(parse(`${HEADER}.${PAYLOAD}.${text}`)).toMatchObject({ claims: { sub: 'a' } });
        const isSame = Buffer.from(other, 'base64url').equals(bytes);
        if (isSame && other !== text)
          expect(parse(`${HEADER}.${PAYLOAD}.${other}`)).toBe('format.not_canonical');
      }),
    );
  });
});

describe('on random tokens', () => {
  const part = fc.oneof(
    fc.constantFrom('', 'e30', HEADER, PAYLOAD, 'bnVsbA', 'W10', 'e31'),
    fc.json().map((text) => segment(text)),
    fc.string({ maxLength: 10 }),
  );
  const token = fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.'));

  it('what is taken has three segments, an object with alg, and an object', () => {
    fc.assert(
      fc.property(fc.oneof(token, fc.string({ unit: 'binary' })), (text) => {
        const result = parse(text);
        if (typeof result === 'string') {
          expect(result).toMatch(/^format\./u);
          return;
        }
        const [header, payload, ...rest] = text.split('.');
        expect(rest).toHaveLength(1);
        const decode = (each: string | undefined): unknown =>
          JSON.parse(Buffer.from(each ?? '', 'base64url').toString());
        expect(decode(header)).toMatchObject({ alg: result.header.alg });
        expect(decode(payload)).toEqual(result.claims);
      }),
      { numRuns: 500 },
    );
  });

  it('any header and claims that JSON can say once come back', () => {
    const claims = fc.dictionary(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.option(fc.string({ unit: 'grapheme' })),
        claims,
        (alg, kid, payload) => {
          expect(parse(forge({ alg, ...(kid === null ? {} : { kid }) }, payload))).toEqual({
            header: { alg, kid: kid ?? undefined, typ: undefined },
            claims: payload,
          });
        },
      ),
    );
  });
});

describeVectors('wycheproof/json_web_encryption_test.json', 140, ({ testGroups }) => {
  const cases = testGroups.flatMap((group) => group.tests);

  it('are all there', () => {
    expect(cases).toHaveLength(139);
  });

  it.each(cases)('encryption is no signature: case $tcId', ({ jwe }) => {
    const text = typeof jwe === 'string' ? jwe : JSON.stringify(jwe);
    expect(parse(text)).toMatch(/^format\./u);
    expect(parseCompact(text)).toBeInstanceOf(Denial);
  });
});
