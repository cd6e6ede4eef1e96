import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../request/access-request.js';
import type { WrittenDetail } from '../decision/denial.js';
import { readerOf } from '../../test/credential-readers.js';
import { Redaction } from './redaction.js';

const SIGNATURE = 'MEUCIQDxkz-l5wYaB_3Vb2mKcQ';
const TOKEN = `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.${SIGNATURE}`;
const request = (rawHeaders: readonly string[], target = '/'): HttpRequest => ({
  method: 'GET',
  target,
  rawHeaders,
});

const EVERYWHERE = readerOf(
  ['header', { cookie: 'token', csrf: { origins: ['https://app.example'] } }, { header: 'X-Assertion' }],
  8192,
  't',
);

type Row = readonly [what: string, sent: HttpRequest, text: string];

describe('a text that repeats what was sent as a credential is hidden', () => {
  const bearer = request(['Authorization', `Bearer ${TOKEN}`]);
  it.each<Row>([
    ['the token', bearer, TOKEN],
    ['its header', bearer, 'eyJhbGciOiJFUzI1NiJ9'],
    ['its payload, within a text', bearer, 'tenant "eyJzdWIiOiJhbGljZSJ9" of the path'],
    ['its signature', bearer, SIGNATURE],
    ['its signature, as a host has it', bearer, SIGNATURE.toLowerCase()],
    ['half of its signature', bearer, `"${SIGNATURE.slice(5, 20)}"`],
    [
      'the second of two headers',
      request(['Authorization', 'Bearer x', 'authorization', `Bearer ${TOKEN}`]),
      TOKEN,
    ],
    [
      'credentials of another scheme',
      request(['Authorization', 'Basic dXNlcjpwYXNzd29yZA==']),
      'dXNlcjpwYXNzd29yZA',
    ],
    ['a header without a scheme', request(['Authorization', 'opaque-key-4711']), 'the key opaque-key-4711'],
    ['a short credential', request(['Authorization', 'Bearer opaque-7']), '"opaque-7"'],
    ['a token of the query', request([], '/?a=b&access_token=opaque-key-4711'), '"opaque-key-4711"'],
    ['an escaped token of the query', request([], '/?access_token=opaque%20key%204711'), '"opaque key 4711"'],
    [
      'a quoted credential',
      request(['Authorization', 'Bearer "a" "b" "c" "d"']),
      String.raw`"\"a\" \"b\" \"c\" \"d\""`,
    ],
  ])('%s', (_what, sent, text) => {
    const redaction = new Redaction(sent, readerOf());
    expect(redaction.of({ expected: text, actual: text })).toEqual({
      expected: '(hidden)',
      actual: '(hidden)',
    });
    expect(redaction.textOf(text)).toBeUndefined();
  });

  it.each<Row>([
    ['a cookie', request(['Cookie', `a=1; token=${TOKEN}`]), SIGNATURE],
    ['the second of two cookies', request(['Cookie', `token=x; token=${TOKEN}`]), TOKEN],
    ['a cookie in another form', request(['Cookie', 'a=1,"token"=opaque-7']), 'the key opaque-7'],
    ['a header of the policy', request(['X-Assertion', TOKEN]), SIGNATURE],
    ['a header with a scheme', request(['x-assertion', 'Bearer opaque-7']), '"opaque-7"'],
    ['the query of an operation', request([], '/?t=opaque-key-4711'), 'the key opaque-key-4711'],
  ])('where the policy lists its place: %s', (_what, sent, text) => {
    const redaction = new Redaction(sent, EVERYWHERE);
    expect(redaction.of({ expected: text, actual: text })).toEqual({
      expected: '(hidden)',
      actual: '(hidden)',
    });
  });

  it.each<Row>([
    ['something else', bearer, '"https://other.example"'],
    ['seven characters of it', bearer, `"${SIGNATURE.slice(0, 7)}"`],
    ['anything, where nothing was sent', request([]), TOKEN],
    [
      'a word that a very short credential consists of',
      request(['Authorization', 'Bearer one']),
      'one of two',
    ],
  ])('but not %s', (_what, sent, text) => {
    const redaction = new Redaction(sent, readerOf());
    expect(redaction.of({ expected: text, actual: text })).toEqual({ expected: text, actual: text });
    expect(redaction.textOf(text)).toBe(text);
  });

  it('and what belongs to it stays', () => {
    const verdict = { layer: 'key', code: 'key.unknown', actual: SIGNATURE } as const;
    expect(new Redaction(bearer, readerOf()).of<WrittenDetail>(verdict)).toEqual({
      ...verdict,
      actual: '(hidden)',
    });
  });
});
