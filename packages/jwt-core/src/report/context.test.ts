import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { createSigner } from '../../test/mint.js';
import { asking, goodClaims, loginWith, ordersPolicy, ordersVerifier } from '../../test/orders.js';
import type { KeyFetcher } from '../keys/remote/fetcher.js';

describe('a decision event', () => {
  it('is sent in the asynchronous context of its request, also where requests wait for one fetch and one signature', async () => {
    const signer = await createSigner();
    const requests = new AsyncLocalStorage<string>();
    const seen: (readonly [string | undefined, string | undefined])[] = [];
    const keyFetcher: KeyFetcher = async () => {
      await new Promise(setImmediate);
      return { status: 200, body: Buffer.from(JSON.stringify({ keys: [signer.jwk] })) };
    };
    const verifier = await ordersVerifier([signer.jwk], {
      policy: ordersPolicy({ login: loginWith({ jwksUri: 'https://id.example/keys' }) }),
      keyFetcher,
      onDecision: ({ requestId }) => void seen.push([requestId, requests.getStore()]),
    });
    const [good, bad] = [await signer.sign(goodClaims()), await signer.sign(goodClaims({ aud: 'x' }))];
    const tokens = [good, good, bad, undefined, good, bad];
    await Promise.all(
      tokens.map((token, index) =>
        requests.run(String(index), () => verifier.decide(asking(token, { requestId: String(index) }))),
      ),
    );
    expect(seen).toHaveLength(tokens.length);
    expect(seen.filter(([requestId, context]) => requestId !== context)).toEqual([]);
  });
});
