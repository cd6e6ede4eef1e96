import type { Verifier } from '@org/jwt-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMatrixBench, materialAt, placeOf, type MatrixBench } from '../../test/matrix-bench.js';
import { goodToken } from '../alterations/alteration.js';
import {
  ATTACK_CLASSES,
  ATTACK_CONDITIONS,
  attackMatrix,
  oddityMatrix,
  runMatrix,
  toAccessRequest,
  withBearer,
  type SigningAlgorithm,
} from '../index.js';

const SETS = Array.from({ length: 10 }, (_, index) => index);
const ALGORITHMS: readonly SigningAlgorithm[] = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];

/**
 * ES256 and EdDSA take every attack. Where signatures are slow, and in the second key set of each kind, only some are
 * tried, other ones in each: `JWT_MATRIX=full` gives every attack to every set.
 */
const SHARES = [2, 2, 1, 3, 1, 4, 4, 4, 6, 4];

function isTried(at: number, index: number): boolean {
  return process.env['JWT_MATRIX'] === 'full' || (at + index) % (SHARES[index] ?? 1) === 0;
}

let bench: MatrixBench;
let verifiers: Readonly<Record<string, Verifier>>;

beforeAll(async () => {
  bench = await createMatrixBench();
  verifiers = await bench.createVerifiers();
}, 60_000);

afterAll(() => bench.close());

const setAt = (index: number): MatrixBench['sets'][number] => {
  const set = bench.sets[index];
  if (set === undefined) throw new Error('There is no such key set.');
  return set;
};
const verifierOf = (service: string): Verifier => {
  const verifier = verifiers[service];
  if (verifier === undefined) throw new Error('There is no such service.');
  return verifier;
};

describe('key set', () => {
  it.each(SETS)('%i: every attack gets its one answer', { timeout: 240_000 }, async (index) => {
    const set = setAt(index);
    const all = attackMatrix({ alg: set.alg, algs: set.algs, conditions: 'all' });
    const rows = all.filter((_, at) => isTried(at, index));
    const failures = await runMatrix({
      rows,
      material: (row) => materialAt(placeOf(row), set),
      judge: (request, row) => verifierOf(placeOf(row).service).decide(toAccessRequest(request)),
    });
    expect(failures).toEqual([]);
  });

  it.each(SETS)('%i: every oddity passes', async (index) => {
    const set = setAt(index);
    const failures = await runMatrix({
      rows: oddityMatrix({ alg: set.alg, conditions: 'all' }),
      material: materialAt(placeOf({}), set),
      judge: (request) => verifierOf('orders').decide(toAccessRequest(request)),
    });
    expect(failures).toEqual([]);
  });

  it.each(SETS)('%i: what the attacks start from is allowed', async (index) => {
    const set = setAt(index);
    for (const onlyWith of Object.values(ATTACK_CONDITIONS)) {
      const place = placeOf({ onlyWith });
      const material = materialAt(place, set);
      const decision = await verifierOf(place.service).decide(
        toAccessRequest(withBearer(material.request, goodToken(material))),
      );
      expect(decision.outcome, onlyWith).toBe('allow');
    }
  });
});

describe('the matrix', () => {
  it.each(ALGORITHMS)('has no empty class with %s', (alg) => {
    const sizes = ATTACK_CLASSES.map(
      ({ name, attacks }) => [name, attacks({ alg, algs: [alg] }).length] as const,
    );
    expect(sizes.filter(([, size]) => size < 10)).toEqual([]);
  });

  it.each(ALGORITHMS)('names every row once with %s', (alg) => {
    const names = [
      ...attackMatrix({ alg, conditions: 'all' }),
      ...oddityMatrix({ alg, conditions: 'all' }),
    ].map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each(ALGORITHMS)('is as large as it was with %s', (alg) => {
    expect(attackMatrix({ alg, conditions: 'all' }).length).toBeGreaterThanOrEqual(5000);
    expect(oddityMatrix({ alg, conditions: 'all' }).length).toBeGreaterThanOrEqual(138);
  });
});
