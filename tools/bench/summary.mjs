// The measured, for a terminal.
import { barsOf } from './bars.mjs';
import { tablesOf } from './tables.mjs';

/** Columns of equal width; the first is text, the others are numbers. */
export function table(headings, rows) {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ');
  return [line(headings), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

export function summarise(results) {
  const bars = barsOf(results).map(({ what, bar, worst, verdict }) => [what, bar, worst, verdict]);
  return [
    `${results.machine}, ${results.date}`,
    ...Object.entries(tablesOf(results)).map(
      ([title, { headings, rows }]) => `${title}\n\n${table(headings, rows)}`,
    ),
    `Aims\n\n${table(['', 'aim', 'worst', ''], bars)}`,
  ].join('\n\n');
}
