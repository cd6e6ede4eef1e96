/** Where in a text: lines and columns, both from 1. */

/** A line and a column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const LF = 10;
const CR = 13;

/** The places of a text's offsets. A line ends with LF, CR LF or CR, as editors show it. */
export class Lines {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code === LF || (code === CR && text.charCodeAt(index + 1) !== LF)) starts.push(index + 1);
    }
    this.#text = text;
    this.#starts = starts;
  }

  place(offset: number): Place {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }

  /** The offset of a line's first character. */
  start(number: number): number {
    return this.#starts[number - 1] ?? this.#text.length;
  }

  /** One line without its end; empty for a line that is not there. */
  line(number: number): string {
    const start = this.#starts[number - 1];
    if (start === undefined) return '';
    return this.#text.slice(start, this.#starts[number]).replace(/[\r\n]{1,2}$/u, '');
  }
}
