/** The attacks on issuers whose tokens lack what others have: what takes its place lets nothing hostile in. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLackingFixture, type LackingFixture, type LackingSet } from '../../test/lacking/fixture.js';
import { LACKING } from '../../test/lacking/issuers.js';
import { goodToken, type Alteration } from '../alterations/alteration.js';
import { runMatrix, toAccessRequest, withBearer } from '../index.js';
import { ATTACK_CLASSES, ATTACK_CONDITIONS, attackMatrix } from './index.js';

let fixture: LackingFixture;
beforeAll(async () => {
  fixture = await createLackingFixture();
});
afterAll(() => fixture.close());

const setOf = (name: string): LackingSet => {
  const set = fixture.sets.find((each) => each.name === name);
  if (set === undefined) throw new Error(`There is no issuer ${name}.`);
  return set;
};

/** What is before the claims is the same for all issuers, and is spread over them. `JWT_MATRIX=full` runs all with all. */
const NAMES = Object.keys(LACKING);
const FIRST_OF_CLAIMS = ATTACK_CLASSES.findIndex(({ name }) => name === 'typ');
const SHARED = new Set(ATTACK_CLASSES.slice(0, FIRST_OF_CLAIMS).map(({ name }) => name));

function rowsFor({ name, conditions, more = [] }: LackingSet): readonly Alteration[] {
  const index = NAMES.indexOf(name);
  const rows = attackMatrix({ alg: 'ES256', conditions }).filter(
    (row, at) =>
      process.env['JWT_MATRIX'] === 'full' ||
      !SHARED.has(row.name.slice(0, row.name.indexOf('/'))) ||
      (at + index) % NAMES.length === 0,
  );
  return [...rows, ...more];
}

const isAmong = (name: string, listed: readonly string[] = []): boolean =>
  listed.some((each) => (/[-/]$/u.test(each) ? name.startsWith(each) : name === each));

describe('an issuer whose tokens differ', () => {
  it.each(NAMES)('%s: allows the request that each attack starts from', async (name) => {
    const set = setOf(name);
    for (const condition of set.conditions) {
      const { material, verifier } = set.start(ATTACK_CONDITIONS[condition]);
      const request = withBearer(material.request, goodToken(material));
      const decision = await verifier.decide(toAccessRequest(request));
      expect(decision, condition).toMatchObject({ outcome: 'allow' });
    }
  });

  it.each(NAMES)('%s: denies every attack', { timeout: 240_000 }, async (name) => {
    const set = setOf(name);
    const rows = rowsFor(set);
    const failures = await runMatrix({
      rows,
      material: (row) => set.start(row.onlyWith).material,
      decide: (request, row) => set.start(row.onlyWith).verifier.decide(toAccessRequest(request)),
    });
    const allowed = failures.filter(({ kind }) => kind === 'allowed');
    const harmless = rows.filter((row) => isAmong(row.name, set.harmless));
    expect(allowed.map((each) => each.name)).toEqual(harmless.map((each) => each.name));
    const others = failures.filter(({ kind }) => kind !== 'allowed');
    expect(others.filter((each) => !isAmong(each.name, set.otherwise))).toEqual([]);
  });
});
