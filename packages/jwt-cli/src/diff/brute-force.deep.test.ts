import { createTestIssuer, type TestIssuer } from '@org/jwt-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Asked } from '../../test/diff/ask.js';
import { pairOf, type Pair } from '../../test/diff/pairs.js';
import { Random } from '../../test/diff/random.js';
import { randomToken } from '../../test/diff/tokens.js';
import { compare } from './compare.js';
import type { Comparison, Effect } from './difference.js';

// The nightly run asks for 100,000 pairs, and for a million tokens.
const PAIRS = numberOf('JWT_DIFF_PAIRS', 300);
const TOKENS = numberOf('JWT_DIFF_TOKENS', PAIRS * 20);
const SEED = numberOf('JWT_DIFF_SEED', 1);
const PER_TEST = 100;
/** Pairs in which a difference was missed while the search was made. */
const FORMER = [1_000_139, 1_000_385, 1_000_587, 7_000_626, 11_000_424, 23_000_409, 47_000_750];
const NOW = Date.UTC(2026, 10, 28);

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer({ clock: () => NOW });
});
afterAll(() => issuer.close());

describe('diff, against random documents and tokens', () => {
  const counts = { compared: 0, differing: 0, incomplete: 0, witnesses: 0, differences: 0 };
  const blocks = Array.from({ length: Math.ceil(PAIRS / PER_TEST) }, (_block, index) => index);

  it.each(blocks)(
    'reports whatever a random token shows, and its witnesses hold: block %i',
    async (block) => {
      const failures: unknown[] = [];
      for (let index = 0; index < Math.min(PER_TEST, PAIRS); index += 1) {
        const seed = SEED * 1_000_003 + block * PER_TEST + index;
        const random = new Random(seed);
        const pair = await pairOf(random);
        await judge(pair, random, seed).catch((error: unknown) => failures.push(error));
      }
      expect(failures.map((each) => (each instanceof Error ? each.message : each))).toEqual([]);
    },
    PER_TEST * 3000,
  );

  it.each(FORMER)('reports what it once missed: seed %i', async (seed) => {
    const random = new Random(seed);
    await judge(await pairOf(random), random, seed, 400);
  });

  it('compares nearly every operation in full', () => {
    console.log(JSON.stringify(counts));
    expect(counts.differing).toBeGreaterThan(counts.compared / 4);
    expect(counts.incomplete).toBeLessThanOrEqual(counts.compared / 50);
  });

  async function judge(policies: Pair, random: Random, seed: number, tokens = TOKENS / PAIRS): Promise<void> {
    const comparison = await compare(policies, { now: NOW });
    const old = await ask(policies.old, issuer, NOW);
    const young = await ask(policies.new, issuer, NOW);
    try {
      counts.compared += 1;
      counts.differing += comparison.differences.length > 0 ? 1 : 0;
      counts.incomplete += comparison.incomplete.length > 0 ? 1 : 0;
      await confirmWitnesses(comparison, old, young, seed);
      await attack(policies, comparison, { old, young, random, seed, tokens });
    } finally {
      await Promise.all([old.close(), young.close()]);
    }
  }

  async function confirmWitnesses(
    { differences }: Comparison,
    old: Asked,
    young: Asked,
    seed: number,
  ): Promise<void> {
    for (const { effect, witness, service = '', operation = '', message } of differences) {
      if (witness === undefined) continue;
      counts.witnesses += 1;
      const { token, tenant } = witness;
      const asked = token && { ...token, tenant };
      const verdicts = [
        await old.allows(asked, service, operation),
        await young.allows(asked, service, operation),
      ];
      expect(verdicts, `seed ${String(seed)}: ${message}`).toEqual([
        effect === 'narrowed',
        effect === 'widened',
      ]);
    }
  }

  async function attack(
    policies: Pair,
    { differences, incomplete }: Comparison,
    {
      old,
      young,
      random,
      seed,
      tokens,
    }: { old: Asked; young: Asked; random: Random; seed: number; tokens: number },
  ): Promise<void> {
    const operations = [
      ...new Set(
        [policies.old, policies.new].flatMap(({ model }) =>
          Object.keys(model.services['shop']?.operations ?? {}),
        ),
      ),
    ];
    const reported = (effect: Effect, operation: string): boolean =>
      differences.some((each) => each.effect === effect && each.operation === operation) ||
      incomplete.some((each) => each.operation === operation);
    for (let times = tokens; times > 0; times -= 1) {
      const operation = random.one(operations);
      const { testing } = random.chance(0.5) ? old : young;
      const token = randomToken(testing, operation, random, NOW / 1000);
      const [before, after] = [
        await old.allows(token, 'shop', operation),
        await young.allows(token, 'shop', operation),
      ];
      if (before === after) continue;
      counts.differences += 1;
      const effect = after ? 'widened' : 'narrowed';
      expect(
        reported(effect, operation),
        `seed ${String(seed)}: ${operation} ${effect} for ${JSON.stringify(token)}`,
      ).toBe(true);
    }
  }
});

/** What is no number would compare nothing, and pass. */
function numberOf(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${name} is a whole number above 0, found ${JSON.stringify(process.env[name])}.`);
}
