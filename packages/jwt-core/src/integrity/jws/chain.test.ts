import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, forge, NOW, type Signer } from '../../../test/mint.js';
import { asking, goodClaims, ISS, loginWith, ordersPolicy } from '../../../test/orders.js';
import { Denial } from '../../decision/denial.js';
import { INTEGRITY_LAYERS } from '../../decision/layers.js';
import { Trace } from '../../decision/trace.js';
import { CredentialReader } from '../credential/reader.js';
import type { KeyFetcher } from '../../keys/remote/fetcher.js';
import { KeyRings } from '../../keys/key-rings.js';
import { compileService } from '../../policy/compile/compile-service.js';
import type { KeySource } from '../../policy/document/document.js';
import type { HttpRequest } from '../../request/access-request.js';
import { jwsAuthenticator } from './chain.js';

let signer: Signer;
let stranger: Signer;
beforeAll(async () => {
  [signer, stranger] = await Promise.all([createSigner(), createSigner()]);
});

const down: KeyFetcher = () => Promise.reject(new Error('down'));

async function establish(
  request: HttpRequest,
  keys: KeySource = { jwks: { keys: [signer.jwk] } },
): Promise<{ code: string; trace: Trace }> {
  const policy = ordersPolicy({ login: loginWith(keys) });
  const compiled = compileService(policy, 'orders');
  const rings = await KeyRings.open(compiled, {
    fetcher: down,
    clock: () => NOW,
  });
  const trace = new Trace();
  const found = new CredentialReader(compiled).read(request, undefined);
  const read =
    found instanceof Denial
      ? trace.step('credential', found)
      : jwsAuthenticator.read(found, { policy: compiled, rings }, trace);
  const result = read instanceof Denial ? read : await read();
  return { code: result instanceof Denial ? result.code : 'signed', trace };
}

describe('integrity', () => {
  it('passes every step, in order, for a token that its issuer signed', async () => {
    const { code, trace } = await establish(asking(await signer.sign(goodClaims())));
    expect(code).toBe('signed');
    expect(trace.verdicts).toEqual(INTEGRITY_LAYERS.map((layer) => ({ layer, verdict: 'passed' })));
    expect(trace).toMatchObject({ issuer: 'login', algorithm: 'ES256', keyId: 'k1' });
  });

  it.each([
    ['credential.missing', () => asking()],
    ['format.malformed', () => asking('abc')],
    ['issuer.untrusted', () => asking(forge({ alg: 'HS256', kid: 'x' }, { iss: 'https://evil.example' }))],
    ['algorithm.not_allowed', () => asking(forge({ alg: 'none', kid: 'x' }, { iss: ISS }, ''))],
    ['key.unknown', () => asking(forge({ alg: 'ES256', kid: 'x' }, { iss: ISS }))],
    ['signature.invalid', () => asking(forge({ alg: 'ES256', kid: 'k1' }, { iss: ISS }))],
  ])('stops at the first step that fails: %s', async (expected, request) => {
    const { code, trace } = await establish(request());
    expect(code).toBe(expected);
    const layer = expected.slice(0, expected.indexOf('.'));
    const reached = INTEGRITY_LAYERS.slice(0, INTEGRITY_LAYERS.findIndex((each) => each === layer) + 1);
    expect(trace.verdicts.map((each) => each.layer)).toEqual(reached);
    expect(trace.verdicts.at(-1)).toMatchObject({ verdict: 'failed', code: expected });
  });

  it('denies a token of another issuer that uses the same kid with signature.invalid', async () => {
    expect((await establish(asking(await stranger.sign(goodClaims())))).code).toBe('signature.invalid');
  });

  it.each(['jwk', 'jku', 'x5u', 'x5c'])('never takes a key from the %s of the token', async (member) => {
    const values = {
      jwk: stranger.jwk,
      jku: 'https://evil.example',
      x5u: 'https://evil.example',
      x5c: ['AAAA'],
    };
    const token = await stranger.sign(goodClaims(), { [member]: values[member as keyof typeof values] });
    expect((await establish(asking(token))).code).toBe('signature.invalid');
  });

  it('names the issuer, algorithm and key only once the policy knows them', async () => {
    const { trace } = await establish(
      asking(forge({ alg: 'ES256', kid: 'x' }, { iss: 'https://evil.example' })),
    );
    expect([trace.issuer, trace.algorithm, trace.keyId]).toEqual([undefined, undefined, undefined]);
    const { trace: later } = await establish(asking(forge({ alg: 'ES256', kid: 'evil' }, { iss: ISS })));
    expect([later.issuer, later.algorithm, later.keyId]).toEqual(['login', 'ES256', undefined]);
  });

  it('says that keys are unavailable when they cannot be fetched', async () => {
    const { code } = await establish(asking(await signer.sign(goodClaims())), { discovery: 'oidc' });
    expect(code).toBe('key.unavailable');
  });
});
