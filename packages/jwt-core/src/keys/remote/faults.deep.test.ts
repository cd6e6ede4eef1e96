/**
 * The fault matrix: every way in which a provider fails × {never seen before, keys at hand} × {one of two issuers,
 * both}, over real connections on this machine. An outage is never a 401 and never lets a bad token in; it costs no
 * good token while keys are at hand; it costs the provider few fetches and the caller no waiting.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../../test/certificates.js';
import { OUTAGES, type Fault } from '../../../test/faults.js';
import { HOUR, MAX_STALE, MINUTE, SECOND } from '../../../test/key-publisher.js';
import { KeyWorld, TIMEOUT_MS, type Outcome } from '../../../test/key-world.js';
import { createSigner, type Signer } from '../../../test/mint.js';
import type { StubProvider } from '../../../test/stub-provider.js';

/**
 * What a busy machine may add to a wait. That no request waits for a fetch is tested otherwise: the fetch is still in
 * flight.
 */
const NOISE_MS = 1_000;

let signers: readonly [Signer, Signer];
let stranger: Signer;
const authority = await createAuthority();
beforeAll(async () => {
  // One kid for all of them: a look-up by kid alone would confuse them.
  signers = [await createSigner(), await createSigner()];
  stranger = await createSigner();
});

/** What was seen, for the table in the guide: `FAULT_TABLE=1 npx vitest run src/keys/remote/faults.deep.test.ts`. */
const rows: string[] = [];
afterAll(() => {
  if (process.env['FAULT_TABLE'] !== undefined) console.log(rows.join('\n'));
});

function record(
  fault: Fault,
  state: string,
  scope: string,
  outcomes: readonly Outcome[],
  fetches: number,
): void {
  const longest = Math.max(...outcomes.map(({ waited }) => waited)).toFixed(0);
  const verdicts = [...new Set(outcomes.map(({ verdict }) => verdict))].join(', ');
  rows.push(`| ${fault.name} | ${state} | ${scope} | ${verdicts} | ${String(fetches)} | ${longest} |`);
}

const verdictsOf = (outcomes: readonly Outcome[]): readonly string[] => [
  ...new Set(outcomes.map(({ verdict }) => verdict)),
];

interface Scene {
  readonly world: KeyWorld;
  readonly dead: readonly StubProvider[];
  readonly alive: readonly StubProvider[];
  readonly ownKey: (provider: StubProvider) => Signer;
}

async function setUp(fault: Fault, scope: 'one' | 'both'): Promise<Scene> {
  const world = await KeyWorld.start(signers, fault.isSecure === true ? authority : undefined);
  const [login, partner] = world.providers;
  return {
    world,
    dead: scope === 'one' ? [login] : [login, partner],
    alive: scope === 'one' ? [partner] : [],
    ownKey: (provider) => (provider === login ? signers[0] : signers[1]),
  };
}

/** Many at once: good tokens, tokens of an unknown signer, and tokens of the other issuer's key. */
async function askAll(
  { world, ownKey }: Scene,
  providers: readonly StubProvider[],
): Promise<{ readonly good: readonly Outcome[]; readonly bad: readonly Outcome[] }> {
  const each = providers.flatMap((provider) => Array.from({ length: 5 }, () => provider));
  const other = (provider: StubProvider): Signer =>
    ownKey(provider) === signers[0] ? signers[1] : signers[0];
  const [good, forged, foreign] = await Promise.all([
    Promise.all(each.map((provider) => world.ask(provider, ownKey(provider)))),
    Promise.all(each.map((provider) => world.ask(provider, stranger))),
    Promise.all(each.map((provider) => world.ask(provider, other(provider)))),
  ]);
  return { good, bad: [...forged, ...foreign] };
}

async function expectHealthy(scene: Scene, providers: readonly StubProvider[]): Promise<void> {
  if (providers.length === 0) return;
  const { good, bad } = await askAll(scene, providers);
  expect(verdictsOf(good)).toEqual(['accepted']);
  expect(verdictsOf(bad)).toEqual(['signature.invalid']);
}

const SCOPES = ['one', 'both'] as const;

describe.each(OUTAGES)('$name', (fault) => {
  it.each(SCOPES)(
    'before the first keys (%s): denies with 503 after one fetch, and then at once',
    async (scope) => {
      const scene = await setUp(fault, scope);
      const { world, dead, alive } = scene;
      world.begin(fault, dead);

      const [{ good, bad }] = await Promise.all([askAll(scene, dead), expectHealthy(scene, alive)]);
      expect(verdictsOf([...good, ...bad])).toEqual(['key.unavailable']);
      for (const { waited } of [...good, ...bad]) expect(waited).toBeLessThan(TIMEOUT_MS + NOISE_MS);
      for (const provider of world.providers) expect(world.fetchesOf(provider)).toBe(1);
      for (const provider of dead)
        expect([
          ...world.eventsOf(provider, 'keys.failed'),
          ...world.eventsOf(provider, 'keys.unusable'),
        ]).toMatchObject([{ reason: expect.stringMatching(fault.reason) as unknown }]);
      record(fault, 'cold', scope, [...good, ...bad], 1);

      // During the back-off: at once, and without a fetch.
      const again = await askAll(scene, dead);
      expect(verdictsOf([...again.good, ...again.bad])).toEqual(['key.unavailable']);
      for (const provider of dead) expect(world.fetchesOf(provider)).toBe(1);

      // Recovery within one cool-down.
      await world.end(fault, dead);
      world.pass(30 * SECOND);
      await expectHealthy(scene, world.providers);
      for (const provider of dead) expect(world.fetchesOf(provider)).toBe(2);
    },
  );

  it.each(SCOPES)(
    'with keys at hand (%s): allows every good token up to the limit, and no request waits',
    async (scope) => {
      const scene = await setUp(fault, scope);
      const { world, dead, alive, ownKey } = scene;
      await expectHealthy(scene, world.providers);
      world.begin(fault, dead);

      const outcomes: Outcome[] = [];
      let passed = 0;
      for (const at of [9 * MINUTE, 11 * MINUTE, HOUR, 2 * HOUR, MAX_STALE - MINUTE]) {
        world.pass(at - passed);
        passed = at;
        const { good, bad } = await askAll(scene, dead);
        expect(verdictsOf(good)).toEqual(['accepted']);
        expect(verdictsOf(bad)).toEqual(['signature.invalid']);
        outcomes.push(...good, ...bad);
        await world.settled();
        await expectHealthy(scene, alive);
        // An unknown kid may be a new key: 503, not 401.
        for (const provider of dead)
          expect(await world.ask(provider, ownKey(provider), { kid: 'k2' })).toMatchObject({
            verdict: 'key.unavailable',
          });
      }
      for (const { waited } of outcomes) expect(waited).toBeLessThan(NOISE_MS);
      for (const provider of dead) {
        record(fault, 'warm', scope, outcomes, world.fetchesOf(provider) - 1);
        expect(world.fetchesOf(provider) - 1).toBeLessThanOrEqual(10);
        expect(world.eventsOf(provider, 'keys.stale')).toHaveLength(1);
      }

      world.pass(MINUTE + 1);
      const { good, bad } = await askAll(scene, dead);
      expect(verdictsOf([...good, ...bad])).toEqual(['key.unavailable']);

      await world.end(fault, dead);
      world.pass(30 * SECOND);
      await expectHealthy(scene, world.providers);
      for (const provider of dead) expect(world.eventsOf(provider, 'keys.recovered')).toHaveLength(1);
    },
  );
});
