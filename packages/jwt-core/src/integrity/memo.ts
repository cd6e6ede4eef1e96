/** So many texts; whoever brings more, and nothing else, makes it begin anew. */
const MOST_ENTRIES = 256;
/** In characters. */
const LONGEST_TEXT = 512;

/** Remembers what a pure function makes of a text. For texts that many tokens share: their header, their scopes. */
export class Memo<Value> {
  readonly #values = new Map<string, Value>();

  /** `undefined` where it is not remembered. */
  recall(text: string): Value | undefined {
    return this.#values.get(text);
  }

  /** `text` must not be cut out of a longer one: the runtime would keep the longer one, which may be a token. */
  remember(text: string, value: Value): Value {
    if (text.length > LONGEST_TEXT) return value;
    if (this.#values.size >= MOST_ENTRIES) this.#values.clear();
    this.#values.set(text, value);
    return value;
  }
}
