/** Tables without frames that fit the terminal: long cells are wrapped. */

import Table from 'cli-table3';
import type { Terminal } from './terminal.js';

const NO_FRAME = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/**
 * Rows under a head. The last column takes what is left of the line and is wrapped; the others are as wide as their longest
 * cell.
 */
export function table(
  { columns, colours }: Pick<Terminal, 'columns' | 'colours'>,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = head.map((title, index) =>
    Math.max(...[title, ...rows.map((row) => row[index] ?? '')].map(widthOf)),
  );
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0);
  const last = Math.max(12, Math.min(widths.at(-1) ?? 0, columns - before));
  const printed = new Table({
    head: head.map((title) => colours.dim(title)),
    chars: NO_FRAME,
    colWidths: [...widths.slice(0, -1), last],
    wordWrap: true,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  printed.push(...rows.map((row) => [...row]));
  return `${printed.toString().replaceAll(/[ \t]+$/gmu, '')}\n`;
}

/** Columns of a cell, without the codes of colours. */
function widthOf(cell: string): number {
  // eslint-disable-next-line no-control-regex -- what colours are made of
  return Math.max(0, ...cell.split('\n').map((line) => line.replaceAll(/\u001B\[[0-9;]*m/gu, '').length));
}
