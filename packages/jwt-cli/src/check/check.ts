/** `jwt-policy check`. */

import type { Severity } from '../lint/rule.js';
import { defaultFile } from '../policy-files/default-file.js';
import { EXIT, UsageError, type ExitCode } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';
import { version } from '../version.js';
import { github } from './github.js';
import { json } from './json.js';
import { pretty } from './pretty.js';
import { checkFiles, isFailed, type CheckedFile } from './report.js';
import { sarif } from './sarif.js';
import { watchFiles } from './watch.js';

/** The formats of a report. */
export const FORMATS = ['pretty', 'brief', 'json', 'sarif', 'github'] as const;
/** See {@link FORMATS}. */
export type Format = (typeof FORMATS)[number];

/** The options of the command. */
export interface CheckOptions {
  readonly format: Format;
  readonly failOn: Severity | 'never';
  readonly watch: boolean;
}

/** Loads and lints the files; the usual one where none is named. */
export async function check(
  terminal: Terminal,
  named: readonly string[],
  { format, failOn, watch }: CheckOptions,
): Promise<ExitCode> {
  const sources = named.length > 0 ? named : [defaultFile(terminal.cwd)];
  if (watch && sources.includes('-')) throw new UsageError('Standard input cannot be watched: name a file.');
  const once = async (): Promise<ExitCode> => {
    const files = await checkFiles(sources, terminal);
    terminal.out(write(files, format, terminal));
    return isFailed(files, failOn) ? EXIT.no : EXIT.ok;
  };
  let code = await once();
  if (!watch) return code;
  terminal.note('Waiting for changes. Ctrl-C ends it.\n');
  await watchFiles(sources, terminal, async () => {
    code = await once();
  });
  return code;
}

function write(files: readonly CheckedFile[], format: Format, terminal: Terminal): string {
  switch (format) {
    case 'json':
      return json(files);
    case 'sarif':
      return sarif(files, { version: version(), cwd: terminal.cwd });
    case 'github':
      return github(files);
    case 'pretty':
    case 'brief':
      return pretty(files, terminal, { brief: format === 'brief' });
  }
}
