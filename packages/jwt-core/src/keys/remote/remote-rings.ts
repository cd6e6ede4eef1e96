/**
 * The rings that fetch, in a bounded number. Any caller can name each tenant of an issuer in a forged token, and the
 * `kid`s of a tenant are public: a ring counts as proven once a signature was good, and only such rings are kept in
 * preference.
 */

import type { IssuerEntry } from '../../policy/compile/service-policy.js';
import type { RemoteKeyRing } from './remote-ring.js';

/** How many rings are held, beside those of issuers that have few tenants. */
export interface RingLimits {
  /** Rings whose keys have verified no token yet: the oldest is released for a new one. */
  readonly unproven: number;
  /** Rings whose keys have verified a token: the one that was not used for the longest time is released. */
  readonly proven: number;
}

/** About 16 KB each. */
export const RING_LIMITS: RingLimits = { unproven: 1_000, proven: 20_000 };

/** A ring of this many milliseconds without a good token is released: its keys would be fetched again in any case. */
const IDLE_MS = 86_400_000;
const SWEEP_EVERY_MS = 3_600_000;
/** Addresses that were released and must not be fetched from yet. */
const MAX_RESTING = 50_000;

/** What the store needs to know. */
export interface RemoteRingsOptions {
  /** Makes a ring that does not fetch before a moment of the steady clock, in milliseconds. */
  readonly make: (entry: IssuerEntry, restUntil: number) => RemoteKeyRing;
  readonly now: () => number;
  /** Whether the ring of an issuer is never released. */
  readonly isKept: (entry: IssuerEntry) => boolean;
  readonly limits: RingLimits;
}

/** Rings by issuer. */
export class RemoteRings {
  readonly #options: RemoteRingsOptions;
  readonly #rings = new Map<IssuerEntry, RemoteKeyRing>();
  /** In the order in which they were made. */
  readonly #unproven = new Set<IssuerEntry>();
  readonly #proven = new Set<IssuerEntry>();
  /** By `iss`: until when a released ring's keys are not fetched again. */
  readonly #resting = new Map<string, number>();
  #sweepAt = Number.NEGATIVE_INFINITY;

  constructor(options: RemoteRingsOptions) {
    this.#options = options;
  }

  get(entry: IssuerEntry): RemoteKeyRing | undefined {
    return this.#rings.get(entry);
  }

  /** Makes a ring, and room for it. */
  add(entry: IssuerEntry): RemoteKeyRing {
    const ring = this.#options.make(entry, this.#resting.get(entry.iss) ?? Number.NEGATIVE_INFINITY);
    this.#rings.set(entry, ring);
    if (this.#options.isKept(entry)) return ring;
    this.#releaseIdle();
    if (this.#unproven.size >= this.#options.limits.unproven) this.#releaseFirst(this.#unproven);
    this.#unproven.add(entry);
    return ring;
  }

  /** A signature of this issuer was good. */
  prove(entry: IssuerEntry): void {
    if (this.#unproven.delete(entry)) this.#hold(entry);
    else this.#resting.delete(entry.iss); // its ring may have been released while the signature was checked
  }

  /** Takes rings over from another store, with what is known of them. `find` says which issuer a ring is of from now on. */
  takeOver(
    before: RemoteRings,
    find: (entry: IssuerEntry) => IssuerEntry | undefined,
    adopt: (ring: RemoteKeyRing, entry: IssuerEntry) => void,
  ): void {
    for (const [was, ring] of before.#rings) {
      const entry = find(was);
      if (entry === undefined) continue;
      this.#rings.set(entry, ring);
      adopt(ring, entry);
      if (this.#options.isKept(entry)) continue;
      if (before.#proven.has(was)) this.#hold(entry);
      else this.#unproven.add(entry);
    }
    for (const [iss, until] of before.#resting) this.#resting.set(iss, until);
  }

  #hold(entry: IssuerEntry): void {
    if (this.#proven.size >= this.#options.limits.proven) this.#releaseFirst(this.#byUse());
    this.#proven.add(entry);
  }

  /** The proven ones, the longest unused first. Only a new proven ring that finds no room asks. */
  #byUse(): readonly IssuerEntry[] {
    const usedAt = (entry: IssuerEntry): number => this.#rings.get(entry)?.usedAt ?? 0;
    return [...this.#proven].sort((one, other) => usedAt(one) - usedAt(other));
  }

  /** One that is being fetched for is waited for by a request, and stays. */
  #releaseFirst(entries: Iterable<IssuerEntry>): void {
    for (const entry of entries) {
      if (this.#rings.get(entry)?.isFetching === true) continue;
      this.#release(entry);
      return;
    }
  }

  #releaseIdle(): void {
    const now = this.#options.now();
    if (now < this.#sweepAt) return;
    this.#sweepAt = now + SWEEP_EVERY_MS;
    for (const entry of this.#proven) {
      const ring = this.#rings.get(entry);
      if (ring !== undefined && !ring.isFetching && now - ring.usedAt > IDLE_MS) this.#release(entry);
    }
  }

  /** What a ring knows of an outage or of a fetch a moment ago is kept: else a flood of forged tokens could fetch at will. */
  #release(entry: IssuerEntry): void {
    const until = this.#rings.get(entry)?.release() ?? Number.NEGATIVE_INFINITY;
    this.#rings.delete(entry);
    this.#unproven.delete(entry);
    this.#proven.delete(entry);
    const now = this.#options.now();
    for (const [iss, end] of this.#resting) {
      if (end > now && this.#resting.size < MAX_RESTING) break;
      this.#resting.delete(iss);
    }
    if (until > now) this.#resting.set(entry.iss, until);
  }
}
