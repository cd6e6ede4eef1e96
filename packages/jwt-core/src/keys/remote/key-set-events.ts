/** The events of a fetch, all made here, so that nothing else of what was fetched gets into one. */

import { codeOf, reasonOf } from '../../io/reason.js';
import type { Instant } from '../../refresh/instant.js';
import type { Outage } from '../../refresh/outage.js';
import type { Before, Fetched } from '../../refresh/refreshed-document.js';
import type { KeyEventBody } from '../key-event.js';
import type { RejectedKey } from '../set/admission.js';
import type { KeySet } from '../set/key-set.js';
import { printableKid, reportOf, UnusableKeySet } from '../set/rejected-keys.js';

/** After a fetch that succeeded. `reported` are the keys that were rejected the last time. */
export function eventsOfFetch(
  { value: keys, freshMs }: Fetched<KeySet>,
  { fetched: previous, outage }: Before<KeySet>,
  now: Instant,
  reported: readonly RejectedKey[],
): readonly KeyEventBody[] {
  const fetched: KeyEventBody = { type: 'keys.fetched', keys: keys.size, freshMs: Math.round(freshMs) };
  const before = previous?.value;
  const rejected = eventsOfRejected(reported, keys.rejected);
  return [...recovery(outage, now), fetched, ...rotation(before, keys), ...rejected];
}

function recovery(outage: Outage | undefined, now: Instant): readonly KeyEventBody[] {
  if (outage === undefined) return [];
  const { failures, since } = outage;
  return [{ type: 'keys.recovered', failures, outageMs: Math.round(now.steady - since) }];
}

/** After a fetch that failed, or brought no key that can be used. */
export function eventOfOutage(outage: Outage, now: Instant, serving: boolean): KeyEventBody {
  const { failures, retryAt } = outage;
  const retryMs = Math.round(retryAt - now.steady);
  const failed = { reason: reasonOfOutage(outage), failures, retryMs, serving };
  return outage.error instanceof UnusableKeySet
    ? { type: 'keys.unusable', ...failed, rejectedKeys: reportOf(outage.error.keys) }
    : { type: 'keys.failed', ...failed };
}

const MAX_REASON_LENGTH = 120;

/** The code of the error, which names no address, else its message: of what was fetched, the names of keys alone. */
export function reasonOfOutage({ error }: Outage): string {
  if (error instanceof UnusableKeySet) return reasonOf(error);
  return codeOf(error) ?? reasonOf(error, 'the fetch failed').slice(0, MAX_REASON_LENGTH);
}

/** The first keys are not a rotation. */
function rotation(before: KeySet | undefined, after: KeySet): readonly KeyEventBody[] {
  if (before === undefined) return [];
  const names = (one: KeySet, other: KeySet): readonly string[] =>
    one.without(other).map(({ keyId }) => printableKid(keyId));
  const [added, removed] = [names(after, before), names(before, after)];
  return added.length + removed.length === 0 ? [] : [{ type: 'keys.rotated', added, removed }];
}

/** The keys that are rejected now and were not reported before. */
export function eventsOfRejected(
  reported: readonly RejectedKey[],
  rejected: readonly RejectedKey[],
): readonly KeyEventBody[] {
  const known = new Set(reported.map(nameOf));
  return reportOf(rejected.filter((key) => !known.has(nameOf(key)))).map((key) => ({
    type: 'keys.rejected',
    ...key,
  }));
}

function nameOf({ keyId, reason }: RejectedKey): string {
  return JSON.stringify([keyId, reason]);
}
