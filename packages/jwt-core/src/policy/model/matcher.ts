/** Matchers as data: which claim, by its path, and what it must look like. `compile/matchers.ts` makes tests of them. */

import type { ClaimMatchers, Matcher } from '../document/document.js';
import { parseClaimPath, type ClaimPath } from './claim-path.js';

/** What one claim must look like. */
export interface ClaimCondition {
  /** The claim's name as the policy writes it. */
  readonly name: string;
  readonly path: ClaimPath;
  readonly matcher: Matcher;
}

/** The conditions of a `require`, `where` or `actor`. All of them must hold. */
export function resolveMatchers(matchers: ClaimMatchers | undefined): readonly ClaimCondition[] {
  return Object.entries(matchers ?? {}).map(([name, matcher]) => ({
    name,
    path: parseClaimPath(name),
    matcher,
  }));
}
