/** Public vectors of signed tokens. Where we disagree with one, `test/vector-disagreements.ts` says why. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeJws } from '../../test/jws.js';
import { DISAGREEMENTS, disagreementOn, disagreementsIn } from '../../test/vector-disagreements.js';
import { describeVectors } from '../../test/vectors.js';
import { Denial } from '../decision/denial.js';
import type { Jwk } from '../jose/jwk.js';
import { parseCompact, parseToken } from './jws/format.js';
import { attribute } from './jws/issuer.js';

describeVectors('rfc/rfc-vectors.json', 14, ({ jws, dpop }) => {
  it.each(dpop)('$id is well signed, and no access token', async ({ token, jwk }) => {
    expect(await judgeJws(token, jwk, ['ES256'])).toBe('signed');
    const parsed = parseToken({ scheme: 'Bearer', token });
    const attributed =
      parsed instanceof Denial ? parsed : attribute(parsed, { issuers: new Map(), trustDomains: new Map() });
    expect(attributed).toMatchObject({ code: 'issuer.missing' });
  });

  it.each(jws)('$id is signed, by a key without kid', async ({ token, jwk, alg }) => {
    expect(await judgeJws(token, jwk, [alg])).toBe('signed');
  });

  it.each(jws)('$id is not signed once a character of it is another', async ({ token, jwk, alg }) => {
    const dot = token.lastIndexOf('.');
    const changed = token.slice(0, dot + 1) + (token[dot + 1] === 'A' ? 'B' : 'A') + token.slice(dot + 2);
    expect(await judgeJws(changed, jwk, [alg])).toBe('signature.invalid');
  });

  it.each(jws.filter(({ id }) => id.startsWith('rfc7515')))(
    '$id is a JWT, and is read as one',
    ({ token }) => {
      const parsed = parseToken({ scheme: 'Bearer', token });
      expect(parsed).toMatchObject({
        claims: { iss: 'joe', exp: 1_300_819_380, 'http://example.com/is_root': true },
      });
    },
  );

  it('rfc8037-A.4 signs a text, which is no JWT', () => {
    const token = jws.find(({ id }) => id === 'rfc8037-A.4')?.token ?? '';
    expect(parseToken({ scheme: 'Bearer', token })).toMatchObject({ code: 'format.malformed' });
  });
});

/** What the policy of such a key would list: its own algorithm, else the one that the token asks for. */
function algorithmsFor(jwk: Jwk, jws: string): readonly string[] {
  if (typeof jwk['alg'] === 'string') return [jwk['alg']];
  const token = parseCompact(jws);
  return token instanceof Denial ? [] : [token.header.alg];
}

describeVectors('wycheproof/json_web_signature_test.json', 408, ({ testGroups }) => {
  const cases = testGroups.flatMap((group) =>
    group.tests.map((test) => ({ ...test, jwk: group.public ?? group.private })),
  );
  const judge = async (jws: unknown, jwk: Jwk): Promise<string> =>
    typeof jws === 'string' ? judgeJws(jws, jwk, algorithmsFor(jwk, jws)) : 'no compact form';

  it('are all there', () => {
    expect(cases).toHaveLength(401);
  });

  it.each(cases.filter(({ tcId }) => disagreementOn('JWS', tcId) === undefined))(
    'case $tcId, $comment: $result',
    async ({ jws, jwk, result }) => {
      const verdict = await judge(jws, jwk);
      expect(verdict === 'signed' ? 'valid' : 'invalid', verdict).toBe(result);
    },
  );

  it.each(disagreementsIn('JWS', cases))(
    'case $id, which says $says: $reason',
    async ({ is, code, says }) => {
      expect(is.result).toBe(says);
      expect(await judge(is.jws, is.jwk)).toBe(code ?? 'signed');
    },
  );

  it.each([367, 370])('case %i is the valid case 357 again', (faulty) => {
    const [twin, original] = [faulty, 357].map((id) => cases.find(({ tcId }) => tcId === id));
    expect(original?.result).toBe('valid');
    expect([twin?.jws, twin?.jwk]).toEqual([original?.jws, original?.jwk]);
  });

  it.each([
    [346, 'PS384'],
    [347, 'ES512'],
    [350, 'PS384'],
    [351, 'ES512'],
  ])('case %i, of RFC 7520 §4, is signed once its key says %s, as its header does', async (faulty, alg) => {
    const wrong = cases.find(({ tcId }) => tcId === faulty);
    expect(await judge(wrong?.jws, { ...wrong?.jwk, alg })).toBe('signed');
  });
});

describeVectors('wycheproof/json_web_crypto_test.json', 84, ({ testGroups }) => {
  const cases = testGroups.flatMap((group) => {
    const { keys, ...jwk } = group.public ?? group.private;
    return group.tests.map((test) => ({ ...test, keys: (keys as readonly Jwk[] | undefined) ?? jwk }));
  });
  const signed = cases.filter(({ jws }) => jws !== undefined);

  it('are all there', () => {
    expect([signed.length, cases.length]).toEqual([49, 83]);
  });

  const judge = async (jws: unknown, keys: Jwk | readonly Jwk[]): Promise<string> => {
    const algorithms = (Array.isArray(keys) ? keys : [keys]).map((key: Jwk) => String(key['alg']));
    return typeof jws === 'string' ? judgeJws(jws, keys, algorithms) : 'no compact form';
  };

  it.each(signed.filter(({ tcId }) => disagreementOn('crypto', tcId) === undefined))(
    'case $tcId, $comment: $result',
    async ({ jws, keys, result }) => {
      const verdict = await judge(jws, keys);
      expect(verdict === 'signed' ? 'valid' : 'invalid', verdict).toBe(result);
    },
  );

  it.each(disagreementsIn('crypto', signed))(
    'case $id, which says $says: $reason',
    async ({ is, code, says }) => {
      expect(is.result).toBe(says);
      expect(await judge(is.jws, is.keys)).toBe(code);
    },
  );

  it.each(cases.filter(({ jwe }) => jwe !== undefined))(
    'case $tcId is encrypted, and no signed token',
    ({ jwe }) => {
      expect(parseCompact(typeof jwe === 'string' ? jwe : JSON.stringify(jwe))).toBeInstanceOf(Denial);
    },
  );
});

describe('docs/security.md', () => {
  it('explains every case that we judge otherwise, and no other', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/security.md'), 'utf8');
    const explained = [...page.matchAll(/^\| (JWS|JWK|crypto|JSON) ([^|]+?) +\| (valid|invalid)\b/gmu)];
    const told = explained.flatMap(([, file, ids, says]) =>
      (ids ?? '').split(', ').map((id) => `${String(file)} ${id.replaceAll('`', '')} ${String(says)}`),
    );
    const known = DISAGREEMENTS.map(({ file, id, says }) => `${file} ${id} ${says}`);
    expect([...told].sort()).toEqual([...known].sort());
  });
});
