/** The matrix for a spreadsheet (RFC 4180): one line for each cell. */

import type { Matrix } from './cells.js';

const HEAD = [
  'holder',
  'kind',
  'issuer',
  'made for',
  'made for operation',
  'rule',
  'service',
  'operation',
  'route',
  'verdict',
  'code',
];

/** Lines end with CR LF, as the RFC has it. */
export function csv({ rows, columns }: Matrix): string {
  const lines = rows.flatMap(({ cells, holder, kind, issuer, service, operation, rule }) =>
    columns.map((column, index) => {
      const cell = cells[index];
      const code = cell?.verdict === 'denied' ? cell.code : '';
      const made = [issuer ?? '', service ?? '', operation ?? '', rule === undefined ? '' : String(rule)];
      return [
        holder,
        kind,
        ...made,
        column.service,
        column.operation,
        column.route ?? '',
        cell?.verdict ?? '',
        code,
      ];
    }),
  );
  return [HEAD, ...lines].map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

/** A name that a spreadsheet would take for a formula is text: an apostrophe says so. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
