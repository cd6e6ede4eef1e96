/** A slow provider, with clocks that advance: a frozen one would hide a request that waits without end. */

import { afterEach, describe, expect, it } from 'vitest';
import { createSigner } from '../../../test/mint.js';
import { ISS, loginWith, ordersPolicy } from '../../../test/orders.js';
import { compileService } from '../../policy/compile/compile-service.js';
import type { Jwk } from '../../jose/jwk.js';
import type { FetchedDocument } from './fetcher.js';
import { KeyRings } from '../key-rings.js';
import type { KeyFinder } from '../key-ring.js';

let rings: KeyRings | undefined;
afterEach(() => rings?.close());

/** A ring with stale keys, whose provider answers the next fetch when the test says so. */
async function overdueRing(): Promise<{
  readonly ring: KeyFinder;
  readonly publish: (jwks: readonly Jwk[]) => void;
  readonly fail: () => void;
}> {
  const { jwk } = await createSigner('ES256', 'old');
  const service = compileService(ordersPolicy({ login: loginWith({ jwksUri: `${ISS}/keys` }) }), 'orders');
  const entry = service.issuers.get(ISS);
  if (entry === undefined) throw new Error('The policy has no issuer.');
  const answer = (jwks: readonly Jwk[]): FetchedDocument => ({
    status: 200,
    body: Buffer.from(JSON.stringify({ keys: jwks })),
  });
  let end: { resolve: (document: FetchedDocument) => void; reject: (reason: Error) => void } | undefined;
  let isFirst = true;
  let jump = 0;
  rings = await KeyRings.open(service, {
    clock: () => Date.now() + jump,
    steady: () => performance.now() + jump,
    allowHttpLoopback: false,
    fetcher: () => {
      if (!isFirst) return new Promise((resolve, reject) => (end = { resolve, reject }));
      isFirst = false;
      return Promise.resolve(answer([jwk]));
    },
  });
  const ring = rings.ringOf(entry);
  expect(await ring.find('old', 'ES256')).toMatchObject({ state: 'found' });
  jump = 2 * 3_600_000;
  return { ring, publish: (jwks) => end?.resolve(answer(jwks)), fail: () => end?.reject(new Error('down')) };
}

const stateOf = async (ring: KeyFinder, kid: string): Promise<string> =>
  (await ring.find(kid, 'ES256')).state;

describe('while the provider does not answer', () => {
  it('denies an unknown kid with key.unavailable, and does not make requests wait for long', async () => {
    const { ring, publish } = await overdueRing();
    const { jwk } = await createSigner('ES256', 'new');
    const first = stateOf(ring, 'new');
    await new Promise((resolve) => setTimeout(resolve, 1_200)); // longer than a request waits
    expect(await stateOf(ring, 'new')).toBe('unavailable');
    expect(await first).toBe('unavailable');
    expect(await stateOf(ring, 'old')).toBe('found');
    publish([jwk]);
    await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await stateOf(ring, 'new')).toBe('found');
  });

  it('and then fails, nothing is remembered as unknown', async () => {
    const { ring, fail } = await overdueRing();
    const first = stateOf(ring, 'new');
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    fail();
    expect(await first).toBe('unavailable');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await stateOf(ring, 'new')).toBe('unavailable');
  });
});
