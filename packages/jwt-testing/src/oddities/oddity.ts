/** What an oddity is: a request that looks strange, and that every conforming service takes. */

import type { Alteration } from '../alterations/alteration.js';
import { ODDITY_CONDITIONS, type OddityCondition } from './conditions.js';

/** One row of the table. */
export interface Oddity {
  /** Stable and unique. */
  readonly name: string;
  /** What is odd, in one sentence. */
  readonly summary: string;
  /** What the policy must say for it to be taken; without it, every policy must. */
  readonly onlyWith?: string;
  apply: Alteration['apply'];
}

/** One entry of a class. */
export type OddityEntry = Alteration['apply'] | readonly [only: OddityCondition, apply: Alteration['apply']];

/** The rows of a class, from a table. */
export function odditiesOf(
  prefix: string,
  summary: string,
  table: Readonly<Record<string, OddityEntry>>,
): readonly Oddity[] {
  return Object.entries(table).map(([label, entry]) => {
    const [only, apply] = typeof entry === 'function' ? [undefined, entry] : entry;
    return {
      name: `${prefix}/${label}`,
      summary: `${summary}: ${label}.`,
      ...(only === undefined ? {} : { onlyWith: ODDITY_CONDITIONS[only] }),
      apply,
    };
  });
}
