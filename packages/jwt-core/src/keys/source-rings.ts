/**
 * The keys of an issuer that has several sources, or one that ends. The algorithm of a token chooses the sources that are
 * asked: those of the policy that have it and have not ended. All of them are the issuer's own.
 */

import type { Clock } from '../io/clock.js';
import type { Algorithm } from '../jose/algorithms.js';
import { endOf, hasEnded, type KeySourcePolicy } from './key-issuer.js';
import type { KeyFinder, VerificationKey } from './key-ring.js';
import { keysOf, type KeyLookup, type UnavailableKeys } from './set/keys.js';
import { nameOfSource } from './source-name.js';

/** A source, and its ring, which is made when it is needed. */
export interface SourceRing {
  readonly policy: KeySourcePolicy;
  readonly ring: () => KeyFinder;
}

/** Asks the sources of one issuer. */
export class SourceRings implements KeyFinder {
  readonly #sources: readonly SourceRing[];
  readonly #clock: Clock;

  constructor(sources: readonly SourceRing[], clock: Clock) {
    this.#sources = sources;
    this.#clock = clock;
  }

  held(keyId: string | undefined, algorithm: Algorithm): readonly VerificationKey[] {
    return this.#inUse(algorithm).flatMap((source) => source.ring().held(keyId, algorithm));
  }

  /** The keys that any of the sources finds: one that cannot be reached does not stop the others. */
  async find(keyId: string | undefined, algorithm: Algorithm): Promise<KeyLookup> {
    const lookups = await Promise.all(
      this.#inUse(algorithm).map((source) => source.ring().find(keyId, algorithm)),
    );
    const keys = lookups.flatMap(keysOf);
    const missing = soonest(lookups);
    if (keys.length > 0) return { state: 'found', keys, ...(missing === undefined ? {} : { missing }) };
    return (
      missing ?? lookups.find(({ state }) => state === 'unsuitable') ?? lookups[0] ?? this.#ended(algorithm)
    );
  }

  #inUse(algorithm: Algorithm): readonly SourceRing[] {
    const now = this.#clock();
    return this.#sources.filter(({ policy }) => policy.algorithms.has(algorithm) && !hasEnded(policy, now));
  }

  #ended(algorithm: Algorithm): KeyLookup {
    const ended = this.#sources.flatMap(({ policy }) =>
      policy.algorithms.has(algorithm) ? [`${nameOfSource(policy)} ended on ${String(endOf(policy))}`] : [],
    );
    return { state: 'unknown', reason: `no source for ${algorithm} is in use: ${ended.join(', ')}` };
  }
}

/** Of the sources that cannot be reached, the one that may be tried again first. */
function soonest(lookups: readonly KeyLookup[]): UnavailableKeys | undefined {
  const unavailable = lookups.filter((lookup) => lookup.state === 'unavailable');
  return unavailable.sort((one, other) => one.retryAfter - other.retryAfter)[0];
}
