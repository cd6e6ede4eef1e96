/** RFC 6265 §4.2.1, and what other servers make of it. */

import { describe, expect, it } from 'vitest';
import { readerOf } from '../../../test/credential-readers.js';
import { Denial } from '../../decision/denial.js';
import { checkCredential } from './credential.js';

const PLACE = { cookie: 'token', csrf: { origins: ['https://app.example'] } };

function read(...lines: readonly string[]): string {
  const rawHeaders = lines.flatMap((line) => ['Cookie', line]);
  const found = readerOf([PLACE], 20).read({ method: 'GET', target: '/', rawHeaders }, undefined);
  const denial = found instanceof Denial ? found : checkCredential(found);
  return denial?.code ?? (found instanceof Denial ? '' : found.token);
}

describe('a token in a cookie', () => {
  it.each([
    ['alone', ['token=a.b.c']],
    ['before another', ['token=a.b.c; other=1']],
    ['after another', ['other=1; token=a.b.c']],
    ['between others', ['a=1; token=a.b.c; b=2']],
    ['in a line of its own, as HTTP/2 sends it', ['a=1', 'token=a.b.c', 'b=2']],
    ['beside one without a name', ['flag; token=a.b.c']],
    ['beside one without a value', ['a=; token=a.b.c']],
    ['beside values that the standard does not allow', ['a={"x":"y z"}; token=a.b.c; b=ü']],
    ['beside names that contain its name', ['token.sig=x; xtoken=y; token2=z; token=a.b.c']],
    ['beside the same name in another case', ['Token=x; TOKEN=y; token=a.b.c']],
    ['beside its name in the value of another', ['next=/?token=x; token=a.b.c']],
  ])('is found %s', (_what, lines) => {
    expect(read(...lines)).toBe('a.b.c');
  });

  it('keeps every character of b64token, and is not decoded', () => {
    expect(read('token=aZ09-._~+/==')).toBe('aZ09-._~+/==');
    expect(read('token=a%2Eb%2Ec')).toBe('credential.malformed');
  });

  it.each([
    ['no cookies', []],
    ['an empty line', ['']],
    ['other cookies', ['a=1; b=2']],
    ['its name in another case', ['Token=a.b.c']],
    ['its name as a value', ['token; a=token']],
    ['longer names', ['token.sig=x; __Host-token=y; xtoken=z; token-2=1']],
  ])('is missing from %s', (_what, lines) => {
    expect(read(...lines)).toBe('credential.missing');
  });

  it.each([
    ['twice in one line', ['token=a.b.c; token=a.b.c']],
    ['twice in one line, one of them empty', ['token=a.b.c; token=']],
    ['in two lines', ['token=a.b.c', 'token=x']],
    ['once as no server should read it', ['token=a.b.c;token=x']],
    ['once behind a comma', ['other=1,token=x; token=a.b.c']],
    ['once with spaces around its name', ['  token  =x; token=a.b.c']],
    ['once with a tab before its name', ['token=a.b.c; \ttoken=x']],
    ['once with white space that some servers take off', ['token=a.b.c; \u00a0token=x']],
    ['once with a control character', ['token=a.b.c; token\u0001=x']],
    ['once in quotes', ['token=a.b.c; "token"=x']],
    ['once inside of a quoted value', ['a="; token=x"; token=a.b.c']],
    ['joined with another by a comma', ['token=a.b.c,token=x']],
    ['joined with another line by a comma, as some gateways do', ['token=a.b.c, other=1']],
  ])('is denied as ambiguous %s', (_what, lines) => {
    expect(read(...lines)).toBe('credential.ambiguous');
  });

  it.each([
    ['no value', 'token='],
    ['quotes around its value', 'token="a.b.c"'],
    ['no space before it', 'a=1;token=a.b.c'],
    ['two spaces before it', 'a=1;  token=a.b.c'],
    ['a comma before it', 'a=1, token=a.b.c'],
    ['a space before its value', 'token= a.b.c'],
    ['a space after its value', 'token=a.b.c ; a=1'],
    ['a space after its name', 'token =a.b.c'],
    ['a space in its value', 'token=a b'],
    ['a no-break space before its name', '\u00a0token=a.b.c'],
    ['quotes around its name', '"token"=a.b.c'],
    ['a letter beyond ASCII', 'token=ä'],
    ['an attribute of a response', 'token="x"; Path=/'],
  ])('is denied as malformed with %s', (_what, line) => {
    expect(read(line)).toBe('credential.malformed');
  });

  it('may be as long as a token may be, and no longer', () => {
    expect(read(`token=${'a'.repeat(20)}`)).toBe('a'.repeat(20));
    expect(read(`token=${'a'.repeat(21)}`)).toBe('credential.too_large');
  });

  it.each(['$token', 'a.b', 'a|b', 'a^b', 'a*b+c', "a'b`c"])(
    'can have the name %s, which is no pattern',
    (name) => {
      const named = readerOf([{ cookie: name, csrf: { origins: ['https://app.example'] } }]);
      const tokenIn = (cookie: string): unknown =>
        named.read({ method: 'GET', target: '/', rawHeaders: ['Cookie', cookie] }, undefined);
      expect(tokenIn(`${name}=x`)).toMatchObject({ token: 'x' });
      expect(tokenIn(`${name.replace(/[^a-z]/u, 'z')}=x`)).toMatchObject({ code: 'credential.missing' });
    },
  );

  it('is looked for in linear time', () => {
    const hostile = [
      ';'.repeat(16_000),
      ' '.repeat(16_000),
      'token '.repeat(3_000),
      ';token'.repeat(3_000),
      'a=token; '.repeat(2_000),
    ];
    const started = performance.now();
    for (const line of hostile) expect(read(line)).toBe('credential.missing');
    expect(performance.now() - started).toBeLessThan(500);
  });
});
