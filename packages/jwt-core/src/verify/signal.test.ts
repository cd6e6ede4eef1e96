import { describe, expect, it } from 'vitest';
import { createSigner, NOW } from '../../test/mint.js';
import { asking, goodClaims, loginWith, ordersPolicy } from '../../test/orders.js';
import type { KeyFetcher } from '../keys/remote/fetcher.js';
import { createVerifier } from './create-verifier.js';

const signer = await createSigner();
const silent: KeyFetcher = () => new Promise(() => undefined);

const open = (keyFetcher: KeyFetcher = silent) =>
  createVerifier({
    policy: ordersPolicy({ login: loginWith({ jwksUri: 'https://id.example/keys' }) }),
    clock: () => NOW,
    keyFetcher,
  });

describe('the signal of a decision', () => {
  it('ends the waiting: the promise rejects with its reason', async () => {
    const verifier = await open();
    const controller = new AbortController();
    const request = asking(await signer.sign(goodClaims()));
    const waiting = verifier.decide(request, { signal: controller.signal });
    controller.abort(new Error('the client is gone'));
    await expect(waiting).rejects.toThrow('the client is gone');
    await verifier.close();
  });

  it('rejects at once where it was aborted before', async () => {
    const verifier = await open();
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(verifier.identify(asking(), { signal })).rejects.toThrow('too late');
    await verifier.close();
  });

  it('changes nothing where it is not aborted, and nothing is left on it', async () => {
    const verifier = await open(() =>
      Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify({ keys: [signer.jwk] })) }),
    );
    const { signal } = new AbortController();
    const request = asking(await signer.sign(goodClaims()));
    expect(await verifier.decide(request, { signal })).toMatchObject({ outcome: 'allow' });
    await verifier.close();
  });
});

describe('a verifier', () => {
  it('is disposed of at the end of its block', async () => {
    const verifier = await open();
    await verifier[Symbol.asyncDispose]();
    await expect(verifier.decide(asking())).rejects.toThrow('The verifier is closed.');
    expect(verifier.status().ready).toBe(false);
  });
});
