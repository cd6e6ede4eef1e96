/** Every refusal of the steps of integrity: its code here, its words in the golden file. */

import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inOneLine } from '../../test/denials.js';
import { forge, segment } from '../../test/mint.js';
import { ISS, loginWith, ordersPolicy } from '../../test/orders.js';
import { Denial } from '../decision/denial.js';
import type { ReasonCode } from '../decision/reasons.js';
import type { KeyLookup } from '../keys/set/keys.js';
import { compileService } from '../policy/compile/compile-service.js';
import { checkAlgorithm } from './jws/algorithm.js';
import { checkCredential, findCredential } from './credential.js';
import { parseToken } from './jws/format.js';
import { attribute } from './jws/issuer.js';
import { findKeys } from './jws/key.js';
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
  findKeys({ alg: 'ES256', kid: 'k1', typ: undefined }, login, 'ES256', {
    find: () => Promise.resolve(lookup),
  });
const signed = () => {
  const step = attributed({ iss: ISS });
  if (step instanceof Denial) return step;
  const material = createSecretKey(Buffer.alloc(32));
  const key = { material, algorithm: 'HS256', keyId: undefined, fingerprint: '' } as const;
  return verifySignature(step, [key], () => undefined);
};

const H = segment({ alg: 'ES256' });
const P = segment({ sub: 'a' });

const ROWS: readonly (readonly [what: string, step: () => unknown, code: ReasonCode])[] = [
  [
    'more headers than Node hands out',
    () => asked(Array<string>(1000).fill('Bearer a')),
    'credential.incomplete',
  ],
  ['no header', () => asked([]), 'credential.missing'],
  ['a token in the query alone', () => asked([], '/orders?access_token=x'), 'credential.unsupported'],
  ['two headers', () => asked(['Bearer a', 'Bearer b']), 'credential.ambiguous'],
  ['three headers', () => asked(['Bearer a', 'Bearer b', 'Bearer c']), 'credential.ambiguous'],
  ['an empty header', () => asked(['']), 'credential.malformed'],
  ['another scheme', () => asked(['Basic a']), 'credential.unsupported'],
  ['a token that is too long', () => asked([`Bearer ${'a'.repeat(101)}`]), 'credential.too_large'],
  ['two tokens in one header', () => asked(['Bearer a, Bearer b']), 'credential.ambiguous'],
  ['another scheme and a token in one header', () => asked(['Basic a, Bearer b']), 'credential.ambiguous'],
  ['a token with a space', () => asked(['Bearer a b']), 'credential.malformed'],
  [
    'a token in the header and in the query',
    () => asked(['Bearer a'], '/orders?access_token=x'),
    'credential.ambiguous',
  ],
  ['the JSON serialisation', () => read('{"payload":""}'), 'format.unsupported'],
  ['an encrypted token', () => read('a.b.c.d.e'), 'format.unsupported'],
  ['two segments', () => read(`${H}.${P}`), 'format.malformed'],
  ['four segments', () => read(`${H}.${P}.c2ln.c2ln`), 'format.malformed'],
  ['padding', () => read(`${H}.${P}.c2ln=`), 'format.not_canonical'],
  ['another alphabet', () => read(`${H}.${P}.c2l+`), 'format.not_canonical'],
  ['signs of no alphabet', () => read(`${H}.${P}.c!ln`), 'format.malformed'],
  ['another alphabet and spare bits', () => read(`${H}.e31.c2l+`), 'format.not_canonical'],
  ['a segment that cannot be', () => read(`${H}.${P}.c2lnc`), 'format.malformed'],
  ['spare bits', () => read(`${H}.${P}.c2lnch`), 'format.not_canonical'],
  ['a header that is no JSON', () => read(`${segment('{')}.${P}.c2ln`), 'format.malformed'],
  ['a payload that is no JSON', () => read(`${H}.${segment('[]')}.c2ln`), 'format.malformed'],
  [
    'a payload that is no UTF-8',
    () => read(`${H}.${segment(Uint8Array.of(0x22, 0xff, 0x22))}.c2ln`),
    'format.malformed',
  ],
  [
    'a header with a member twice',
    () => read(`${segment('{"alg":"ES256","alg":"ES256"}')}.${P}.c2ln`),
    'format.duplicate_member',
  ],
  [
    'a payload with a member twice',
    () => read(`${H}.${segment('{"a":1,"a":1}')}.c2ln`),
    'format.duplicate_member',
  ],
  ['crit', () => read(forge({ alg: 'ES256', crit: ['exp'] }, {})), 'format.unsupported'],
  ['b64', () => read(forge({ alg: 'ES256', b64: true }, {})), 'format.unsupported'],
  ['zip', () => read(forge({ alg: 'ES256', zip: 'DEF' }, {})), 'format.unsupported'],
  ['no alg', () => read(forge({ kid: 'k1' }, {})), 'format.malformed'],
  ['a kid of another JSON type', () => read(forge({ alg: 'ES256', kid: 7 }, {})), 'format.malformed'],
  ['a typ of another JSON type', () => read(forge({ alg: 'ES256', typ: null }, {})), 'format.malformed'],
  ['no payload', () => read(`${H}..c2ln`), 'format.unsupported'],
  ['no iss', () => attributed({}), 'issuer.missing'],
  ['an iss of another JSON type', () => attributed({ iss: [ISS] }), 'issuer.malformed'],
  ['an iss that is not trusted', () => attributed({ iss: 'https://evil.example' }), 'issuer.untrusted'],
  ['an algorithm that is not allowed', () => allowed('RS256'), 'algorithm.not_allowed'],
  ['an algorithm that is none', () => allowed('none'), 'algorithm.not_allowed'],
  ['an unknown key', () => found({ state: 'unknown', reason: 'why' }), 'key.unknown'],
  ['a key that does not fit', () => found({ state: 'unsuitable', reason: 'why' }), 'key.unsuitable'],
  [
    'keys that are not there',
    () => found({ state: 'unavailable', reason: 'why', retryAfter: 1 }),
    'key.unavailable',
  ],
  ['a bad signature', () => signed(), 'signature.invalid'],
];

const saidOf = async (step: () => unknown) => {
  const result = await step();
  return result instanceof Denial ? result : undefined;
};

describe('the refusal', () => {
  it.each(ROWS)('of %s has its code', async (_what, step, code) => {
    expect((await saidOf(step))?.code).toBe(code);
  });

  it('says the same words as before', async () => {
    const lines = await Promise.all(
      ROWS.map(async ([what, step]) => `${what}\n    ${inOneLine(await saidOf(step))}\n`),
    );
    await expect(lines.join('')).toMatchFileSnapshot('refusals.golden.txt');
  });
});
