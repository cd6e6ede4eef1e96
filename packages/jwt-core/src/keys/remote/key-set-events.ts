/** The events of a fetch, all made here, so that nothing else of what was fetched gets into one. */

import { failureOf } from '../../io/fetch-failure.js';
import { reasonOf } from '../../io/reason.js';
import type { Instant } from '../../refresh/instant.js';
import type { Outage } from '../../refresh/outage.js';
import type { Before, Fetched } from '../../refresh/refreshed-document.js';
import { printableKid, type KeyEventBody } from '../key-event.js';
import type { KeySet } from '../set/key-set.js';

/** After a fetch that succeeded. */
export function eventsOfFetch(
  { value: keys, freshMs }: Fetched<KeySet>,
  { fetched: previous, outage }: Before<KeySet>,
  now: Instant,
): readonly KeyEventBody[] {
  const fetched: KeyEventBody = { type: 'keys.fetched', keys: keys.size, freshMs: Math.round(freshMs) };
  const before = previous?.value;
  return [...recovery(outage, now), fetched, ...rotation(before, keys), ...eventsOfRejected(before, keys)];
}

function recovery(outage: Outage | undefined, now: Instant): readonly KeyEventBody[] {
  if (outage === undefined) return [];
  const { failures, since } = outage;
  return [{ type: 'keys.recovered', failures, outageMs: Math.round(now.steady - since) }];
}

/** After a fetch that failed. */
export function eventOfOutage(outage: Outage, now: Instant, serving: boolean): KeyEventBody {
  const { failures, retryAt } = outage;
  const retryMs = Math.round(retryAt - now.steady);
  return { type: 'keys.failed', reason: reasonOfOutage(outage), failures, retryMs, serving };
}

/** In one line, of bounded length: which address was asked, and what came. Never the content that was fetched. */
export function reasonOfOutage({ error }: Outage): string {
  return reasonOf(failureOf(error));
}

/** The first keys are not a rotation. */
function rotation(before: KeySet | undefined, after: KeySet): readonly KeyEventBody[] {
  if (before === undefined) return [];
  const names = (one: KeySet, other: KeySet): readonly string[] =>
    one.without(other).map(({ keyId }) => printableKid(keyId));
  const [added, removed] = [names(after, before), names(before, after)];
  return added.length + removed.length === 0 ? [] : [{ type: 'keys.rotated', added, removed }];
}

/** The keys that are rejected now and were not rejected before. */
export function eventsOfRejected(
  before: Pick<KeySet, 'rejected'> | undefined,
  after: Pick<KeySet, 'rejected'>,
): readonly KeyEventBody[] {
  const reported = new Set(before?.rejected.map(({ keyId, reason }) => JSON.stringify([keyId, reason])));
  return after.rejected
    .filter(({ keyId, reason }) => !reported.has(JSON.stringify([keyId, reason])))
    .map(({ keyId, reason }) => ({
      type: 'keys.rejected',
      reason,
      ...(keyId === undefined ? {} : { keyId: printableKid(keyId) }),
    }));
}
