/**
 * Public vectors of signed tokens. Where we disagree with one, it stands in a table here, and is explained in
 * `docs/security.md`.
 */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeJws } from '../../test/jws.js';
import { describeVectors } from '../../test/vectors.js';
import { Denial } from '../decision/denial.js';
import type { Jwk } from '../policy/document.js';
import { parseCompact, parseToken } from './format.js';
import { attribute } from './issuer.js';

describeVectors('rfc/rfc-vectors.json', ({ jws, dpop }) => {
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

/** Faulty cases: they call valid what must be refused. */
const WRONGLY_VALID: Readonly<Record<number, string>> = {
  346: 'algorithm.not_allowed', // the header says PS256, the key PS384
  347: 'algorithm.not_allowed', // the key says ES521, which is no algorithm
  350: 'algorithm.not_allowed', // as 346
  351: 'algorithm.not_allowed', // as 347
  372: 'format.malformed', // a `?` in a segment
  373: 'format.malformed', // as 372
};

/** Faulty cases: called invalid for their padding, but the padding was lost, and each is the valid case 357 again. */
const WRONGLY_INVALID: readonly number[] = [367, 370];

/** What the policy of such a key would list: the key's own algorithm, else every one of its family. */
function algorithmsFor(jwk: Jwk, jws: string): readonly string[] {
  if (typeof jwk['alg'] === 'string') return [jwk['alg']];
  const token = parseCompact(jws);
  return token instanceof Denial ? [] : [token.header.alg];
}

describeVectors('wycheproof/json_web_signature_test.json', ({ testGroups }) => {
  const cases = testGroups.flatMap((group) =>
    group.tests.map((test) => ({ ...test, jwk: group.public ?? group.private })),
  );
  const judge = async (jws: unknown, jwk: Jwk): Promise<string> =>
    typeof jws === 'string' ? judgeJws(jws, jwk, algorithmsFor(jwk, jws)) : 'no compact form';

  const isFaulty = (tcId: number): boolean => tcId in WRONGLY_VALID || WRONGLY_INVALID.includes(tcId);

  it('are all there', () => {
    expect(cases).toHaveLength(401);
    expect(cases.filter(({ tcId, result }) => tcId in WRONGLY_VALID && result === 'valid')).toHaveLength(6);
  });

  it.each(cases.filter(({ tcId }) => !isFaulty(tcId)))(
    'case $tcId, $comment: $result',
    async ({ jws, jwk, result }) => {
      const verdict = await judge(jws, jwk);
      expect(verdict === 'signed' ? 'valid' : 'invalid', verdict).toBe(result);
    },
  );

  it.each(cases.filter(({ tcId }) => tcId in WRONGLY_VALID))(
    'case $tcId is faulty, and refused',
    async ({ tcId, jws, jwk }) => {
      expect(await judge(jws, jwk)).toBe(WRONGLY_VALID[tcId]);
    },
  );

  it.each(cases.filter(({ tcId }) => WRONGLY_INVALID.includes(tcId)))(
    'case $tcId is faulty: it is case 357, which is valid',
    ({ jws, jwk }) => {
      const twin = cases.find(({ tcId }) => tcId === 357);
      expect([jws, jwk]).toEqual([twin?.jws, twin?.jwk]);
    },
  );
});

/** They call valid what we refuse: a secret that is published beside other keys is nobody's secret. */
const PUBLISHED_SECRETS: readonly number[] = [48];

describeVectors('wycheproof/json_web_crypto_test.json', ({ testGroups }) => {
  const cases = testGroups.flatMap((group) => {
    const { keys, ...jwk } = group.public ?? group.private;
    return group.tests.map((test) => ({ ...test, keys: (keys as readonly Jwk[] | undefined) ?? jwk }));
  });
  const signed = cases.filter(({ jws }) => jws !== undefined);

  it('are all there', () => {
    expect([signed.length, cases.length]).toEqual([49, 83]);
  });

  it.each(signed)('case $tcId, $comment: $result', async ({ tcId, jws, keys, result }) => {
    const algorithms = (Array.isArray(keys) ? keys : [keys]).map((key: Jwk) => String(key['alg']));
    const verdict = typeof jws === 'string' ? await judgeJws(jws, keys, algorithms) : 'no compact form';
    const expected = PUBLISHED_SECRETS.includes(tcId) ? 'invalid' : result;
    expect(verdict === 'signed' ? 'valid' : 'invalid', verdict).toBe(expected);
  });

  it.each(cases.filter(({ jwe }) => jwe !== undefined))(
    'case $tcId is encrypted, and no signed token',
    ({ jwe }) => {
      expect(parseCompact(typeof jwe === 'string' ? jwe : JSON.stringify(jwe))).toBeInstanceOf(Denial);
    },
  );
});

describe('every case that we judge otherwise', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/security.md'), 'utf8');
  it.each([...Object.keys(WRONGLY_VALID), ...WRONGLY_INVALID, ...PUBLISHED_SECRETS])(
    'such as %s is explained in docs/security.md',
    (tcId) => {
      expect(page).toMatch(new RegExp(`^\\| \\w+ .*\\b${String(tcId)}\\b`, 'mu'));
    },
  );
});
