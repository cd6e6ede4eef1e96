/** How long ago the source confirmed the policy in force. */

/** Counts on the monotonic clock: setting the machine's clock makes nothing older or younger. */
export class Freshness {
  readonly #maxStaleMs: number | undefined;
  readonly #onChange: (age: 'stale' | 'fresh') => void;
  #confirmedAt = Number.POSITIVE_INFINITY;
  #hasTold = false;
  #timer: NodeJS.Timeout | undefined;

  /** Without `maxStaleMs` (milliseconds), nothing is ever too old. */
  constructor(maxStaleMs: number | undefined, onChange: (age: 'stale' | 'fresh') => void) {
    this.#maxStaleMs = maxStaleMs;
    this.#onChange = onChange;
  }

  /** Whether it is too old at this moment; not a timer's word, which may come late. */
  get isStale(): boolean {
    return this.#left() <= 0;
  }

  /** The source has been asked, and the policy in force is what it has. */
  confirm(): void {
    this.#confirmedAt = performance.now();
    if (this.#hasTold) this.#onChange('fresh');
    this.#hasTold = false;
    this.#wait();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #left(): number {
    if (this.#maxStaleMs === undefined) return Number.POSITIVE_INFINITY;
    return this.#confirmedAt + this.#maxStaleMs - performance.now();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (this.#maxStaleMs === undefined) return;
    this.#timer = setTimeout(
      () => {
        if (!this.isStale) return this.#wait(); // timers may be early by a fraction
        this.#hasTold = true;
        this.#onChange('stale');
      },
      Math.max(1, Math.ceil(this.#left())),
    ).unref();
  }
}
