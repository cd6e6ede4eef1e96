/** Two random documents that load: mostly one, and the same with a few changes. */

import { parsePolicy, PolicyError, type Policy, type PolicyDocument } from '@org/jwt-core/policy';
import { changed, document } from './documents.js';
import type { Random } from './random.js';

/** Both. */
export interface Pair {
  readonly old: Policy;
  readonly new: Policy;
}

/** The first two that load. */
export async function pairOf(random: Random): Promise<Pair> {
  const [old, first] = await loaded(() => document(random));
  const [young] = await loaded(() => (random.chance(0.9) ? changed(first, random) : document(random)));
  return { old, new: young };
}

async function loaded(make: () => PolicyDocument): Promise<readonly [Policy, PolicyDocument]> {
  for (;;) {
    const made = make();
    try {
      return [await parsePolicy(JSON.stringify(made)), made];
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
    }
  }
}
