/** `jwt-policy audit`. */

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defaultFile } from '../policy-files/default-file.js';
import { readPolicy } from '../policy-files/read-policy.js';
import { EXIT, type ExitCode } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';
import { version } from '../version.js';
import { auditPolicy, type AuditReport } from './audit-report.js';
import { html } from './html.js';
import { markdown } from './markdown.js';

/** The options of the command. */
export interface AuditOptions {
  readonly format: 'markdown' | 'json' | 'html';
  readonly out: string;
}

/** Writes the report. A finding does not change the exit code: `check` is for that. */
export async function audit(
  terminal: Terminal,
  named: string | undefined,
  { format, out }: AuditOptions,
): Promise<ExitCode> {
  const policy = await readPolicy(named ?? defaultFile(terminal.cwd), terminal);
  const report = auditPolicy(policy, { now: terminal.now(), version: version() });
  const text = write(report, format);
  if (out === '-') terminal.out(text);
  else {
    await writeFile(resolve(terminal.cwd, out), text);
    terminal.note(`Wrote ${out}: ${summary(report)}.\n`);
  }
  return EXIT.ok;
}

function write(report: AuditReport, format: AuditOptions['format']): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, undefined, 2)}\n`;
    case 'html':
      return html(report);
    case 'markdown':
      return markdown(report);
  }
}

function summary({ requirements }: AuditReport): string {
  const statuses = ['supported', 'weakened', 'not shown', 'not covered'] as const;
  return statuses
    .map((status) => `${String(requirements.filter((each) => each.status === status).length)} ${status}`)
    .join(', ');
}
