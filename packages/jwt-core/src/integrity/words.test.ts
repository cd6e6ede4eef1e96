/** What an operator reads about a refusal: every sentence of the steps of integrity, word for word. */

import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inOneLine } from '../../test/denials.js';
import { forge, segment } from '../../test/mint.js';
import { ISS, loginWith, ordersPolicy } from '../../test/orders.js';
import { Denial } from '../decision/denial.js';
import type { KeyLookup } from '../keys/set/key-set.js';
import { compileService } from '../policy/compile/compile-service.js';
import { checkAlgorithm } from './jws/algorithm.js';
import { checkCredential, findCredential } from './credential.js';
import { parseToken } from './jws/format.js';
import { attribute } from './jws/issuer.js';
import { findKey } from './jws/key.js';
import { verifySignature } from './jws/signature.js';

const policy = compileService(
  ordersPolicy({
    login: loginWith({ discovery: 'oidc' }, { algs: ['ES256', 'EdDSA'] }),
    ...Object.fromEntries(
      Array.from({ length: 6 }, (_each, index) => [
        `i${String(index)}`,
        loginWith({ discovery: 'oidc' }, { iss: `https://i${String(index)}.example` }),
      ]),
    ),
  }),
  'orders',
);
const login = policy.issuers.get(ISS);
if (login === undefined) throw new Error('The policy has no issuer.');

const asked = (lines: readonly string[], target = '/orders') => {
  const rawHeaders = lines.flatMap((line) => ['Authorization', line]);
  const found = findCredential({ method: 'GET', target, rawHeaders }, 100);
  return found instanceof Denial ? found : (checkCredential(found) ?? found);
};
const read = (token: string) => parseToken({ scheme: 'Bearer', token });
const attributed = (claims: object) => {
  const token = read(forge({ alg: 'ES256' }, claims));
  return token instanceof Denial ? token : attribute(token, policy);
};
const allowed = (alg: string) => checkAlgorithm({ alg, kid: undefined, typ: undefined }, login.policy);
const found = (lookup: KeyLookup) =>
  findKey({ alg: 'ES256', kid: 'k1', typ: undefined }, login, 'ES256', {
    find: () => Promise.resolve(lookup),
  });
const signed = () => {
  const step = attributed({ iss: ISS });
  if (step instanceof Denial) return step;
  const material = createSecretKey(Buffer.alloc(32));
  return verifySignature(step, { material, algorithm: 'HS256', keyId: undefined, fingerprint: '' });
};

const H = segment({ alg: 'ES256' });
const P = segment({ sub: 'a' });

