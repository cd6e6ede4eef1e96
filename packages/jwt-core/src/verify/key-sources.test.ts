/** One issuer whose keys come from several sources for a while: what each token is checked with, and what operators see. */

import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { signWithSecret } from '../../test/hmac.js';
import { KeySourceWorld, NEW, OLD } from '../../test/key-sources.js';
import { createSigner, type Signer } from '../../test/mint.js';
import { goodClaims, ISS } from '../../test/orders.js';
import type { KeySources } from '../policy/document/document.js';

const SECRET = 'a-secret-of-at-least-32-bytes-0001';
const OTHER = 'a-secret-of-at-least-32-bytes-0002';
const DAY = 86_400_000;
/** The clock says 2026-11-23T12:00:00Z. */
const UNTIL = '2026-11-25';
const END = Date.parse(UNTIL);

let old: Signer;
let fresh: Signer;
beforeAll(async () => {
  [old, fresh] = await Promise.all([createSigner('ES256', 'old'), createSigner('ES256', 'new')]);
});

beforeEach(() => {
  vi.stubEnv('ORDERS_SECRET', SECRET);
  vi.stubEnv('ORDERS_OTHER_SECRET', OTHER);
});

/** Claims of a token that is good at this moment. */
const claimsAt = (now: number): object => {
  const iat = now / 1000 - 10;
  return goodClaims({ iat, exp: iat + 600 });
};

describe('an issuer that changes from a secret to published keys', () => {
  const KEYS: KeySources = [
    { jwksUri: NEW, algs: ['ES256'] },
    { secret: { env: 'ORDERS_SECRET' }, algs: ['HS256'], until: UNTIL },
  ];
  const start = (): Promise<KeySourceWorld> => KeySourceWorld.start(KEYS, { [NEW]: [fresh.jwk] });

  it('has tokens of both kinds accepted, each with the keys of its algorithm alone', async () => {
    const world = await start();
    const tokens = [signWithSecret(SECRET, goodClaims()), await fresh.sign(goodClaims())];
    expect(await world.askAll(tokens)).toEqual(['allow', 'allow']);
    expect(world.fetched).toEqual([NEW]);
  });

  it('shows in the decision event which of the two was used, also for a remembered token', async () => {
    const world = await start();
    const token = signWithSecret(SECRET, goodClaims());
    const [first, again] = [await world.ask(token), await world.ask(token)];
    expect(first.event).toMatchObject({ keySource: 'secret', algorithm: 'HS256', cache: 'miss' });
    expect(again.event).toMatchObject({ keySource: 'secret', algorithm: 'HS256', cache: 'hit' });
    const { event } = await world.ask(await fresh.sign(goodClaims()));
    expect(event).toMatchObject({ keySource: 'jwksUri', keyId: 'new', algorithm: 'ES256' });
  });

  it('denies a token under another secret with signature.invalid', async () => {
    const world = await start();
    expect(await world.askAll([signWithSecret(OTHER, goodClaims())])).toEqual(['signature.invalid']);
  });

  it('denies a token under the secret from the day of `until` on with key.unknown, and says why', async () => {
    const world = await start();
    world.now = END - 1;
    expect(await world.askAll([signWithSecret(SECRET, claimsAt(world.now))])).toEqual(['allow']);
    world.now = END;
    const { verdict, event } = await world.ask(signWithSecret(SECRET, claimsAt(world.now)));
    expect(verdict).toBe('key.unknown');
    expect(event.trace.at(-1)).toMatchObject({
      actual: 'no source for HS256 is in use: secret ended on 2026-11-25',
    });
    expect(await world.askAll([await fresh.sign(claimsAt(world.now))])).toEqual(['allow']);
  });

  it('denies a remembered token from that day on', async () => {
    const world = await start();
    world.now = END - 1;
    const token = signWithSecret(SECRET, claimsAt(END));
    expect(await world.askAll([token, token])).toEqual(['allow', 'allow']);
    world.now = END;
    expect(await world.askAll([token])).toEqual(['key.unknown']);
  });

  it('denies the second decision about one request, where the day begins between the two', async () => {
    const world = await start();
    const [key, token] = [{}, signWithSecret(SECRET, claimsAt(END))];
    world.now = END - 1;
    expect((await world.ask(token, key)).verdict).toBe('allow');
    world.now = END;
    expect((await world.ask(token, key)).verdict).toBe('key.unknown');
  });

  it('starts after that day as well, and is ready without the source that has ended', async () => {
    const world = await KeySourceWorld.start([
      { jwksUri: OLD, algs: ['ES256'], until: '2026-01-31' },
      { jwksUri: NEW, algs: ['ES256'] },
    ]);
    world.published.set(NEW, [fresh.jwk]);
    expect(await world.verifier.warmUp()).toMatchObject({
      ready: true,
      issuers: [
        { source: 'jwksUri 1 of 2', until: '2026-01-31', ready: true },
        { source: 'jwksUri 2 of 2', ready: true },
      ],
    });
    expect(world.fetched).toEqual([NEW]);
    expect(world.verifier.describe().issuers.map(({ state }) => state)).toEqual(['ended', 'fresh']);
  });

  it('starts after that day also where the secret is not in the environment any more', async () => {
    vi.stubEnv('ORDERS_SECRET', undefined);
    await expect(start()).rejects.toThrow('is not set in the environment');
    const ended: KeySources = [
      { jwksUri: NEW, algs: ['ES256'] },
      { secret: { env: 'ORDERS_SECRET' }, algs: ['HS256'], until: '2026-11-23' },
    ];
    const world = await KeySourceWorld.start(ended, { [NEW]: [fresh.jwk] });
    expect(await world.askAll([signWithSecret(SECRET, goodClaims())])).toEqual(['key.unknown']);
    world.now = Date.parse('2026-11-22T23:59:00Z'); // a clock that is set back gives no keys back
    expect(await world.askAll([signWithSecret(SECRET, claimsAt(world.now))])).toEqual(['key.unsuitable']);
    expect(world.fetched).toEqual([]);
  });

  it('shows each source with its state and its end', async () => {
    const world = await start();
    await world.askAll([await fresh.sign(goodClaims())]);
    const states = world.verifier.describe().issuers;
    expect(states).toMatchObject([
      { issuer: 'login', iss: ISS, source: 'jwksUri', algs: ['ES256'], until: undefined, state: 'fresh' },
      { issuer: 'login', iss: ISS, source: 'secret', algs: ['HS256'], until: UNTIL, state: 'fixed', keys: 1 },
    ]);
    expect(world.verifier.status().issuers).toEqual([
      { issuer: 'login', iss: ISS, source: 'jwksUri', ready: true },
      { issuer: 'login', iss: ISS, source: 'secret', until: UNTIL, ready: true },
    ]);
    world.now = END;
    expect(world.verifier.describe().issuers[1]).toMatchObject({ state: 'ended', until: UNTIL });
    expect(JSON.stringify([states, world.keyEvents])).not.toContain('ORDERS_SECRET');
  });
});

