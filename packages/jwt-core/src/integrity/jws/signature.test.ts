import { beforeAll, describe, expect, it } from 'vitest';
import { issuerWith, judgeJws, openRing } from '../../../test/jws.js';
import { createSigner, type Signer } from '../../../test/mint.js';
import { goodClaims, ISS } from '../../../test/orders.js';
import { Denial } from '../../decision/denial.js';
import { keysOf } from '../../keys/set/keys.js';
import type { Algorithm } from '../../jose/algorithms.js';
import { parseToken } from './format.js';
import { attribute } from './issuer.js';
import { verifySignature } from './signature.js';

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
    expect(await judgeJws(token, signer.jwk, [alg])).toBe('signed');
  });

  it.each([
    ['another header', 0],
    ['another payload', 1],
  ])('is not signed with %s', async (_what, index) => {
    const other = (await signer.sign({ sub: 'b' }, { typ: 'JWT' })).split('.');
    const parts = token.split('.').map((part, position) => (position === index ? other[index] : part));
    expect(await judgeJws(parts.join('.'), signer.jwk, [alg])).toBe('signature.invalid');
  });

  it('is not signed without a signature', async () => {
    expect(await judgeJws(token.slice(0, token.lastIndexOf('.') + 1), signer.jwk, [alg])).toBe(
      'signature.invalid',
    );
  });

  it('is not signed by another key of the same id', async () => {
    const jwk =
      alg.startsWith('RS') || alg.startsWith('PS') ? strangerRsa.jwk : (await createSigner(alg)).jwk;
    expect(await judgeJws(token, { ...jwk, alg }, [alg])).toBe('signature.invalid');
  });
});

describe('the two names of Ed25519 (RFC 9864)', () => {
  const names = ['EdDSA', 'Ed25519'] as const;
  const rows = names.flatMap((header) =>
    names.flatMap((key) => names.map((policy) => ({ header, key, policy }))),
  );

  it.each(rows)('header $header, JWK $key, policy $policy', async ({ header, key, policy }) => {
    const signer = await createSigner(header, 'k1', { alg: key });
    expect(await judgeJws(await signer.sign({}), signer.jwk, [policy])).toBe('signed');
  });
});

describe('a signed token', () => {
  it('carries the claims, the issuer, the algorithm and the key', async () => {
    const signer = await createSigner('Ed25519');
    const token = parseToken({ scheme: 'Bearer', token: await signer.sign(goodClaims()) });
    if (token instanceof Denial) throw new Error(token.code);
    const attributed = attribute(token, {
      issuers: new Map([[ISS, { iss: ISS, tenant: undefined, policy: issuerWith(['EdDSA']), sources: [] }]]),
      trustDomains: new Map(),
    });
    const lookup = await (await openRing([signer.jwk], ['EdDSA'])).find('k1', 'EdDSA');
    if (attributed instanceof Denial) throw new Error('The token was refused before.');
    expect(await verifySignature(attributed, keysOf(lookup), () => 'jwks')).toMatchObject({
      header: { alg: 'Ed25519', kid: 'k1', typ: 'at+jwt' },
      claims: goodClaims(),
      entry: { policy: { name: 'login' } },
      key: { algorithm: 'EdDSA', keyId: 'k1' },
      keySource: 'jwks',
    });
  });
});