const ROWS: readonly (readonly [what: string, step: () => unknown, words: string])[] = [
  [
    'more headers than Node hands out',
    () => asked(Array<string>(1000).fill('Bearer a')),
    'credential.incomplete: expected fewer header lines than the server reads (1000, or maxHeadersCount); actual 1000 lines, after which more may have been dropped',
  ],
  ['no header', () => asked([]), 'credential.missing: expected an Authorization header; actual -'],
  [
    'a token in the query alone',
    () => asked([], '/orders?access_token=x'),
    'credential.unsupported: expected an Authorization header; actual access_token in the query',
  ],
  [
    'two headers',
    () => asked(['Bearer a', 'Bearer b']),
    'credential.ambiguous: expected one credential in one place; actual 2 Authorization headers',
  ],
  [
    'three headers',
    () => asked(['Bearer a', 'Bearer b', 'Bearer c']),
    'credential.ambiguous: expected one credential in one place; actual 3 Authorization headers',
  ],
  [
    'an empty header',
    () => asked(['']),
    'credential.malformed: expected Bearer and a token; actual no scheme',
  ],
  [
    'another scheme',
    () => asked(['Basic a']),
    'credential.unsupported: expected the scheme Bearer; actual another scheme',
  ],
  [
    'a token that is too long',
    () => asked([`Bearer ${'a'.repeat(101)}`]),
    'credential.too_large: expected at most 100 bytes; actual 101 bytes',
  ],
  [
    'two tokens in one header',
    () => asked(['Bearer a, Bearer b']),
    'credential.ambiguous: expected one credential in one place; actual several values in one header',
  ],
  [
    'another scheme and a token in one header',
    () => asked(['Basic a, Bearer b']),
    'credential.ambiguous: expected one credential in one place; actual several values in one header',
  ],
  [
    'a token with a space',
    () => asked(['Bearer a b']),
    'credential.malformed: expected one b64token after Bearer (RFC 6750 §2.1); actual something else',
  ],
  [
    'a token in the header and in the query',
    () => asked(['Bearer a'], '/orders?access_token=x'),
    'credential.ambiguous: expected one credential in one place; actual a header and access_token in the query',
  ],
  [
    'the JSON serialisation',
    () => read('{"payload":""}'),
    'format.unsupported: expected a compact JWS with its payload; actual JSON serialisation',
  ],
  [
    'an encrypted token',
    () => read('a.b.c.d.e'),
    'format.unsupported: expected a compact JWS with its payload; actual encryption (JWE)',
  ],
  ['two segments', () => read(`${H}.${P}`), 'format.malformed: expected three segments; actual 2'],
  ['four segments', () => read(`${H}.${P}.c2ln.c2ln`), 'format.malformed: expected three segments; actual 4'],
  [
    'padding',
    () => read(`${H}.${P}.c2ln=`),
    'format.not_canonical: expected the base64url alphabet without padding; actual another spelling of the same bytes',
  ],
  [
    'another alphabet',
    () => read(`${H}.${P}.c2l+`),
    'format.not_canonical: expected the base64url alphabet without padding; actual another spelling of the same bytes',
  ],
  [
    'signs of no alphabet',
    () => read(`${H}.${P}.c!ln`),
    'format.malformed: expected base64url segments; actual something else',
  ],
  [
    'another alphabet and spare bits',
    () => read(`${H}.e31.c2l+`),
    'format.not_canonical: expected the base64url alphabet without padding; actual another spelling of the same bytes',
  ],
  [
    'a segment that cannot be',
    () => read(`${H}.${P}.c2lnc`),
    'format.malformed: expected base64url segments; actual something else',
  ],
  [
    'spare bits',
    () => read(`${H}.${P}.c2lnch`),
    'format.not_canonical: expected unused bits that are zero; actual another spelling of the same bytes',
  ],
  [
    'a header that is no JSON',
    () => read(`${segment('{')}.${P}.c2ln`),
    'format.malformed: expected a header that is a JSON object; actual something else',
  ],
  [
    'a payload that is no JSON',
    () => read(`${H}.${segment('[]')}.c2ln`),
    'format.malformed: expected a payload that is a JSON object; actual something else',
  ],
  [
    'a payload that is no UTF-8',
    () => read(`${H}.${segment(Uint8Array.of(0x22, 0xff, 0x22))}.c2ln`),
    'format.malformed: expected a payload that is a JSON object; actual something else',
  ],
  [
    'a header with a member twice',
    () => read(`${segment('{"alg":"ES256","alg":"ES256"}')}.${P}.c2ln`),
    'format.duplicate_member: expected a header with each member once; actual one twice',
  ],
  [
    'a payload with a member twice',
    () => read(`${H}.${segment('{"a":1,"a":1}')}.c2ln`),
    'format.duplicate_member: expected a payload with each member once; actual one twice',
  ],
  [
    'crit',
    () => read(forge({ alg: 'ES256', crit: ['exp'] }, {})),
    'format.unsupported: expected a compact JWS with its payload; actual the header parameter crit',
  ],
  [
    'b64',
    () => read(forge({ alg: 'ES256', b64: true }, {})),
    'format.unsupported: expected a compact JWS with its payload; actual the header parameter b64',
  ],
  [
    'zip',
    () => read(forge({ alg: 'ES256', zip: 'DEF' }, {})),
    'format.unsupported: expected a compact JWS with its payload; actual the header parameter zip',
  ],
  [
    'no alg',
    () => read(forge({ kid: 'k1' }, {})),
    'format.malformed: expected a header with alg, a string; actual none',
  ],
  [
    'a kid of another JSON type',
    () => read(forge({ alg: 'ES256', kid: 7 }, {})),
    'format.malformed: expected kid and typ as strings; actual another type',
  ],
  [
    'a typ of another JSON type',
    () => read(forge({ alg: 'ES256', typ: null }, {})),
    'format.malformed: expected kid and typ as strings; actual another type',
  ],
  [
    'no payload',
    () => read(`${H}..c2ln`),
    'format.unsupported: expected a compact JWS with its payload; actual a detached payload',
  ],
  ['no iss', () => attributed({}), 'issuer.missing: expected iss; actual -'],
  [
    'an iss of another JSON type',
    () => attributed({ iss: [ISS] }),
    'issuer.malformed: expected iss as a string; actual ["https://id.example"]',
  ],
  [
    'an iss that is not trusted',
    () => attributed({ iss: 'https://evil.example' }),
    'issuer.untrusted: expected one of "https://id.example", "https://i0.example", "https://i1.example", "https://i2.example", "https://i3.example"; actual "https://evil.example"',
  ],
  [
    'an algorithm that is not allowed',
    () => allowed('RS256'),
    'algorithm.not_allowed: expected one of ES256, EdDSA; actual "RS256"',
  ],
  [
    'an algorithm that is none',
    () => allowed('none'),
    'algorithm.not_allowed: expected one of ES256, EdDSA; actual "none"',
  ],
  [
    'an unknown key',
    () => found({ state: 'unknown', reason: 'why' }),
    'key.unknown: expected a key that login publishes; actual why',
  ],
  [
    'a key that does not fit',
    () => found({ state: 'unsuitable', reason: 'why' }),
    'key.unsuitable: expected a key for ES256; actual why',
  ],
  [
    'keys that are not there',
    () => found({ state: 'unavailable', reason: 'why', retryAfter: 1 }),
    'key.unavailable: expected the keys of login; actual why',
  ],
  [
    'a bad signature',
    () => signed(),
    'signature.invalid: expected a signature of login; actual another signature',
  ],
];

describe('the refusal', () => {
  it.each(ROWS)('of %s', async (_what, step, words) => {
    const result = await step();
    const said = result instanceof Denial ? inOneLine(result) : 'accepted';
    expect(said).toBe(words);
  });
});
