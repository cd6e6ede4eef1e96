import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSigner, NOW, type Signer } from '../../test/mint.js';
import { asking, goodClaims, loginWith, ordersPolicy } from '../../test/orders.js';
import type { Jwk } from '../jose/jwk.js';
import type { DecisionEvent } from '../report/decision-event.js';
import { createVerifier } from './create-verifier.js';
import type { Verifier } from './verifier.js';

let signer: Signer;
let verifier: Verifier;
let events: DecisionEvent[];
let published: readonly Jwk[];
let now: number;

beforeAll(async () => {
  signer = await createSigner();
});

beforeEach(async () => {
  events = [];
  published = [signer.jwk];
  now = NOW;
  verifier = await createVerifier({
    policy: ordersPolicy({ login: loginWith({ jwksUri: 'https://id.example/keys' }) }),
    clock: () => now,
    keyFetcher: () =>
      Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify({ keys: published })) }),
    tokenCache: { maxEntries: 0 },
    onDecision: (event) => events.push(event),
  });
});

const caches = (): readonly unknown[] => events.map(({ cache }) => cache);

describe('identify and decide on one request', () => {
  it('share the authenticated token, also where no token is remembered', async () => {
    const request = asking(await signer.sign(goodClaims()), { key: {} });
    await verifier.identify(request);
    expect(await verifier.decide(request)).toMatchObject({ outcome: 'allow' });
    expect(caches()).toEqual(['miss', 'hit']);
  });

  it.each([
    ['of another request', { key: {} }],
    ['of a request that has no key', {}],
  ])('share nothing with a decision %s', async (_what, rest) => {
    const token = await signer.sign(goodClaims());
    await verifier.identify(asking(token, { key: {} }));
    await verifier.decide(asking(token, rest));
    expect(caches()).toEqual(['miss', 'miss']);
  });

  it('share nothing where the request carries another token by then', async () => {
    const key = {};
    await verifier.identify(asking(await signer.sign(goodClaims()), { key }));
    const other = asking(await signer.sign(goodClaims({ scope: '' })), { key });
    expect(await verifier.decide(other)).toMatchObject({ code: 'operation.scope' });
    expect(caches()).toEqual(['miss', 'miss']);
  });

  it('judge by the clock of each', async () => {
    const request = asking(await signer.sign(goodClaims()), { key: {} });
    await verifier.identify(request);
    now += 306_000;
    expect(await verifier.decide(request)).toMatchObject({ code: 'time.expired' });
  });

  it('ask again where the key is withdrawn between them', async () => {
    const request = asking(await signer.sign(goodClaims()), { key: {} });
    await verifier.identify(request);
    published = [(await createSigner('ES256', 'k2')).jwk];
    now += 3_600_000 * 2;
    await verifier.warmUp();
    now = NOW;
    expect(await verifier.decide(request)).toMatchObject({ code: 'key.unknown' });
  });

  it('keep nothing for an explanation', async () => {
    const request = asking(await signer.sign(goodClaims()), { key: {} });
    await verifier.explain(request);
    await verifier.decide(request);
    expect(caches()).toEqual(['miss']);
  });
});
