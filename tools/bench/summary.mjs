// The measured, for a terminal.
import { renderTable } from '../lib/table.mjs';
import { barsOf } from './bars.mjs';
import { tablesOf } from './tables.mjs';

export function summarise(results) {
  const bars = barsOf(results).map(({ what, bar, worst, verdict }) => [what, bar, worst, verdict]);
  return [
    `${results.machine}, ${results.date}`,
    ...Object.entries(tablesOf(results)).map(
      ([title, { headings, rows }]) => `${title}\n\n${renderTable(headings, rows)}`,
    ),
    `Aims\n\n${renderTable(['', 'aim', 'worst', ''], bars)}`,
  ].join('\n\n');
}
