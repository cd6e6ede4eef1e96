import type { Verifier } from '@org/jwt-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMatrixFixture,
  materialFor,
  baselineFor,
  type MatrixFixture,
} from '../../test/matrix-fixture.js';
import { goodToken } from '../alterations/alteration.js';
import { runMatrix, toAccessRequest, withBearer, type SigningAlgorithm } from '../index.js';
import { ATTACK_CLASSES, ATTACK_CONDITIONS, attackMatrix } from './index.js';
import { edgeCaseMatrix } from '../edge-cases/index.js';

const SETS = Array.from({ length: 10 }, (_, index) => index);
const ALGORITHMS: readonly SigningAlgorithm[] = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];

/**
 * Every attack runs with one set of ES256 and of EdDSA. The other sets, and algorithms with slow signatures, get a
 * share each. `JWT_MATRIX=full` runs every attack with every set.
 */
const SHARES = [2, 2, 1, 3, 1, 4, 4, 4, 6, 4];

function isInShare(at: number, index: number): boolean {
  return process.env['JWT_MATRIX'] === 'full' || (at + index) % (SHARES[index] ?? 1) === 0;
}

let fixture: MatrixFixture;
let verifiers: Readonly<Record<string, Verifier>>;

beforeAll(async () => {
  fixture = await createMatrixFixture();
  verifiers = await fixture.createVerifiers();
}, 60_000);

afterAll(() => fixture.close());

const setAt = (index: number): MatrixFixture['sets'][number] => {
  const set = fixture.sets[index];
  if (set === undefined) throw new Error('unknown key set');
  return set;
};
const verifierOf = (service: string): Verifier => {
  const verifier = verifiers[service];
  if (verifier === undefined) throw new Error('unknown service');
  return verifier;
};

describe('with key set', () => {
  it.each(SETS)('%i: denies every attack with its code', { timeout: 240_000 }, async (index) => {
    const set = setAt(index);
    const all = attackMatrix({ alg: set.alg, algs: set.algs, conditions: 'all' });
    const rows = all.filter((_, at) => isInShare(at, index));
    const failures = await runMatrix({
      rows,
      material: (row) => materialFor(baselineFor(row), set),
      decide: (request, row) => verifierOf(baselineFor(row).service).decide(toAccessRequest(request)),
    });
    expect(failures).toEqual([]);
  });

  it.each(SETS)('%i: allows every edge case', async (index) => {
    const set = setAt(index);
    const failures = await runMatrix({
      rows: edgeCaseMatrix({ alg: set.alg, conditions: 'all' }),
      material: materialFor(baselineFor({}), set),
      decide: (request) => verifierOf('orders').decide(toAccessRequest(request)),
    });
    expect(failures).toEqual([]);
  });

  it.each(SETS)('%i: allows the request that each attack starts from', async (index) => {
    const set = setAt(index);
    for (const onlyWith of Object.values(ATTACK_CONDITIONS)) {
      const baseline = baselineFor({ onlyWith });
      const material = materialFor(baseline, set);
      const decision = await verifierOf(baseline.service).decide(
        toAccessRequest(withBearer(material.request, goodToken(material))),
      );
      expect(decision.outcome, onlyWith).toBe('allow');
    }
  });
});

describe('the matrix', () => {
  it.each(ALGORITHMS)('has at least ten attacks of each class with %s', (alg) => {
    const sizes = ATTACK_CLASSES.map(
      ({ name, attacks }) => [name, attacks({ alg, algs: [alg] }).length] as const,
    );
    expect(sizes.filter(([, size]) => size < 10)).toEqual([]);
  });

  it.each(ALGORITHMS)('has unique names with %s', (alg) => {
    const names = [
      ...attackMatrix({ alg, conditions: 'all' }),
      ...edgeCaseMatrix({ alg, conditions: 'all' }),
    ].map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each(ALGORITHMS)('has at least the documented number of rows with %s', (alg) => {
    expect(attackMatrix({ alg, conditions: 'all' }).length).toBeGreaterThanOrEqual(5500);
    expect(edgeCaseMatrix({ alg, conditions: 'all' }).length).toBeGreaterThanOrEqual(180);
  });
});