describe('an issuer with several secrets', () => {
  const KEYS: KeySources = { secret: [{ env: 'ORDERS_SECRET' }, { env: 'ORDERS_OTHER_SECRET' }] };
  const start = (): Promise<KeySourceWorld> => KeySourceWorld.start(KEYS, {}, { algs: ['HS256', 'HS384'] });

  beforeEach(() => {
    vi.stubEnv('ORDERS_SECRET', SECRET.padEnd(48, '.'));
    vi.stubEnv('ORDERS_OTHER_SECRET', OTHER.padEnd(48, '.'));
  });

  it.each([
    [SECRET, 'secret 1 of 2'],
    [OTHER, 'secret 2 of 2'],
  ])('has tokens under each of them accepted, and shows which: %s', async (secret, keySource) => {
    const world = await start();
    for (const alg of ['HS256', 'HS384'] as const) {
      const token = signWithSecret(secret.padEnd(48, '.'), goodClaims(), { kid: 'any' }, alg);
      expect(await world.ask(token)).toMatchObject({ verdict: 'allow', event: { keySource } });
    }
    expect(world.verifier.describe().issuers).toMatchObject([{ source: 'secret', keys: 2 }]);
  });

  it('has a token under neither denied with signature.invalid, and no source is shown', async () => {
    const { verdict, event } = await (await start()).ask(signWithSecret('x'.repeat(48), goodClaims()));
    expect([verdict, event.keySource, event.keyId]).toEqual(['signature.invalid', undefined, undefined]);
  });
});

