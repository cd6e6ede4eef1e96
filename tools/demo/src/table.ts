/** The table, 80 columns wide, in colours where the terminal has them. */

import type { Cell } from './calls.js';
import type { Fleet } from './fleet.js';
import { ROWS } from './rows.js';

/** Puts a text in a colour, or leaves it. */
export type Paint = (colour: 'green' | 'red' | 'bold' | 'dim', text: string) => string;

const CODES = { green: 32, red: 31, bold: 1, dim: 2 } as const;

/** Colours for a terminal; none elsewhere, or where NO_COLOR is set. */
export function paintFor(isTerminal: boolean): Paint {
  if (!isTerminal || process.env['NO_COLOR'] !== undefined) return (_colour, text) => text;
  return (colour, text) => `\u001B[${String(CODES[colour])}m${text}\u001B[0m`;
}

const NAME_WIDTH = 31;
const CELL_WIDTH = 9;

/** Token × service → status, and the reason on which they agree. */
export function renderTable(fleet: Fleet, cells: readonly Cell[], paint: Paint): string {
  const names = fleet.services.map(({ name }) => name.padEnd(CELL_WIDTH)).join('');
  const frameworks = fleet.services.map(({ framework }) => framework.padEnd(CELL_WIDTH)).join('');
  const rows = ROWS.flatMap((row) =>
    renderRow(
      row,
      cells.filter((cell) => cell.row === row),
      paint,
    ),
  );
  return [
    paint('bold', `${'token'.padEnd(NAME_WIDTH)}${names}reason`),
    paint('dim', `${''.padEnd(NAME_WIDTH)}${frameworks}`.trimEnd()),
    ...rows,
  ].join('\n');
}

function renderRow(row: string, cells: readonly Cell[], paint: Paint): readonly string[] {
  const statuses = cells.map(({ status, agrees }) => {
    const text = `${String(status)}${agrees ? '' : ' !'}`.padEnd(CELL_WIDTH);
    return paint(agrees ? 'green' : 'red', text);
  });
  const reasons = [...new Set(cells.map(({ code }) => code ?? 'allowed'))];
  const line = `${row.padEnd(NAME_WIDTH)}${statuses.join('')}${reasons.length === 1 ? reasons.join('') : 'they differ:'}`;
  const details = cells
    .filter(({ agrees }) => reasons.length > 1 || !agrees)
    .map((cell) => explain(cell, paint));
  return [line, ...details];
}

function explain({ service, code, agrees, expected: [status, expectedCode] }: Cell, paint: Paint): string {
  const said = `  ${service}: ${code ?? 'allowed'}`;
  if (agrees) return said;
  return paint(
    'red',
    `${said}, expected ${String(status)}${expectedCode === undefined ? '' : ` ${expectedCode}`}`,
  );
}
