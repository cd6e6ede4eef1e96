/** Which `kid`s an issuer does not publish, and when it may be asked about another one. */

/** How often the issuer is asked because of an unknown `kid`. */
export const UNKNOWN_COOL_DOWN_MS = 30_000;
const MAX_REMEMBERED_MS = 600_000;
const MAX_KIDS = 1_000;
const MAX_KID_LENGTH = 128;

type Keys = readonly { readonly keyId: string | undefined }[];

interface UnknownKid {
  readonly until: number;
  /** How often it was asked for since it was withdrawn; 0 for one that was never published. */
  readonly times: number;
}

/**
 * A bounded memory. Without it, a client that still uses a withdrawn key would use up, every time, the one question
 * that a new key needs. All times are of one steady clock, in milliseconds.
 */
export class UnknownKids {
  readonly #kids = new Map<string | undefined, UnknownKid>();
  #askedAt = Number.NEGATIVE_INFINITY;
  #isPostponed = false;

  /** Whether the issuer's recent answer did not have this `kid`. */
  has(keyId: string | undefined, now: number): boolean {
    const kid = this.#kids.get(keyId);
    return kid !== undefined && now < kid.until;
  }

  /**
   * To be called right after the issuer's answer. A withdrawn `kid` is remembered twice as long each time. One that was
   * never published may be the next one, guessed by an attacker: it is remembered for one cool-down at most.
   */
  add(keyId: string | undefined, now: number): void {
    const times = this.#kids.get(keyId)?.times ?? 0;
    this.#remember(keyId, now, times === 0 ? 0 : times + 1);
  }

  #remember(keyId: string | undefined, now: number, times: number): void {
    if (keyId !== undefined && keyId.length > MAX_KID_LENGTH) return; // it may fill a whole header
    const doublings = Math.min(Math.max(times - 1, 0), 10);
    const length = Math.min(UNKNOWN_COOL_DOWN_MS * 2 ** doublings, MAX_REMEMBERED_MS);
    this.#kids.delete(keyId);
    this.#kids.set(keyId, { until: now + length, times });
    const [oldest] = this.#kids.keys();
    if (this.#kids.size > MAX_KIDS) this.#kids.delete(oldest);
  }

  /** After a fetch. What was withdrawn is known to be unknown, so that it causes no other fetch. */
  learn(published: Keys, withdrawn: Keys, now: number): void {
    for (const { keyId } of withdrawn) this.#remember(keyId, now, 1);
    for (const { keyId } of published) this.#kids.delete(keyId);
  }

  get size(): number {
    return this.#kids.size;
  }

  /** The earliest time at which the issuer may be asked again. */
  get mayAskAt(): number {
    return this.#askedAt + UNKNOWN_COOL_DOWN_MS;
  }

  /** When it must be asked, because a question was postponed: a new key is then known within one cool-down. */
  get mustAskAt(): number {
    return this.#isPostponed ? this.mayAskAt : Number.POSITIVE_INFINITY;
  }

  /** The issuer is being asked. */
  ask(now: number): void {
    this.#askedAt = now;
    this.#isPostponed = false;
  }

  /** The issuer has not answered: the outage decides when it is asked again. */
  forgetQuestion(): void {
    this.#askedAt = Number.NEGATIVE_INFINITY;
  }

  /** A request needed an answer before the issuer could be asked again. */
  postpone(): void {
    this.#isPostponed = true;
  }
}
