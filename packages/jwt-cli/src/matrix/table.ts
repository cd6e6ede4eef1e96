/** The matrix for a terminal: operations down, tokens across by number, as many as fit the line. */

import type { Terminal } from '../terminal/terminal.js';
import { wrap } from '../terminal/words.js';
import type { Cell, Matrix } from './cells.js';
import { Legend } from './legend.js';
import { crossings, labelOf, openedBy, sharedTokens } from './words.js';

type Look = Pick<Terminal, 'columns' | 'colours'>;

/** Of the name of a service or of an operation, what is shown. */
const MAX_NAME = 30;

/** The tokens by number, the matrix in blocks, the legend, and what is opened across services. */
export function table(matrix: Matrix, look: Look): string {
  const legend = new Legend(matrix);
  const width = Math.max(String(matrix.rows.length - 1).length, 2) + 1;
  const longest = Math.max(
    ...matrix.columns.flatMap(({ service, operation }) => [service.length, operation.length + 2]),
  );
  const name = Math.min(MAX_NAME, longest) + 2;
  const perBlock = Math.max(1, Math.floor((look.columns - name) / width));
  const blocks: string[] = [];
  for (let first = 0; first < matrix.rows.length; first += perBlock) {
    blocks.push(block(matrix, legend, { first, count: perBlock, name, width }, look));
  }
  return [tokens(matrix, look), ...blocks, meanings(legend, look), verdict(matrix, look)].join('\n');
}

function tokens({ rows }: Matrix, { colours, columns }: Look): string {
  const lines = rows.map((row, index) => {
    const opens = openedBy(row);
    const label = cut(labelOf(row), columns - 24);
    return `  ${String(index).padStart(3)}  ${label}  ${colours.dim(`opens ${String(opens)}`)}\n`;
  });
  return `${colours.bold('Tokens')}\n${lines.join('')}`;
}

interface BlockForm {
  readonly first: number;
  readonly count: number;
  /** Columns of a name, and of a cell. */
  readonly name: number;
  readonly width: number;
}

function block({ rows, columns }: Matrix, legend: Legend, form: BlockForm, { colours }: Look): string {
  const { first, count, name, width } = form;
  const shown = rows.slice(first, first + count);
  const numbers = shown.map((_row, index) => String(first + index).padStart(width)).join('');
  const lines: string[] = [];
  let service: string | undefined;
  for (const [index, column] of columns.entries()) {
    if (column.service !== service) {
      service = column.service;
      const title = cut(service, name - 2).padEnd(name);
      lines.push(`${colours.bold(title)}${colours.dim(numbers)}`);
    }
    const cells = shown.map(({ cells: all }) => {
      const cell = all[index];
      return cell === undefined ? '' : paint(cell, legend.signOf(cell).padStart(width), colours);
    });
    lines.push(`  ${cut(column.operation, name - 4).padEnd(name - 2)}${cells.join('')}`);
  }
  return `${lines.join('\n')}\n`;
}

function paint(cell: Cell, sign: string, colours: Look['colours']): string {
  const looks = { allowed: colours.green, crossing: colours.red, open: colours.cyan, denied: colours.dim };
  return looks[cell.verdict](sign);
}

function meanings(legend: Legend, { colours, columns }: Look): string {
  const entries = legend.entries().map(({ sign, meaning }) => `${sign} ${meaning}`);
  const lines: string[] = [];
  let line = '';
  for (const entry of entries) {
    if (line !== '' && line.length + 3 + entry.length > columns) {
      lines.push(line);
      line = entry;
    } else line = line === '' ? entry : `${line}   ${entry}`;
  }
  return `${colours.dim([...lines, line].join('\n'))}\n`;
}

function verdict(matrix: Matrix, { colours, columns }: Look): string {
  const found = crossings(matrix);
  const shared = sharedTokens(matrix);
  const said = (mark: string, text: string): string => `${mark} ${wrap(text, columns, '  ').trimStart()}\n`;
  return [
    ...(found.length === 0
      ? [said(colours.green('✓'), 'No token opens a service that it was not made for.')]
      : found.map((each) => said(colours.red('▲'), each))),
    ...(shared === undefined ? [] : [said(colours.yellow('!'), shared)]),
  ].join('');
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, Math.max(1, length - 1))}…` : text;
}
