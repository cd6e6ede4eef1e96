/** `jwt-policy matrix`. */

import { defaultFile } from '../policy-files/default-file.js';
import { readPolicy } from '../policy-files/read-policy.js';
import { EXIT, UsageError, type ExitCode } from '../terminal/exit-code.js';
import { progressOf } from '../terminal/progress.js';
import { save } from '../terminal/save.js';
import type { Terminal } from '../terminal/terminal.js';
import { matrixOf, type Matrix } from './cells.js';
import { csv } from './csv.js';
import { html } from './html.js';
import { json } from './json.js';
import type { RowsBy } from './row.js';
import { table } from './table.js';

/** The options of the command. */
export interface MatrixCommandOptions {
  readonly rows: RowsBy;
  readonly format: 'table' | 'csv' | 'json';
  readonly html?: string;
}

/** Mints a token for each row, tries it at each operation, and shows what it opens. */
export async function matrix(
  terminal: Terminal,
  source: string | undefined,
  { rows, format, html: page }: MatrixCommandOptions,
): Promise<ExitCode> {
  const policy = await readPolicy(source ?? defaultFile(terminal.cwd), terminal);
  const progress = progressOf(terminal, 'cells decided');
  const made = await matrixOf(policy, { by: rows, now: terminal.now(), progress });
  if (made.columns.length === 0)
    throw new UsageError(`${policy.file} has no operations: there is nothing to open.`);
  terminal.out(write(made, format, terminal));
  if (page !== undefined) await save(page, html(made), terminal);
  return EXIT.ok;
}

function write(made: Matrix, format: MatrixCommandOptions['format'], terminal: Terminal): string {
  switch (format) {
    case 'csv':
      return csv(made);
    case 'json':
      return json(made);
    case 'table':
      return table(made, terminal);
  }
}