describe('an issuer that changes from one key set to another', () => {
  const KEYS: KeySources = [
    { jwksUri: OLD, algs: ['ES256'], until: UNTIL },
    { jwksUri: NEW, algs: ['ES256'] },
  ];
  const start = (): Promise<KeySourceWorld> =>
    KeySourceWorld.start(KEYS, { [OLD]: [old.jwk], [NEW]: [fresh.jwk] });

  it('has tokens of both accepted, and shows which', async () => {
    const world = await start();
    expect((await world.ask(await old.sign(goodClaims()))).event.keySource).toBe('jwksUri 1 of 2');
    expect((await world.ask(await fresh.sign(goodClaims()))).event.keySource).toBe('jwksUri 2 of 2');
  });

  it('causes no fetch for tokens whose key is at hand', async () => {
    const world = await start();
    const tokens = await Promise.all([old.sign(goodClaims()), fresh.sign(goodClaims({ jti: '2' }))]);
    await world.askAll(tokens);
    const before = world.fetched.length;
    for (let minute = 0; minute < 5; minute += 1) {
      world.now += 60_000;
      const claims = claimsAt(world.now);
      expect(await world.askAll([await old.sign(claims), await fresh.sign(claims)])).toEqual([
        'allow',
        'allow',
      ]);
    }
    expect(world.fetched).toHaveLength(before);
  });

  it.each([['k1'], [undefined]])(
    'has tokens of both accepted where all keys have the kid %s',
    async (kid) => {
      const world = await start();
      const [first, second] = await Promise.all([createSigner('ES256', 'k1'), createSigner('ES256', 'k1')]);
      world.published.set(OLD, [{ ...first.jwk, kid }]);
      world.published.set(NEW, [{ ...second.jwk, kid }]);
      const tokens = await Promise.all(
        [first, second, first, second].map((each, index) =>
          each.sign(goodClaims({ jti: String(index) }), { kid }),
        ),
      );
      expect(await world.askAll(tokens)).toEqual(['allow', 'allow', 'allow', 'allow']);
    },
  );

  it('has the tokens of one accepted while the other cannot be reached: those of the other are 503', async () => {
    const world = await start();
    world.published.delete(OLD);
    const tokens = await Promise.all([fresh.sign(goodClaims()), old.sign(goodClaims())]);
    expect(await world.askAll(tokens)).toEqual(['allow', 'key.unavailable']);
    expect(world.verifier.status()).toMatchObject({
      ready: false,
      issuers: [
        { source: 'jwksUri 1 of 2', ready: false, reason: expect.stringMatching(/: down$/u) as string },
        { ready: true },
      ],
    });
    expect(world.keyEvents.filter(({ type }) => type === 'keys.failed')).toMatchObject([
      { source: 'jwksUri 1 of 2', reason: expect.stringMatching(/: down$/u) as string },
    ]);
  });

  it('has a token of no key denied: 503 while a source cannot be reached, else 401', async () => {
    const world = await start();
    world.published.delete(OLD);
    const forged = await (await createSigner('ES256', 'new')).sign(goodClaims());
    expect(await world.askAll([forged])).toEqual(['key.unavailable']);
    world.published.set(OLD, [old.jwk]);
    world.now += 60_000;
    expect(await world.askAll([forged])).toEqual(['signature.invalid']);
    const unknown = await (await createSigner('ES256', 'third')).sign(goodClaims());
    expect(await world.askAll([unknown])).toEqual(['key.unknown']);
  });

  it('has the old keys denied from the day of `until` on, and fetches them no more', async () => {
    const world = await start();
    world.now = END;
    const claims = claimsAt(END);
    expect(await world.askAll([await old.sign(claims), await fresh.sign(claims)])).toEqual([
      'key.unknown',
      'allow',
    ]);
    expect(world.fetched).not.toContain(OLD);
  });

  it('has a key that the newer one has just published accepted', async () => {
    const world = await start();
    await world.askAll(await Promise.all([old.sign(goodClaims()), fresh.sign(goodClaims())]));
    const next = await createSigner('ES256', 'next');
    world.published.set(NEW, [fresh.jwk, next.jwk]);
    world.now += 31_000;
    expect(await world.askAll([await next.sign(goodClaims())])).toEqual(['allow']);
  });
});

describe('a source of a list', () => {
  it('checks its own algorithms alone, though another source has the others', async () => {
    const rsa = await createSigner('RS256', 'rsa');
    const world = await KeySourceWorld.start(
      [
        { jwksUri: OLD, algs: ['RS256'] },
        { jwksUri: NEW, algs: ['ES256'] },
      ],
      { [OLD]: [fresh.jwk], [NEW]: [rsa.jwk, fresh.jwk] },
    );
    const tokens = [await rsa.sign(goodClaims()), await fresh.sign(goodClaims())];
    expect(await world.askAll(tokens)).toEqual(['key.unavailable', 'allow']);
  });

  it('may be the only one, with an end', async () => {
    const world = await KeySourceWorld.start([{ jwks: { keys: [old.jwk] }, algs: ['ES256'], until: UNTIL }]);
    expect((await world.ask(await old.sign(goodClaims()))).event.keySource).toBe('jwks');
    world.now = END + 30 * DAY;
    expect(await world.askAll([await old.sign(claimsAt(world.now))])).toEqual(['key.unknown']);
  });
});
