// What a soak says at its end, in 80 columns.
import { renderTable } from '../lib/table.mjs';

const COLUMNS = [
  ['adapter', ({ adapter }) => adapter],
  ['requests', ({ tally }) => tally.requests],
  ['per s', ({ perSecond }) => perSecond.toFixed(0)],
  ['wrong', ({ tally }) => tally.wrongs],
  ['5xx', ({ tally }) => tally.serverErrors],
  ['unhandled', ({ after }) => after.rejections],
  ['heap MB', ({ before, after }) => change(before.heapUsed, after.heapUsed)],
  ['RSS MB', ({ before, after }) => `${megabytes(before.rss, 0)}>${megabytes(after.rss, 0)}`],
  ['p99 ms', ({ after }) => after.delayMs.p99.toFixed(0)],
  ['handles', ({ before, after }) => `${before.handles}>${after.handles}`],
];

/** One line for each adapter. Memory is before>after, after a collection; p99 is the event loop's delay. */
export function renderSoak(rows) {
  return renderTable(
    COLUMNS.map(([title]) => title),
    rows.map((row) => COLUMNS.map(([, show]) => String(show(row)))),
    { gap: ' ', rule: false },
  );
}

function change(before, after) {
  return `${megabytes(before, 1)}>${megabytes(after, 1)}`;
}

function megabytes(bytes, digits) {
  return (bytes / 2 ** 20).toFixed(digits);
}
