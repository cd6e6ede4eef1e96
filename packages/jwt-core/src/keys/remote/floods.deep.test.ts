/** What many requests at once cost the provider, over real connections on this machine. */

import { beforeAll, describe, expect, it } from 'vitest';
import { SECOND, UNKNOWN_COOL_DOWN } from '../../../test/key-publisher.js';
import { KeyWorld } from '../../../test/key-world.js';
import { createSigner, type Signer } from '../../../test/mint.js';

let signers: readonly [Signer, Signer];
beforeAll(async () => {
  signers = [await createSigner(), await createSigner()];
});

describe('a thousand requests at once', () => {
  it('cause one fetch, where the keys are not there yet', async () => {
    const world = await KeyWorld.start(signers);
    const [login] = world.providers;
    const outcomes = await Promise.all(Array.from({ length: 1_000 }, () => world.ask(login, signers[0])));
    expect(new Set(outcomes.map(({ verdict }) => verdict))).toEqual(new Set(['accepted']));
    expect(login.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  it('cause one fetch, where the provider fails', async () => {
    const world = await KeyWorld.start(signers);
    const [login] = world.providers;
    login.answer = (_request, response) => response.writeHead(500).end();
    const outcomes = await Promise.all(Array.from({ length: 1_000 }, () => world.ask(login, signers[0])));
    expect(new Set(outcomes.map(({ verdict }) => verdict))).toEqual(new Set(['key.unavailable']));
    expect(login.asked).toEqual(['/.well-known/openid-configuration']);
  });
});

describe('a hundred thousand distinct unknown kids', () => {
  it.each([
    ['one after the other', 1],
    ['a thousand at once', 1_000],
  ])('%s, cause one fetch in a cool-down and cost no good token', async (_how, atOnce) => {
    const world = await KeyWorld.start(signers);
    const [login, partner] = world.providers;
    const ring = world.ringOf(login);
    expect(await world.ask(login, signers[0])).toMatchObject({ verdict: 'accepted' });
    expect(await world.ask(partner, signers[1])).toMatchObject({ verdict: 'accepted' });

    const COOL_DOWNS = 4;
    const ROUNDS = 100_000 / atOnce;
    for (let round = 0, kid = 0; round < ROUNDS; round += 1) {
      const kids = Array.from({ length: atOnce }, () => `made-up-${String((kid += 1))}`);
      const states = await Promise.all(kids.map(async (each) => (await ring.find(each, 'ES256')).state));
      expect(new Set(states)).toEqual(new Set(['unknown']));
      world.pass((COOL_DOWNS * UNKNOWN_COOL_DOWN) / ROUNDS);
      if (round % (ROUNDS / 10) === 0)
        expect(await world.ask(login, signers[0])).toMatchObject({ verdict: 'accepted' });
    }
    // The first keys, and one fetch for each cool-down.
    expect(world.fetchesOf(login)).toBeLessThanOrEqual(1 + COOL_DOWNS);
    expect(world.fetchesOf(partner)).toBe(1);
  });

  it('are not an outage, and do not hide one', async () => {
    const world = await KeyWorld.start(signers);
    const [login] = world.providers;
    const ring = world.ringOf(login);
    await world.ask(login, signers[0]);
    login.answer = (_request, response) => response.writeHead(503).end();
    for (let kid = 0; kid < 10_000; kid += 1) {
      expect(await ring.find(`made-up-${String(kid)}`, 'ES256')).toMatchObject({ state: 'unavailable' });
      world.pass(SECOND / 100); // a hundred seconds in all
    }
    expect(await world.ask(login, signers[0])).toMatchObject({ verdict: 'accepted' });
    // 0, 5, 15, 35, 65, 95: the back-off, half a minute at most where a request waits
    expect(world.fetchesOf(login)).toBeLessThanOrEqual(1 + 6);
  });
});
