/** Which `kid`s are not published, and when the issuer may be asked about another one. */

/** How often the issuer is asked because of a `kid` that nobody knows. */
export const UNKNOWN_COOL_DOWN_MS = 30_000;
const LONGEST_MS = 600_000;
const MOST_KIDS = 1_000;
const LONGEST_KID = 128;

interface Memory {
  readonly until: number;
  /** How often it was asked for since it was withdrawn; 0 for one that was never published. */
  readonly times: number;
}

/**
 * A bounded memory. A client that goes on with a withdrawn key would otherwise use up, every time, the one question that
 * a key of tomorrow needs. All times are of one steady clock, in milliseconds.
 */
export class UnknownKids {
  readonly #kids = new Map<string | undefined, Memory>();
  #askedAt = Number.NEGATIVE_INFINITY;
  #isSomebodyWaiting = false;

  /** Whether the issuer said lately that it does not publish this one. */
  has(keyId: string | undefined, now: number): boolean {
    const memory = this.#kids.get(keyId);
    return memory !== undefined && now < memory.until;
  }

  /**
   * Only right after the issuer has said so. A withdrawn one is remembered twice as long each time. One that was never
   * published may be tomorrow's, guessed by somebody: it is remembered for no more than one cool-down.
   */
  add(keyId: string | undefined, now: number): void {
    const times = this.#kids.get(keyId)?.times ?? 0;
    this.#remember(keyId, now, times === 0 ? 0 : times + 1);
  }

  /** This one was published, and is not any more. */
  withdraw(keyId: string | undefined, now: number): void {
    this.#remember(keyId, now, 1);
  }

  #remember(keyId: string | undefined, now: number, times: number): void {
    if (keyId !== undefined && keyId.length > LONGEST_KID) return; // not worth its place: it may fill a whole header
    const doublings = Math.min(Math.max(times - 1, 0), 10);
    const length = Math.min(UNKNOWN_COOL_DOWN_MS * 2 ** doublings, LONGEST_MS);
    this.#kids.delete(keyId);
    this.#kids.set(keyId, { until: now + length, times });
    const [oldest] = this.#kids.keys();
    if (this.#kids.size > MOST_KIDS) this.#kids.delete(oldest);
  }

  /** These are published now. */
  forget(keyIds: readonly (string | undefined)[]): void {
    for (const keyId of keyIds) this.#kids.delete(keyId);
  }

  get size(): number {
    return this.#kids.size;
  }

  /** From when on the issuer may be asked again. */
  get mayAskAt(): number {
    return this.#askedAt + UNKNOWN_COOL_DOWN_MS;
  }

  /** When it must be asked, because somebody came too early: a new key is then known within one cool-down. */
  get mustAskAt(): number {
    return this.#isSomebodyWaiting ? this.mayAskAt : Number.POSITIVE_INFINITY;
  }

  /** The issuer is being asked. */
  ask(now: number): void {
    this.#askedAt = now;
    this.#isSomebodyWaiting = false;
  }

  /** The issuer has not answered: the outage says when it is asked again. */
  unask(): void {
    this.#askedAt = Number.NEGATIVE_INFINITY;
  }

  /** Somebody would have asked, and may not yet. */
  postpone(): void {
    this.#isSomebodyWaiting = true;
  }
}
