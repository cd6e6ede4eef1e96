/** How keys are fetched, and for how long they serve. */

import type { ResolvedIssuer, ResolvedKeySource } from '@org/jwt-core/policy';
import { listed } from '../terminal/words.js';
import type { Effect } from './difference.js';

/** What differs, in words. Sources are paired in the order of the documents. */
export function fetching(old: ResolvedIssuer, young: ResolvedIssuer): readonly (readonly [Effect, string])[] {
  return young.keys.flatMap((key, index): readonly (readonly [Effect, string])[] => {
    const before = old.keys[index];
    if (before === undefined) return [];
    const found: (readonly [Effect, string])[] = [];
    const [networks, known] = [key, before].map(({ source }) => source.allowedNetworks ?? []);
    const wider = networks?.filter((each) => known?.includes(each) !== true) ?? [];
    const fewer = known?.filter((each) => networks?.includes(each) !== true) ?? [];
    if (wider.length > 0)
      found.push(['widened', `Keys of ${young.name} may be fetched from ${listed(wider)}.`]);
    if (fewer.length > 0)
      found.push(['narrowed', `Keys of ${young.name} may not be fetched from ${listed(fewer)}.`]);
    if (key.ca !== before.ca || key.source.caFile !== before.source.caFile) {
      const trusted = key.source.caFile === undefined ? 'the public authorities' : key.source.caFile;
      found.push([
        'widened',
        `The server of the keys of ${young.name} is trusted by other authorities: ${trusted}.`,
      ]);
    }
    if (key.source.tokenFile !== before.source.tokenFile) {
      found.push([
        'changed',
        `Keys of ${young.name} are fetched with ${key.source.tokenFile ?? 'no token'}.`,
      ]);
    }
    if (key.source.maxStale !== before.source.maxStale) {
      found.push([
        'changed',
        `Keys of ${young.name} serve for ${key.source.maxStale ?? '4h'} in an outage; it was ${before.source.maxStale ?? '4h'}.`,
      ]);
    }
    if (key.until !== before.until) {
      const effect = (key.until ?? Infinity) > (before.until ?? Infinity) ? 'widened' : 'narrowed';
      found.push([effect, `Keys of ${young.name} serve ${untilOf(key)}; it was ${untilOf(before)}.`]);
    }
    return found;
  });
}

function untilOf({ until }: ResolvedKeySource): string {
  return until === undefined ? 'without an end' : `until ${new Date(until).toISOString().slice(0, 10)}`;
}
