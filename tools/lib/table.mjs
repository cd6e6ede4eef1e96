// Tables for a terminal.

/** Columns of equal width: the first `texts` are text, the others are numbers. Every cell is a string. */
export function renderTable(headings, rows, { texts = 1, gap = '  ', rule = true } = {}) {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column].length)),
  );
  const line = (row) =>
    row
      .map((cell, column) => (column < texts ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join(gap);
  const ruler = rule ? [widths.map((width) => '-'.repeat(width)).join(gap)] : [];
  return [line(headings), ...ruler, ...rows.map(line)].join('\n');
}

/** One line for each name and its number. */
export function renderNumbers(rows, width = 34) {
  return rows.map(([name, number]) => `${name.padEnd(width)}${String(number).padStart(10)}`).join('\n');
}
