/**
 * A bounded map that a flood of keys which come once cannot empty (S3-FIFO: Yang et al., SOSP 2023, without its ghosts).
 * New entries are in one queue, and those that are asked for again move to another. While there is room, no entry is
 * evicted. Then it is a new one, as long as these have more than their share. Nothing is moved when an entry is used: a
 * mark is set.
 */

interface Entry<Value> {
  readonly key: string;
  readonly value: Value;
  /** In the unit of `now`. From then on it is gone. */
  readonly expiresAt: number;
  /** Asked for since it was last looked at for eviction. */
  isUsed: boolean;
  /** Still in the map. What was deleted keeps its place in a queue until its turn. */
  isKept: boolean;
}

/** The share of the newcomers. */
const PROBATION = 0.1;

/** A bounded number of entries, found by a text. */
export class ScanResistantCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #capacity: number;
  readonly #share: number;
  readonly #newcomers: Queue<Entry<Value>>;
  readonly #regulars: Queue<Entry<Value>>;

  /** @param capacity at least 2 */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#share = Math.max(1, Math.floor(capacity * PROBATION));
    this.#newcomers = new Queue(capacity);
    this.#regulars = new Queue(capacity);
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
    while (this.#newcomers.length + this.#regulars.length >= this.#capacity) this.#makeRoom(now);
    const entry = { key, value, expiresAt, isUsed: false, isKept: true };
    this.#entries.set(key, entry);
    this.#newcomers.push(entry);
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#drop(entry);
  }

  clear(): void {
    this.#entries.clear();
    this.#newcomers.clear();
    this.#regulars.clear();
  }

  /**
   * One step: the oldest goes, or stays among the regulars where it was used since its last turn. Each such step clears a
   * mark that a use has set, so that this ends, and costs no more than the uses did.
   */
  #makeRoom(now: number): void {
    const queue = this.#newcomers.length >= this.#share ? this.#newcomers : this.#regulars;
    const oldest = queue.shift();
    if (oldest?.isKept !== true) return;
    if (!oldest.isUsed || now >= oldest.expiresAt) return this.#drop(oldest);
    oldest.isUsed = false;
    this.#regulars.push(oldest);
  }

  #drop(entry: Entry<Value>): void {
    entry.isKept = false;
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

  get length(): number {
    return this.#length;
  }

  push(item: Item): void {
    this.#items[(this.#first + this.#length) % this.#capacity] = item;
    this.#length += 1;
  }

  shift(): Item | undefined {
    const item = this.#items[this.#first];
    this.#items[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#capacity;
    this.#length = Math.max(0, this.#length - 1);
    return item;
  }

  clear(): void {
    this.#items.length = 0;
    this.#first = 0;
    this.#length = 0;
  }
}
