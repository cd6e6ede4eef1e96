/** The keys of one source over time. Nothing is shared between sources, nor between issuers. */

import type { Algorithm } from '../jose/algorithms.js';
import type { VerificationKey } from './set/admission.js';
import type { AdmittedKeyReport } from './set/admitted-keys.js';
import { keysOf, type KeyLookup, type Keys } from './set/keys.js';
import { reportOf, type RejectedKeyReport } from './set/rejected-keys.js';

export type { VerificationKey } from './set/admission.js';

/** Finds keys of one issuer. A key is the same object as long as it is published, so that callers can compare it. */
export interface KeyFinder {
  /** May fetch, and wait for that. */
  find(keyId: string | undefined, algorithm: Algorithm): Promise<KeyLookup>;
  /** The keys that {@link KeyFinder.find} would find without a fetch: they are trusted at this moment. */
  held(keyId: string | undefined, algorithm: Algorithm): readonly VerificationKey[];
}

/** Answers for one source of one issuer. */
export interface KeyRing extends KeyFinder {
  /** What it holds, however old. */
  readonly latest: Pick<Keys, 'has' | 'numberOf' | 'size'> | undefined;
  /** Has keys ready. Rejects, with a short reason, when it cannot. */
  warm(): Promise<void>;
  condition(): KeyRingCondition;
}

/** How a ring is. */
export interface KeyRingCondition {
  /**
   * `fixed`: nothing is fetched. `cold`: nothing was fetched yet. `fresh`: as new as the issuer wants. `stale`: older,
   * and still used. `unavailable`: an outage, without keys that may be used. `unusable`: no key of the set that was
   * fetched can be used, and there are no others; this is a mistake of its publisher, or of the policy, and does not pass.
   * `ended`: past the `until` of the policy, and not used.
   */
  readonly state: 'cold' | 'fresh' | 'stale' | 'unavailable' | 'unusable' | 'fixed' | 'ended';
  /** How many keys can be used. */
  readonly keys: number;
  /** The published keys that are unsafe; where no key can be used, all of them, and why. */
  readonly rejectedKeys: readonly RejectedKeyReport[];
  /** The keys that can be used: their names are public. A key without `kid` has an entry for each of its algorithms. */
  readonly admittedKeys: readonly AdmittedKeyReport[];
  /** The other published keys, which are no mistake: for encryption, or for an algorithm that the policy does not list. */
  readonly passedOverKeys: readonly RejectedKeyReport[];
  /** When the keys were fetched, as ISO 8601 in UTC. */
  readonly fetchedAt: string | undefined;
  /** Until when they are as new as the issuer wants, as ISO 8601 in UTC. */
  readonly freshUntil: string | undefined;
  /** Why the last fetch failed, where it did. */
  readonly failure: string | undefined;
}

/** Keys that need no fetch. */
export class FixedKeyRing implements KeyRing {
  readonly latest: Keys;

  constructor(keys: Keys) {
    this.latest = keys;
  }

  find(keyId: string | undefined, algorithm: Algorithm): Promise<KeyLookup> {
    return Promise.resolve(this.latest.find(keyId, algorithm));
  }

  held(keyId: string | undefined, algorithm: Algorithm): readonly VerificationKey[] {
    return keysOf(this.latest.find(keyId, algorithm));
  }

  warm(): Promise<void> {
    return Promise.resolve();
  }

  condition(): KeyRingCondition {
    const { size, rejected, admitted, passedOver } = this.latest;
    return {
      state: 'fixed',
      keys: size,
      rejectedKeys: reportOf(rejected),
      admittedKeys: admitted,
      passedOverKeys: reportOf(passedOver),
      fetchedAt: undefined,
      freshUntil: undefined,
      failure: undefined,
    };
  }
}
