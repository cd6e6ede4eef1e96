/**
 * A bounded map that a flood of keys which come once cannot empty (S3-FIFO: Yang et al., SOSP 2023).
 * New entries wait in a small queue; only those that are asked for again move to the main one. Every step costs the
 * same however many entries there are: nothing is moved when an entry is used, a mark is set.
 */

interface Entry<Value> {
  readonly key: string;
  readonly value: Value;
  /** In the unit of whoever asks. From then on it is gone. */
  readonly expiresAt: number;
  /** Asked for since it was last looked at for eviction. */
  isUsed: boolean;
  /** Deleted: its place in the queue is passed over. */
  isGone: boolean;
}

/** The share of the small queue. */
const PROBATION = 0.1;

/** At most so many entries, found by a text. */
export class ScanResistantCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #probation: Queue<Entry<Value>>;
  readonly #main: Queue<Entry<Value>>;

  /** @param capacity at least 2 */
  constructor(capacity: number) {
    const small = Math.max(1, Math.floor(capacity * PROBATION));
    this.#probation = new Queue(small);
    this.#main = new Queue(capacity - small);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string, now: number): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (now >= entry.expiresAt) {
      this.#drop(entry);
      return undefined;
    }
    if (!entry.isUsed) entry.isUsed = true;
    return entry.value;
  }

  set(key: string, value: Value, expiresAt: number, now: number): void {
    this.delete(key);
    if (now >= expiresAt) return;
    if (this.#probation.isFull) this.#promoteOrDrop(now);
    const entry = { key, value, expiresAt, isUsed: false, isGone: false };
    this.#entries.set(key, entry);
    this.#probation.push(entry);
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#drop(entry);
  }

  clear(): void {
    this.#entries.clear();
    this.#probation.clear();
    this.#main.clear();
  }

  /** The oldest newcomer: whoever was asked for again stays. */
  #promoteOrDrop(now: number): void {
    const oldest = this.#probation.shift();
    if (oldest === undefined || oldest.isGone) return;
    if (!oldest.isUsed || now >= oldest.expiresAt) return this.#drop(oldest);
    if (this.#main.isFull) this.#makeRoom(now);
    oldest.isUsed = false;
    this.#main.push(oldest);
  }

  /** The oldest that was not used since its last turn goes. Each turn clears a mark, so that this ends. */
  #makeRoom(now: number): void {
    for (;;) {
      const oldest = this.#main.shift();
      if (oldest === undefined || oldest.isGone) return;
      if (!oldest.isUsed || now >= oldest.expiresAt) return this.#drop(oldest);
      oldest.isUsed = false;
      this.#main.push(oldest);
    }
  }

  #drop(entry: Entry<Value>): void {
    entry.isGone = true;
    this.#entries.delete(entry.key);
  }
}

/** First in, first out, in an array that never grows. */
class Queue<Item> {
  readonly #items: (Item | undefined)[] = [];
  readonly #capacity: number;
  #first = 0;
  #length = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get isFull(): boolean {
    return this.#length === this.#capacity;
  }

  push(item: Item): void {
    this.#items[(this.#first + this.#length) % this.#capacity] = item;
    this.#length += 1;
  }

  shift(): Item | undefined {
    if (this.#length === 0) return undefined;
    const item = this.#items[this.#first];
    this.#items[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#capacity;
    this.#length -= 1;
    return item;
  }

  clear(): void {
    this.#items.length = 0;
    this.#first = 0;
    this.#length = 0;
  }
}
