/** Keys that come and go while tokens are checked, over real connections on this machine. */

import { beforeAll, describe, expect, it } from 'vitest';
import { generateKeyPair } from '../../../test/key-pairs.js';
import { FRESH, MINUTE, SECOND, UNKNOWN_COOL_DOWN } from '../../../test/key-publisher.js';
import { KeyWorld } from '../../../test/key-world.js';
import { createSigner, type Signer } from '../../../test/mint.js';
import type { StubProvider } from '../../../test/stub-provider.js';
import type { Jwk } from '../../jose/jwk.js';

let signers: readonly [Signer, Signer];
let next: Signer;
beforeAll(async () => {
  signers = [await createSigner(), await createSigner()];
  next = await createSigner('ES256', 'k2');
});

const verdict = async (world: KeyWorld, provider: StubProvider, signer: Signer): Promise<string> =>
  (await world.ask(provider, signer)).verdict;

const start = async (): Promise<{
  readonly world: KeyWorld;
  readonly login: StubProvider;
  readonly key: Signer;
}> => {
  const world = await KeyWorld.start(signers);
  return { world, login: world.providers[0], key: signers[0] };
};

describe.each(['cold', 'warm'] as const)('a %s ring', (state) => {
  const startIn = async (): ReturnType<typeof start> => {
    const started = await start();
    if (state === 'warm') await started.world.ask(started.login, started.key);
    return started;
  };

  it('finds a key at once that the provider signs with from now on', async () => {
    const { world, login } = await startIn();
    login.keys = [next.jwk];
    expect(await verdict(world, login, next)).toBe('accepted');
    expect(await verdict(world, login, signers[1])).toBe('key.unknown');
  });

  it('finds it also where the provider rotates while it is being asked', async () => {
    const { world, login, key } = await startIn();
    let release = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      login.answer = (request, response) => {
        if (request.url !== '/keys') return login.respondNormally(request, response);
        login.answer = undefined;
        const old = JSON.stringify({ keys: login.keys });
        release = () => response.writeHead(200, { 'content-type': 'application/json' }).end(old);
        resolve();
      };
    });
    if (state === 'warm') world.pass(FRESH * 0.85);
    const first = verdict(world, login, key);
    await asked;
    login.keys = [...login.keys, next.jwk];
    const second = verdict(world, login, next);
    release();
    expect([await first, await second]).toEqual(['accepted', 'accepted']);
  });

  it('no longer believes a key that the provider removed, from the next fetch on', async () => {
    const { world, login, key } = await startIn();
    await world.ask(login, key);
    login.keys = [next.jwk];
    world.pass(FRESH * 0.85);
    await world.ask(login, key);
    await world.settled();
    expect(await verdict(world, login, key)).toBe('key.unknown');
    expect(await verdict(world, login, next)).toBe('accepted');
  });

  it('takes good keys among bad ones', async () => {
    const { world, login, key } = await startIn();
    const { publicKey } = await generateKeyPair('rsa', { modulusLength: 1024 });
    const weak = publicKey.export({ format: 'jwk' });
    const bad: readonly Jwk[] = [
      { ...next.privateJwk, kid: 'private' },
      { kty: 'oct', k: 'c2VjcmV0', kid: 'secret' },
      { ...weak, alg: 'RS256', kid: 'weak' },
      { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA', kid: 'malformed' },
      { kty: 'AKP', kid: 'strange' },
    ];
    login.keys = [...bad, key.jwk];
    world.pass(FRESH);
    expect(await verdict(world, login, key)).toBe('accepted');
    expect(await verdict(world, login, signers[1])).toBe('signature.invalid');
    expect(world.eventsOf(login, 'keys.rejected')).toMatchObject([
      { keyId: 'private' },
      { keyId: 'secret' },
      { keyId: 'malformed' },
    ]);
  });

  it.each([-90 * SECOND, 90 * SECOND])('does not mind a clock step of %i ms', async (step) => {
    const { world, login, key } = await startIn();
    world.wall += step;
    for (let request = 0; request < 10; request += 1)
      expect(await verdict(world, login, key)).toBe('accepted');
    expect(await verdict(world, login, signers[1])).toBe('signature.invalid');
    world.wall -= 2 * step;
    expect(await verdict(world, login, key)).toBe('accepted');
    expect(world.fetchesOf(login)).toBe(1);
  });
});

/** Add, sign, retire: a key is published for as long as caches may keep the set before it is signed with. */
it('rotation under load costs no good token and keeps no retired key', async () => {
  const { world, login } = await start();
  const CACHE_AGE = 10 * MINUTE;
  const TOKEN_LIFETIME = 5 * MINUTE;
  const STEP = 15 * SECOND;
  const keys = await Promise.all(
    Array.from({ length: 4 }, (_each, index) => createSigner('ES256', `r${String(index)}`)),
  );
  login.headers = { 'cache-control': `max-age=${String(CACHE_AGE / SECOND)}` };
  // Key i is published at its start, signs one cache age later, and is retired when its last token is over.
  const PERIOD = 12 * MINUTE;
  const publishedAt = (index: number): number => (index === 0 ? -CACHE_AGE : (index - 1) * PERIOD + MINUTE);
  const signsFrom = (index: number): number => publishedAt(index) + CACHE_AGE;
  const retiredAt = (index: number): number => signsFrom(index + 1) + TOKEN_LIFETIME;

  let [good, late] = [0, 0];
  const fetchAfterRetirement = new Map<number, number>();
  for (let now = 0; now <= 50 * MINUTE; now += STEP) {
    const isPublished = (index: number): boolean => publishedAt(index) <= now && now < retiredAt(index);
    login.keys = keys.filter((_key, index) => isPublished(index)).map(({ jwk }) => jwk);
    for (const [index, key] of keys.entries()) {
      const isGood = signsFrom(index) <= now && isPublished(index);
      if (isGood) {
        expect({ now, index, verdict: await verdict(world, login, key) }).toEqual({
          now,
          index,
          verdict: 'accepted',
        });
        good += 1;
      } else if (retiredAt(index) <= now) {
        const fetches = fetchAfterRetirement.get(index) ?? world.fetchesOf(login);
        fetchAfterRetirement.set(index, fetches);
        const found = await verdict(world, login, key);
        if (world.fetchesOf(login) > fetches && world.underWay === 0) {
          expect({ now, index, found }).not.toEqual({ now, index, found: 'accepted' });
          late += 1;
        }
      }
    }
    await world.settled();
    world.pass(STEP);
  }
  expect(good).toBeGreaterThan(200);
  expect(late).toBeGreaterThan(50);
  // Every eight minutes, and once in a while because a client still uses a retired key.
  expect(world.fetchesOf(login)).toBeLessThan(20);
});

it('notices a rotation without notice within one cool-down, also in a flood of made-up kids', async () => {
  const { world, login, key } = await start();
  const ring = world.ringOf(login);
  await world.ask(login, key);
  for (let each = 0; each < 1_000; each += 1) await ring.find(`made-up-${String(each)}`, 'ES256');
  login.keys = [key.jwk, next.jwk];
  const seen: string[] = [];
  for (let second = 0; second <= UNKNOWN_COOL_DOWN / SECOND; second += 1) {
    seen.push(await verdict(world, login, next));
    for (let each = 0; each < 100; each += 1)
      await ring.find(`more-${String(second)}-${String(each)}`, 'ES256');
    expect(await verdict(world, login, key)).toBe('accepted');
    world.pass(SECOND);
  }
  expect(seen.at(-1)).toBe('accepted');
  expect(world.fetchesOf(login)).toBe(3);
});
