/** Signs that fit a narrow cell, and what they mean. */

import { REASON_CODES, type ReasonCode } from '@org/jwt-core';
import type { Cell, Matrix } from './cells.js';

/** What a sign means. */
export interface LegendEntry {
  readonly sign: string;
  readonly meaning: string;
}

const SIGNS = {
  open: ['○', 'open to everyone: the operation reads no token'],
  allowed: ['✓', 'allowed'],
  crossing: ['▲', 'allowed, and the token was made for another service'],
} as const;

/** The sign of each cell, and the legend of those that are used: letters for reason codes, in the order of the layers. */
export class Legend {
  readonly #letters: ReadonlyMap<ReasonCode, string>;
  readonly #verdicts: ReadonlySet<Cell['verdict']>;

  constructor({ rows }: Pick<Matrix, 'rows'>) {
    const cells = rows.flatMap((row) => row.cells);
    const codes = new Set(cells.flatMap((cell) => (cell.verdict === 'denied' ? [cell.code] : [])));
    const ordered = REASON_CODES.filter((code) => codes.has(code));
    this.#letters = new Map(ordered.map((code, index) => [code, letterAt(index)]));
    this.#verdicts = new Set(cells.map(({ verdict }) => verdict));
  }

  /** One or two characters. */
  signOf(cell: Cell): string {
    return cell.verdict === 'denied' ? (this.#letters.get(cell.code) ?? '?') : SIGNS[cell.verdict][0];
  }

  /** In words: `allowed`, or the reason code. */
  meaningOf(cell: Cell): string {
    return cell.verdict === 'denied' ? cell.code : SIGNS[cell.verdict][1];
  }

  entries(): readonly LegendEntry[] {
    const verdicts = (['allowed', 'crossing', 'open'] as const).filter((each) => this.#verdicts.has(each));
    return [
      ...verdicts.map((each) => ({ sign: SIGNS[each][0], meaning: SIGNS[each][1] })),
      ...Array.from(this.#letters, ([code, sign]) => ({ sign, meaning: code })),
    ];
  }
}

/** a, b, …, z, aa, ab, … */
function letterAt(index: number): string {
  const letter = String.fromCodePoint(97 + (index % 26));
  return index < 26 ? letter : `${letterAt(Math.floor(index / 26) - 1)}${letter}`;
}
