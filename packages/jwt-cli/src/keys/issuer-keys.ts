/** What came of the keys of one issuer, and whether its tokens can be verified. */

import type { KeyRingState } from '@org/jwt-core';

/** What is known of one issuer: the state of each source, or why the engine does not even start with it. */
export interface IssuerKeys {
  readonly issuer: string;
  readonly sources: readonly KeyRingState[];
  readonly mistake: string | undefined;
  /** How many tenants were not asked. */
  readonly leftOut: number;
}

/** Whether each exact `iss` has a source with keys that can be used. */
export function isUsable({ sources, mistake }: IssuerKeys): boolean {
  const all = new Set(sources.map(({ iss }) => iss));
  const usable = new Set(sources.filter(hasKeys).map(({ iss }) => iss));
  return mistake === undefined && all.size > 0 && usable.size === all.size;
}

/** Whether tokens can be verified with this source. */
export function hasKeys({ state, keys: amount }: KeyRingState): boolean {
  return amount > 0 && (state === 'fresh' || state === 'stale' || state === 'fixed');
}
