/** What is told about a fetch: one place, so that nothing else finds its way into an event. */

import type { FetchedKeys } from './fetched-keys.js';
import { nameOf, type KeyNews } from '../key-event.js';
import type { KeySet } from '../set/key-set.js';
import type { Moment } from '../../refresh/moment.js';
import type { Outage } from './outage.js';

/** After a fetch that succeeded. */
export function newsOfKeys(
  before: KeySet | undefined,
  { set, freshMs }: FetchedKeys,
  outage: Outage | undefined,
  now: Moment,
): readonly KeyNews[] {
  const recovered: KeyNews[] =
    outage === undefined
      ? []
      : [
          {
            type: 'recovered',
            failures: outage.failures,
            outageSeconds: Math.round((now.elapsed - outage.since) / 1000),
          },
        ];
  const fetched: KeyNews = { type: 'fetched', keys: set.size, freshSeconds: Math.round(freshMs / 1000) };
  return [...recovered, fetched, ...rotation(before, set), ...newsOfRefusals(before, set)];
}

/** After a fetch that failed. */
export function newsOfOutage({ reason, failures, retryAt }: Outage, now: Moment, serving: boolean): KeyNews {
  const retrySeconds = Math.max(1, Math.ceil((retryAt - now.elapsed) / 1000));
  return { type: 'failed', reason, failures, retrySeconds, serving };
}

/** The first keys are no rotation. */
function rotation(before: KeySet | undefined, after: KeySet): readonly KeyNews[] {
  if (before === undefined) return [];
  const names = (one: KeySet, other: KeySet): readonly string[] =>
    one.without(other).map(({ keyId }) => nameOf(keyId));
  const [added, removed] = [names(after, before), names(before, after)];
  return added.length + removed.length === 0 ? [] : [{ type: 'rotated', added, removed }];
}

/** The keys that are refused now and were not refused before. */
export function newsOfRefusals(before: KeySet | undefined, after: KeySet): readonly KeyNews[] {
  const told = new Set(before?.refused.map(({ keyId, refused }) => JSON.stringify([keyId, refused])));
  return after.refused
    .filter(({ keyId, refused }) => !told.has(JSON.stringify([keyId, refused])))
    .map(({ keyId, refused }) => ({
      type: 'refused_key',
      reason: refused,
      ...(keyId === undefined ? {} : { keyId: nameOf(keyId) }),
    }));
}
