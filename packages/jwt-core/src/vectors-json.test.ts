/**
 * JSONTestSuite through a whole verifier. Each file stands in a token as its header, as its payload, and as the value of
 * a member of either, and the token is properly signed: nothing but the JSON can be the reason of a refusal.
 */

import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { createSigner, segment } from '../test/mint.js';
import { asking, goodClaims, ordersVerifier } from '../test/orders.js';
import { disagreementOn } from '../test/vector-disagreements.js';
import { describeVectors } from '../test/vectors.js';
import { defaultOf } from './policy/document/limits.js';
import type { Verifier } from './verify/verifier.js';

const HEADER = { alg: 'ES256', kid: 'k1', typ: 'at+jwt' };
const ANSWER_TO_BAD_JSON = /^401 format\.(?:malformed|duplicate_member|inexact_number|unsupported)$/u;
/** A token of more bytes is refused before anything of it is read. */
const MAX_TOKEN_BYTES = defaultOf('maxTokenBytes');

let key: KeyObject;
let verifier: Verifier;
beforeAll(async () => {
  const signer = await createSigner();
  key = createPrivateKey({ format: 'jwk', key: { ...signer.privateJwk } });
  verifier = await ordersVerifier([signer.jwk]);
});

/** The object, with one more member whose value is these bytes. */
function withMember(object: object, value: Uint8Array): Uint8Array {
  return Buffer.concat([
    Buffer.from(`${JSON.stringify(object).slice(0, -1)},"member":`),
    value,
    Buffer.from('}'),
  ]);
}

/** What the verifier says of a token that is signed over just these bytes. */
async function judge(header: object | Uint8Array, payload: object | Uint8Array): Promise<string> {
  const input = `${segment(header)}.${segment(payload)}`;
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  const decision = await verifier.decide(asking(`${input}.${segment(signature)}`));
  return decision.outcome === 'allow' ? 'allow' : `${String(decision.response.status)} ${decision.code}`;
}

type Place = readonly [place: string, judge: (text: Uint8Array) => Promise<string>];

const WHOLE: readonly Place[] = [
  ['header', (text) => judge(text, goodClaims())],
  ['payload', (text) => judge(HEADER, text)],
];
const MEMBERS: readonly Place[] = [
  ['member of the header', (text) => judge(withMember(HEADER, text), goodClaims())],
  ['member of the payload', (text) => judge(HEADER, withMember(goodClaims(), text))],
];

describeVectors('jsontestsuite/jsontestsuite.json', 342, (files) => {
  const textOf = ({ b64 }: (typeof files)[number]): Buffer => Buffer.from(b64, 'base64');
  const thatStartWith = (prefix: string): typeof files => files.filter(({ name }) => name.startsWith(prefix));

  it('are all there', () => {
    const sizes = ['n_', 'y_', 'i_'].map((prefix) => thatStartWith(prefix).length);
    expect([...sizes, files.length]).toEqual([188, 95, 35, 340]);
  });

  it('would pass with another text in their place', async () => {
    for (const [, judgeAt] of MEMBERS) expect(await judgeAt(Buffer.from('{"a":[1]}'))).toBe('allow');
    expect(await judge(HEADER, goodClaims())).toBe('allow');
  });

  it.each(thatStartWith('n_'))('$name is refused, wherever it stands', async (file) => {
    const text = textOf(file);
    const answer = text.length > MAX_TOKEN_BYTES ? /^401 credential\.too_large$/u : ANSWER_TO_BAD_JSON;
    for (const [place, judgeAt] of [...WHOLE, ...MEMBERS]) expect(await judgeAt(text), place).toMatch(answer);
  });

  it.each(thatStartWith('y_'))('$name is no token, and does no harm inside one', async (file) => {
    for (const [place, judgeAt] of WHOLE) expect(await judgeAt(textOf(file)), place).toMatch(/^401 /u);
    const otherwise = disagreementOn('JSON', file.name.replace('.json', ''))?.code;
    for (const [place, judgeAt] of MEMBERS)
      expect(await judgeAt(textOf(file)), place).toBe(otherwise === undefined ? 'allow' : `401 ${otherwise}`);
  });

  it.each(files.filter(({ expect: says }) => says === 'implementation-defined' || says === 'transform'))(
    '$name is no token, and is refused inside one or does no harm',
    async (file) => {
      for (const [place, judgeAt] of WHOLE) expect(await judgeAt(textOf(file)), place).toMatch(/^401 /u);
      const verdicts = await Promise.all(MEMBERS.map(([, judgeAt]) => judgeAt(textOf(file))));
      expect(new Set(verdicts).size, verdicts.join()).toBe(1);
      if (verdicts[0] !== 'allow') expect(verdicts[0]).toMatch(ANSWER_TO_BAD_JSON);
    },
  );
});
