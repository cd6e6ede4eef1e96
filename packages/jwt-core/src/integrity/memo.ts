/** With more texts than this, all are forgotten: an attacker who sends many different ones gains nothing else. */
const MAX_ENTRIES = 256;
/** In characters. */
const MAX_TEXT_LENGTH = 512;

/** Remembers what a pure function makes of a text. For texts that many tokens share: their header, their scopes. */
export class Memo<Value> {
  readonly #values = new Map<string, Value>();

  /** `undefined` where it is not remembered. */
  recall(text: string): Value | undefined {
    return this.#values.get(text);
  }

  /** `text` must not be cut out of a longer one: the runtime would keep the longer one, which may be a token. */
  remember(text: string, value: Value): Value {
    if (text.length > MAX_TEXT_LENGTH) return value;
    if (this.#values.size >= MAX_ENTRIES) this.#values.clear();
    this.#values.set(text, value);
    return value;
  }
}
