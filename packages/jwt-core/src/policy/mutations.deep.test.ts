import { describe, expect, it } from 'vitest';
import { damaged, randomOf, SOURCES } from '../../test/policy-mutations.js';
import { judge } from '../../test/policy-verdicts.js';

const SEED = 20261123;

describe('a document that was damaged', () => {
  it('is accepted, or rejected with a place and a code for everything', async () => {
    for (let input = 0; input < 2000; input += 1) {
      const text = damaged(SOURCES, randomOf(SEED, input));
      const { faults } = await judge(text);
      expect({ input, faults }).toEqual({ input, faults: [] });
    }
  }, 120_000);
});
