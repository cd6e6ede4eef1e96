import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, type Signer } from '../../test/mint.js';
import { goodClaims, ISS, loginWith, ordersPolicy } from '../../test/orders.js';
import { describeVectors } from '../../test/vectors.js';
import { Denial } from '../decision/denial.js';
import { FixedKeyRing, SecretKeyRing, type KeyRing } from '../keys/key-ring.js';
import { KeySet } from '../keys/key-set.js';
import { canonicalAlgorithm, type Algorithm } from '../policy/algorithms.js';
import { compileService } from '../policy/compile.js';
import type { Jwk } from '../policy/document.js';
import type { IssuerPolicy } from '../policy/service-policy.js';
import { checkAlgorithm } from './algorithm.js';
import { parseCompact, parseToken } from './format.js';
import { attribute } from './issuer.js';
import { verifySignature } from './signature.js';
import { isSignedBy } from './signed-by.js';

/** An issuer that may use these algorithms. */
function issuerWith(algorithms: readonly string[]): IssuerPolicy {
  const policy = compileService(ordersPolicy({ login: loginWith({ discovery: 'oidc' }) }), 'orders');
  const issuer = policy.issuers.get(ISS)?.policy;
  if (issuer === undefined) throw new Error('The policy has no issuer.');
  return { ...issuer, algorithms: new Set(algorithms.map((name) => canonicalAlgorithm(name) ?? name)) };
}

/** A token through format, algorithm, key and signature, with one key; or the state that it did not get beyond. */
async function verify(jws: string, jwk: Jwk, algorithms: readonly string[]): Promise<string> {
  const token = parseCompact(jws);
  if (token instanceof Denial) return token.code;
  const algorithm = checkAlgorithm(token.header, issuerWith(algorithms));
  if (algorithm instanceof Denial) return algorithm.code;
  const lookup = await (await openRing(jwk, algorithms)).find(token.header.kid, algorithm);
  if (lookup.state !== 'found') return `key.${lookup.state}`;
  return (await isSignedBy(jws, lookup.key)) ? 'signed' : 'signature.invalid';
}

async function openRing(jwk: Jwk, algorithms: readonly string[]): Promise<KeyRing> {
  if (jwk['kty'] === 'oct') return new SecretKeyRing(Buffer.from(String(jwk['k']), 'base64url'));
  return new FixedKeyRing(
    await KeySet.admit([jwk], { algorithms: issuerWith(algorithms).algorithms, use: 'sig' }),
  );
}

let strangerRsa: Signer;
beforeAll(async () => {
  strangerRsa = await createSigner('RS256');
});

describe.each<Algorithm>([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
])('a token with %s', (alg) => {
  let signer: Signer;
  let token: string;
  beforeAll(async () => {
    signer = await createSigner(alg);
    token = await signer.sign({ sub: 'a' });
  });

  it('is signed by its key', async () => {
    expect(await verify(token, signer.jwk, [alg])).toBe('signed');
  });

  it.each([
    ['another header', 0],
    ['another payload', 1],
  ])('is not signed with %s', async (_what, index) => {
    const other = (await signer.sign({ sub: 'b' }, { typ: 'JWT' })).split('.');
    const parts = token.split('.').map((part, position) => (position === index ? other[index] : part));
    expect(await verify(parts.join('.'), signer.jwk, [alg])).toBe('signature.invalid');
  });

  it('is not signed without a signature', async () => {
    expect(await verify(token.slice(0, token.lastIndexOf('.') + 1), signer.jwk, [alg])).toBe(
      'signature.invalid',
    );
  });

  it('is not signed by another key of the same id', async () => {
    const jwk =
      alg.startsWith('RS') || alg.startsWith('PS') ? strangerRsa.jwk : (await createSigner(alg)).jwk;
    expect(await verify(token, { ...jwk, alg }, [alg])).toBe('signature.invalid');
  });
});

describe('the two names of Ed25519 (RFC 9864)', () => {
  const names = ['EdDSA', 'Ed25519'] as const;
  const rows = names.flatMap((header) =>
    names.flatMap((key) => names.map((policy) => ({ header, key, policy }))),
  );

  it.each(rows)('header $header, JWK $key, policy $policy', async ({ header, key, policy }) => {
    const signer = await createSigner(header, 'k1', { alg: key });
    expect(await verify(await signer.sign({}), signer.jwk, [policy])).toBe('signed');
  });
});

describe('a signed token', () => {
  it('carries the claims, the issuer, the algorithm and the key', async () => {
    const signer = await createSigner('Ed25519');
    const token = parseToken({ scheme: 'Bearer', token: await signer.sign(goodClaims()) });
    if (token instanceof Denial) throw new Error(token.code);
    const attributed = attribute(token, {
      issuers: new Map([[ISS, { iss: ISS, tenant: undefined, policy: issuerWith(['EdDSA']) }]]),
      trustDomains: new Map(),
    });
    const lookup = await (await openRing(signer.jwk, ['EdDSA'])).find('k1', 'EdDSA');
    if (attributed instanceof Denial || lookup.state !== 'found')
      throw new Error('The token was refused before.');
    expect(await verifySignature(attributed, lookup.key)).toMatchObject({
      header: { alg: 'Ed25519', kid: 'k1', typ: 'at+jwt' },
      claims: goodClaims(),
      issuer: { name: 'login' },
      algorithm: 'EdDSA',
      keyId: 'k1',
    });
  });
});

describeVectors('rfc/rfc-vectors.json', ({ jws }) => {
  it.each(jws)('$id is signed, by a key without kid', async ({ token, jwk, alg }) => {
    expect(await verify(token, jwk, [alg])).toBe('signed');
  });

  it.each(jws)('$id is not signed once a character of it is another', async ({ token, jwk, alg }) => {
    const dot = token.lastIndexOf('.');
    const changed = token.slice(0, dot + 1) + (token[dot + 1] === 'A' ? 'B' : 'A') + token.slice(dot + 2);
    expect(await verify(changed, jwk, [alg])).toBe('signature.invalid');
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
    typeof jws === 'string' ? verify(jws, jwk, algorithmsFor(jwk, jws)) : 'no compact form';

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
