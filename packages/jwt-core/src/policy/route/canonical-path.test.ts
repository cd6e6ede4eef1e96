import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalSegments, decodeSegment, encodeSegment } from './canonical-path.js';

describe('a path', () => {
  it.each([
    ['/', ['']],
    ['/orders', ['orders']],
    ['/orders/', ['orders', '']],
    ['/orders/42', ['orders', '42']],
    ['/a-b._~c', ['a-b._~c']],
    ["/!$&'()*+,=:@", ["!$&'()*+,=:@"]],
    ['/caf%C3%A9', ['caf%C3%A9']],
    ['/caf%c3%a9', ['caf%c3%a9']],
    ['/a%20b', ['a%20b']],
    ['/100%25', ['100%25']],
    ['/a%3Ab%40c', ['a%3Ab%40c']],
    ['/.well-known/x', ['.well-known', 'x']],
    ['/...', ['...']],
    ['/a..b', ['a..b']],
    ['/a|b', ['a|b']],
    ['/a[0]/b^2', ['a[0]', 'b^2']],
    ['/a%7Cb/%5B%5D%5E', ['a%7Cb', '%5B%5D%5E']],
  ])('%s has the segments %j', (path, segments) => {
    expect(canonicalSegments(path)).toEqual(segments);
  });

  it.each([
    ['no path', ''],
    ['relative', 'orders'],
    ['absolute form', 'https://orders.example/orders'],
    ['authority form', 'orders.example:443'],
    ['asterisk form', '*'],
    ['double slash', '//orders'],
    ['double slash inside', '/a//b'],
    ['a dot segment', '/a/./b'],
    ['a parent segment', '/a/../b'],
    ['a parent segment at the end', '/a/..'],
    ['an encoded dot', '/a/%2e/b'],
    ['an encoded parent', '/a/%2E%2E/b'],
    ['an encoded slash', '/a%2Fb'],
    ['an encoded slash in lower case', '/a%2fb'],
    ['a backslash', '/a\\b'],
    ['an encoded backslash', '/a%5Cb'],
    ['an encoded letter', '/%61dmin'],
    ['an encoded digit', '/%31'],
    ['an encoded tilde', '/%7Ealice'],
    ['an encoded hyphen', '/a%2Db'],
    ['an encoded underscore', '/a%5Fb'],
    ['NUL', '/a%00'],
    ['an encoded line break', '/a%0D%0Ab'],
    ['DEL', '/a%7F'],
    ['a path parameter', '/a;v=1'],
    ['an encoded semicolon', '/a%3Bv=1'],
    ['a fragment', '/a#b'],
    ['a query', '/a?b'],
    ['a raw space', '/a b'],
    ['a raw letter beyond ASCII', '/café'],
    ['a cut escape', '/a%2'],
    ['an escape that is none', '/a%zz'],
    ['braces', '/{id}'],
    ['a raw quotation mark', '/a"b'],
    ['a raw backtick', '/a`b'],
    ['raw angle brackets', '/<id>'],
  ])('with %s is not canonical: %s', (_what, path) => {
    expect(canonicalSegments(path)).toBeUndefined();
  });

  it('is canonical wherever a browser escaped the path', () => {
    // Node's URL is that of the URL Standard; a browser makes a slash of a backslash, and goes up at dot segments itself.
    const unit = fc.integer({ min: 0x20, max: 0x17f }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.array(fc.string({ unit, minLength: 1 })), (texts) => {
        const typed = texts.map((text) => text.replaceAll(/[/\\;?#%\x7f]/gu, 'x').replace(/^\.+$/u, 'dots'));
        const { pathname } = new URL(`https://shop.example/${typed.join('/')}?page=2`);
        expect(canonicalSegments(pathname)?.map(decodeSegment)).toEqual(texts.length === 0 ? [''] : typed);
      }),
      { numRuns: 1000 },
    );
  });

  it('never decodes to a segment that another reader would take for several', () => {
    const unit = fc.constantFrom(...Array.from('/.%25eEfF5cC0aAz;\\'));
    fc.assert(
      fc.property(fc.string({ unit }), (rest) => {
        for (const segment of canonicalSegments(`/${rest}`) ?? []) {
          const text = decodeSegment(segment) ?? '';
          expect(text).not.toMatch(/[/\\\0;]/u);
          expect(['.', '..']).not.toContain(text);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is made of encoded segments, whatever they hold', () => {
    const segment = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !/[/\\;\p{Cc}]|^\.\.?$/u.test(text));
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
        const encoded = segments.map((text) => encodeSegment(text) ?? '');
        expect(canonicalSegments(`/${encoded.join('/')}`)).toEqual(encoded);
        expect(encoded.map(decodeSegment)).toEqual(segments);
      }),
    );
  });
});

describe('a segment', () => {
  it.each([
    ['a', 'a'],
    ['a%20b', 'a b'],
    ['a%2Bb+c', 'a+b+c'],
    ['100%25', '100%'],
    ['%2525', '%25'],
    ['caf%C3%A9', 'café'],
    ['caf%c3%a9', 'café'],
  ])('%s has the text %j', (segment, text) => {
    expect(decodeSegment(segment)).toBe(text);
  });

  it.each([
    ['bytes that are not UTF-8', '%FF'],
    ['overlong UTF-8', '%C0%AF'],
    ['half of a surrogate pair', '%ED%A0%80'],
    ['an escape that is cut', '%2'],
  ])('with %s has none: %s', (_what, segment) => {
    expect(decodeSegment(segment)).toBeUndefined();
  });

  it('has no half of a surrogate pair', () => {
    expect(encodeSegment('a\ud800')).toBeUndefined();
  });

  it.each(Array.from("-._~!$&'()*+,=:@"))('is written with %s as it is', (character) => {
    expect(encodeSegment(character)).toBe(character);
  });
});
