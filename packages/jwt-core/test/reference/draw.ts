/** Choices from a list of numbers, so that fast-check can make a world smaller: nought is the most ordinary choice. */

import fc from 'fast-check';

export class Draw {
  readonly #numbers: readonly number[];
  #next = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A number below the given one. */
  below(end: number): number {
    const number = this.#numbers[this.#next % this.#numbers.length] ?? 0;
    this.#next += 1;
    return number % end;
  }

  /** The first is the most ordinary. */
  of<Option>(...options: readonly [Option, ...Option[]]): Option {
    return options[this.below(options.length)] as Option; // also where it is `undefined` or `null`
  }

  /** Yes, once in this number of times. */
  once(times: number): boolean {
    return this.below(times) === times - 1;
  }

  /** Members that may be left out, each of which is there once in this number of times. */
  some<Members extends object>(
    times: number,
    members: { [Name in keyof Members]: () => Members[Name] },
  ): Partial<Members> {
    const chosen = Object.entries<() => unknown>(members).filter(() => this.once(times));
    return Object.fromEntries(chosen.map(([name, make]) => [name, make()])) as Partial<Members>;
  }
}

/** A number of choices. */
export function draws(count: number): fc.Arbitrary<readonly number[]> {
  return fc.array(fc.nat(0xffff), { minLength: count, maxLength: count });
}
