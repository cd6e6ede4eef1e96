import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, type Signer } from '../../../test/mint.js';
import { disagreementOn, disagreementsIn } from '../../../test/vector-disagreements.js';
import { describeVectors } from '../../../test/vectors.js';
import { Denial } from '../../decision/denial.js';
import { parseCompact } from '../../integrity/jws/format.js';
import { isSignedBy } from '../../integrity/jws/signed-by.js';
import { canonicalAlgorithm, type Algorithm } from '../../jose/algorithms.js';
import type { Jwk } from '../../jose/jwk.js';
import { KeySet } from './key-set.js';
import { keysOf } from './keys.js';

let first: Signer;
let second: Signer;
let rsa: Signer;
beforeAll(async () => {
  [first, second, rsa] = await Promise.all([
    createSigner('ES256', 'first'),
    createSigner('ES256', 'second'),
    createSigner('RS256', 'rsa'),
  ]);
});

const ES256 = { algorithms: new Set(['ES256']), use: 'sig' } as const;

/** What a set of keys says: the x or n of the key found, or the state and the reason. */
async function find(
  keys: readonly Jwk[],
  kid: string | undefined,
  algorithm: Algorithm = 'ES256',
): Promise<unknown> {
  const set = await KeySet.admit(keys, { algorithms: new Set(['ES256', 'RS256', 'EdDSA']), use: 'sig' });
  const lookup = set.find(kid, algorithm);
  const [key] = keysOf(lookup);
  if (lookup.state !== 'found' || key === undefined)
    return `${lookup.state}: ${'reason' in lookup ? lookup.reason : ''}`;
  const { x, n } = JSON.parse(key.fingerprint) as { x?: string; n?: string };
  return x ?? n;
}

describe('a token that names its key', () => {
  it('gets that key', async () => {
    expect(await find([first.jwk, second.jwk], 'second')).toBe(second.jwk['x']);
  });

  it.each(['third', 'First', 'first ', '', '__proto__'])(
    'gets none for the unknown kid "%s"',
    async (kid) => {
      expect(await find([first.jwk], kid)).toBe('unknown: no key with this kid');
    },
  );

  it('does not get a key for another algorithm', async () => {
    expect(await find([first.jwk, rsa.jwk], 'rsa')).toBe('unsuitable: the key is for another algorithm');
  });

  it('gets the reason why its key was rejected', async () => {
    expect(await find([first.privateJwk], 'first')).toBe(
      'unsuitable: the key is private or secret, and published',
    );
  });
});

describe('a token that names no key', () => {
  it('gets the only key', async () => {
    expect(await find([first.jwk], undefined)).toBe(first.jwk['x']);
  });

  it('gets the only key for its algorithm', async () => {
    expect(await find([first.jwk, rsa.jwk], undefined, 'RS256')).toBe(rsa.jwk['n']);
  });

  it('gets the only usable key besides rejected ones', async () => {
    expect(await find([second.privateJwk, first.jwk], undefined)).toBe(first.jwk['x']);
  });

  it('gets a key that is published twice', async () => {
    expect(await find([first.jwk, { ...first.jwk, kid: 'again' }], undefined)).toBe(first.jwk['x']);
  });

  it('gets none of several: nothing is guessed', async () => {
    expect(await find([first.jwk, second.jwk], undefined)).toBe('unknown: the token names no key, and 2 fit');
  });

  it('gets none where no key is for its algorithm', async () => {
    expect(await find([rsa.jwk], undefined)).toBe('unknown: the token names no key, and 0 fit');
  });
});

describe('two keys under one kid', () => {
  const same = (signer: Signer): Jwk => ({ ...signer.jwk, kid: 'same' });

  it('are distinguished by their algorithms', async () => {
    expect(await find([same(first), same(rsa)], 'same', 'RS256')).toBe(rsa.jwk['n']);
    expect(await find([same(first), same(rsa)], 'same', 'ES256')).toBe(first.jwk['x']);
  });

  it('are one where they are equal', async () => {
    expect(await find([same(first), { ...same(first), use: 'sig', x5c: [] }], 'same')).toBe(first.jwk['x']);
    const twice = await KeySet.admit([first.jwk, first.jwk], ES256);
    expect([twice.size, twice.rejected]).toEqual([1, []]);
  });

  it('are reported where both could be meant', async () => {
    const { size, rejected } = await KeySet.admit([same(first), same(second)], ES256);
    expect([size, rejected]).toEqual([
      2,
      [{ keyId: 'same', reason: 'different keys are published under this kid', isUnsafe: true }],
    ]);
  });

  it('are unsuitable where both could be meant', async () => {
    expect(await find([same(first), same(second)], 'same')).toBe(
      'unsuitable: different keys are published under this kid',
    );
  });
});

describe('one bad key', () => {
  it.each<[string, Jwk]>([
    ['a secret', { kty: 'oct', k: 'c2VjcmV0', kid: 'bad' }],
    ['an unknown type', { kty: 'AKP', kid: 'bad' }],
    ['nonsense', { kty: 'EC', crv: 'P-256', x: 1, y: [], kid: 'bad', alg: 'ES256' }],
    ['for encryption', { kty: 'RSA', n: 'AQAB', e: 'AQAB', use: 'enc', kid: 'bad' }],
    ['under the kid of a good one', { kty: 'oct', k: 'c2VjcmV0', kid: 'first' }],
  ])('leaves the good ones usable: %s', async (_what, bad) => {
    expect(await find([bad, first.jwk, second.jwk], 'first')).toBe(first.jwk['x']);
    expect(await find([bad, first.jwk, second.jwk], 'second')).toBe(second.jwk['x']);
  });

  it('is not counted', async () => {
    expect((await KeySet.admit([first.jwk, { kty: 'oct' }], ES256)).size).toBe(1);
  });
});

/** A case that publishes an HMAC secret is refused here. `fixed-keys.test.ts` has those secrets as an issuer's own. */
describeVectors('wycheproof/json_web_key_test.json', 27, ({ testGroups }) => {
  const cases = testGroups.flatMap((group) =>
    group.tests.map((test) => ({ ...test, keys: (group.public ?? group.private).keys })),
  );

  async function verify({ jws, keys }: (typeof cases)[number]): Promise<string> {
    const token = parseCompact(jws);
    const algorithm = token instanceof Denial ? undefined : canonicalAlgorithm(token.header.alg);
    if (token instanceof Denial || algorithm === undefined) return 'no algorithm';
    const lookup = (await KeySet.admit(keys, { algorithms: new Set([algorithm]), use: 'sig' })).find(
      token.header.kid,
      algorithm,
    );
    const [key] = keysOf(lookup);
    if (key === undefined) return `key.${lookup.state}`;
    return (await isSignedBy(token, key)) ? 'signed' : 'signature.invalid';
  }

  it('are all there', () => {
    expect(cases).toHaveLength(26);
  });

  it.each(cases.filter(({ tcId }) => disagreementOn('JWK', tcId) === undefined))(
    'case $tcId, $comment: $result',
    async (each) => {
      const verdict = await verify(each);
      expect(verdict === 'signed' ? 'valid' : 'invalid', verdict).toBe(each.result);
    },
  );

  it.each(disagreementsIn('JWK', cases))(
    'case $id, which says $says: $reason',
    async ({ is, code, says }) => {
      expect(is.result).toBe(says);
      expect(await verify(is)).toBe(code);
    },
  );
});
