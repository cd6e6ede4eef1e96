/**
 * The rings that fetch, in a bounded number. An attacker can name each tenant of an issuer in a forged token, and the
 * `kid`s of a tenant are public: a ring is proven once a signature was good, and proven rings are kept in preference.
 */

import type { IssuerKeySource } from '../key-issuer.js';
import type { RemoteKeyRing } from './remote-ring.js';

/** How many rings are held, besides those of issuers with few tenants. */
export interface RingLimits {
  /** Rings whose keys have verified no token yet: the oldest is released for a new one. */
  readonly unproven: number;
  /** Rings whose keys have verified a token: the one that was not used for the longest time is released. */
  readonly proven: number;
}

/** About 16 KB each. */
export const RING_LIMITS: RingLimits = { unproven: 1_000, proven: 20_000 };

/** A ring without a good token for this many milliseconds is released: its keys would be fetched again in any case. */
const IDLE_MS = 86_400_000;
const SWEEP_EVERY_MS = 3_600_000;
/** Sources whose rings were released and whose keys must not be fetched yet. */
const MAX_RESTING = 50_000;

/** What the store needs to know. */
export interface RemoteRingsOptions {
  /** Makes a ring that does not fetch before `restUntil`, in milliseconds of the steady clock. */
  readonly make: (entry: IssuerKeySource, restUntil: number) => RemoteKeyRing;
  readonly now: () => number;
  /** Whether the ring of a source is never released. */
  readonly isKept: (entry: IssuerKeySource) => boolean;
  readonly limits: RingLimits;
}

/** Rings by source. */
export class RemoteRings {
  readonly #options: RemoteRingsOptions;
  readonly #rings = new Map<IssuerKeySource, RemoteKeyRing>();
  /** In the order in which they were made. */
  readonly #unproven = new Set<IssuerKeySource>();
  readonly #proven = new Set<IssuerKeySource>();
  /** By address: until when a released ring's keys are not fetched again. */
  readonly #resting = new Map<string, number>();
  #sweepAt = Number.NEGATIVE_INFINITY;

  constructor(options: RemoteRingsOptions) {
    this.#options = options;
  }

  get(entry: IssuerKeySource): RemoteKeyRing | undefined {
    return this.#rings.get(entry);
  }

  /** Makes a ring, and room for it. */
  add(entry: IssuerKeySource): RemoteKeyRing {
    const ring = this.#options.make(entry, this.#resting.get(addressOf(entry)) ?? Number.NEGATIVE_INFINITY);
    this.#rings.set(entry, ring);
    if (this.#options.isKept(entry)) return ring;
    this.#releaseIdle();
    if (this.#unproven.size >= this.#options.limits.unproven) this.#releaseFirst(this.#unproven);
    this.#unproven.add(entry);
    return ring;
  }

  /** A signature of the issuer was good. */
  prove(entry: IssuerKeySource): void {
    if (this.#unproven.delete(entry)) this.#hold(entry);
    else this.#resting.delete(addressOf(entry)); // its ring may have been released while the signature was checked
  }

  /**
   * Takes rings over from another store, with what is known of them. `find` returns the source that a ring belongs to
   * now.
   */
  takeOver(
    before: RemoteRings,
    find: (entry: IssuerKeySource) => IssuerKeySource | undefined,
    adopt: (ring: RemoteKeyRing, entry: IssuerKeySource) => void,
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

  #hold(entry: IssuerKeySource): void {
    if (this.#proven.size >= this.#options.limits.proven) this.#releaseFirst(this.#byUse());
    this.#proven.add(entry);
  }

  /** The proven ones, the longest unused first. Only sorted for a new proven ring without room. */
  #byUse(): readonly IssuerKeySource[] {
    const usedAt = (entry: IssuerKeySource): number => this.#rings.get(entry)?.usedAt ?? 0;
    return [...this.#proven].sort((one, other) => usedAt(one) - usedAt(other));
  }

  /** A request waits for a ring that is fetching: it is kept. */
  #releaseFirst(entries: Iterable<IssuerKeySource>): void {
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

  /** That it failed, or fetched a moment ago, is remembered: a flood of forged tokens could otherwise fetch at will. */
  #release(entry: IssuerKeySource): void {
    const until = this.#rings.get(entry)?.release() ?? Number.NEGATIVE_INFINITY;
    this.#rings.delete(entry);
    this.#unproven.delete(entry);
    this.#proven.delete(entry);
    const now = this.#options.now();
    for (const [iss, end] of this.#resting) {
      if (end > now && this.#resting.size < MAX_RESTING) break;
      this.#resting.delete(iss);
    }
    if (until > now) this.#resting.set(addressOf(entry), until);
  }
}

/** Of one issuer. Two issuers may name one key set. */
function addressOf({ iss, jwksUri }: IssuerKeySource): string {
  return jwksUri === undefined ? iss : `${iss} ${jwksUri}`;
}
