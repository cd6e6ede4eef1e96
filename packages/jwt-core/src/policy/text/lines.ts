/** Where in a text: offsets, lines and columns. */

/** In characters. */
export const MAX_TEXT_LENGTH = 1_048_576;

/** A line and a column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** From one offset up to another. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The places of a text's offsets. A line ends with LF, CR LF or CR, as editors show it. */
export class Lines {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    const ends = text.matchAll(/\r\n|\n|\r/gu);
    this.#text = text;
    this.#starts = [0, ...Array.from(ends, ({ 0: end, index }) => index + end.length)];
  }

  place(offset: number): Place {
    let [low, high] = [0, this.#starts.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.start(middle + 1) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - this.start(low + 1) + 1 };
  }

  /** The offset of a line's first character. */
  start(line: number): number {
    return this.#starts[line - 1] ?? this.#text.length;
  }

  /** One line without its end; empty for a line that does not exist. */
  line(line: number): string {
    return this.#text.slice(this.start(line), this.start(line + 1)).replace(/[\r\n]{1,2}$/u, '');
  }
}
