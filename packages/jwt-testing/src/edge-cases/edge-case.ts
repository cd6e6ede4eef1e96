/** An edge case: an unusual request that every conforming service allows. */

import type { Alteration } from '../alterations/alteration.js';
import { EDGE_CASE_CONDITIONS, type EdgeCaseCondition } from './conditions.js';

/** One row of the table. */
export interface EdgeCase {
  /** Stable and unique. */
  readonly name: string;
  /** The unusual property, in one sentence. */
  readonly summary: string;
  /** What the policy must have for the request to be allowed. When absent, every policy must allow it. */
  readonly onlyWith?: string;
  apply: Alteration['apply'];
}

/** One entry of a class. */
export type EdgeCaseEntry =
  Alteration['apply'] | readonly [only: EdgeCaseCondition, apply: Alteration['apply']];

/** The rows of a class, from a table. */
export function edgeCasesOf(
  prefix: string,
  summary: string,
  table: Readonly<Record<string, EdgeCaseEntry>>,
): readonly EdgeCase[] {
  return Object.entries(table).map(([label, entry]) => {
    const [only, apply] = typeof entry === 'function' ? [undefined, entry] : entry;
    return {
      name: `${prefix}/${label}`,
      summary: `${summary}: ${label}.`,
      ...(only === undefined ? {} : { onlyWith: EDGE_CASE_CONDITIONS[only] }),
      apply,
    };
  });
}
